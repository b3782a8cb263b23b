package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.46, featureCount + wholeText: -0.95,
		wholeCoverage: 0.15, featureCount + wholeCoverage: 0.14,
		wholeName: -0.88, featureCount + wholeName: -0.68,
		wholeSurface: 2.77, featureCount + wholeSurface: 1.60,
		wholeFirst: 0.81, featureCount + wholeFirst: 0.11,
		partText: 0.93, featureCount + partText: -1.08,
		partCoverage: -1.45, featureCount + partCoverage: -0.12,
		partName: 0.05, featureCount + partName: 0.69,
		partSurface: -0.16, featureCount + partSurface: 0.87,
		partFirst: -0.98, featureCount + partFirst: -0.32,
		partLead: 0.86, featureCount + partLead: 1.61,
		partEarly: 0.58, featureCount + partEarly: 1.19,
		nameMatched: 0.11, featureCount + nameMatched: 0.03,
		firstMatched: 2.63, featureCount + firstMatched: 0.32,
		serverFitting: -0.09, featureCount + serverFitting: 0.73,
		sameAction: 0.09, featureCount + sameAction: -0.18,
		otherAction: -1.29, featureCount + otherAction: 1.28,
		manyAsked: 1.51, featureCount + manyAsked: -1.44,
		oneAsked: -0.68, featureCount + oneAsked: -0.31,
		changesAsked: -1.23, featureCount + changesAsked: 0.79,
		looksAsked: -0.74, featureCount + looksAsked: 0.53,
		destroysUnasked: -0.37, featureCount + destroysUnasked: 1.49,
		rarest: 0.51, featureCount + rarest: 0.21,
		nameSize: -1.62, featureCount + nameSize: 0.18,
		pairs: -0.35, featureCount + pairs: -0.03,
		partTopic: 1.38, featureCount + partTopic: -2.02,
		anyTopic: 2.08, featureCount + anyTopic: -1.06,
		restTopic: 3.24, featureCount + restTopic: -1.77,
		gapTopic: 2.76, featureCount + gapTopic: -0.44,
		serverMatched: 1.95, featureCount + serverMatched: -0.12,
		nameMissing: -0.66, featureCount + nameMissing: -0.07,
		paramMatched: 0.10, featureCount + paramMatched: 0.31,
		wholeParam: 0.20, featureCount + wholeParam: 0.92,
		phrase: 1.36, featureCount + phrase: 0.80,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.32,
		textServer: -0.66, featureCount + textServer: -1.09,
		leadServer: 0.68, featureCount + leadServer: 0.79,
		nameServer: 0.89, featureCount + nameServer: 0.62,
		textName: 2.43, featureCount + textName: -0.85,
		leadName: 0.29, featureCount + leadName: 0.21,
		nameFirst: -0.78, featureCount + nameFirst: -2.03,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.034, -0.014, -1.501, 1.025, 0.441, 0.343, -0.271, 0.095, 0.610, 0.233, -0.132, -0.524,
		-0.237, -0.116, 1.110, -0.090, -0.925, 0.322, -1.267, 0.241, 0.459, -0.864, 0.631, 0.334,
		0.173, 1.511, 1.700, -0.013, 1.697, -0.017, -1.363, -0.790, -0.353, 1.074, 1.165, 1.431,
		1.647, 1.029, 0.518, -0.018, -0.212, 0.565, 0.439, -1.066, 1.308, 0.008, 0.334, -0.540,
		-0.090, 0.713, -1.065, -0.367, -0.391, 0.200, 0.740, -0.482, -0.220, 0.960, -1.735, -1.568,
		-0.547, -1.000, -0.534, 0.499, 0.610, -0.291, -0.140, -0.134, -1.022, 0.775, 2.374, -1.201,
		0.477, 0.166, 1.049, 0.381, 0.860, -0.147, -0.219, 0.399, 0.240, 0.761, -1.091, -0.926,
		-3.864, 0.296, 1.296, 1.337,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.150, 0.083, -0.556, 0.755, 0.204, 0.356, -0.320, 0.021, 0.531, -0.101, -0.280, -0.403,
		-0.087, 0.096, 0.857, -0.106, -0.041, -0.020, -0.036, -0.001, -0.004, -0.000, 0.600, 0.151,
		0.006, 0.856, 0.993, -0.013, 0.096, 0.259, -0.304, -0.136, -0.051, 0.217, 0.418, 1.061,
		1.418, 0.542, 0.274, 0.055, 0.044, -1.091, -0.421, -2.826, 0.357, 0.793, 0.739,
	}
}
