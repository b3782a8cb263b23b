package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.46, featureCount + wholeText: -0.95,
		wholeCoverage: 0.13, featureCount + wholeCoverage: 0.12,
		wholeName: -0.86, featureCount + wholeName: -0.66,
		wholeSurface: 2.77, featureCount + wholeSurface: 1.61,
		wholeFirst: 0.82, featureCount + wholeFirst: 0.13,
		partText: 0.91, featureCount + partText: -1.12,
		partCoverage: -1.45, featureCount + partCoverage: -0.14,
		partName: 0.01, featureCount + partName: 0.69,
		partSurface: -0.16, featureCount + partSurface: 0.89,
		partFirst: -0.97, featureCount + partFirst: -0.33,
		partLead: 0.87, featureCount + partLead: 1.62,
		partEarly: 0.62, featureCount + partEarly: 1.23,
		nameMatched: 0.11, featureCount + nameMatched: 0.04,
		firstMatched: 2.63, featureCount + firstMatched: 0.32,
		serverFitting: -0.09, featureCount + serverFitting: 0.73,
		sameAction: 0.12, featureCount + sameAction: -0.25,
		otherAction: -1.28, featureCount + otherAction: 1.24,
		manyAsked: 1.52, featureCount + manyAsked: -1.44,
		oneAsked: -0.69, featureCount + oneAsked: -0.25,
		changesAsked: -1.19, featureCount + changesAsked: 0.78,
		looksAsked: -0.78, featureCount + looksAsked: 0.64,
		destroysUnasked: -0.36, featureCount + destroysUnasked: 1.49,
		rarest: 0.50, featureCount + rarest: 0.19,
		nameSize: -1.65, featureCount + nameSize: 0.20,
		pairs: -0.35, featureCount + pairs: -0.03,
		partTopic: 1.39, featureCount + partTopic: -2.00,
		anyTopic: 2.06, featureCount + anyTopic: -1.08,
		restTopic: 3.25, featureCount + restTopic: -1.73,
		gapTopic: 2.76, featureCount + gapTopic: -0.44,
		serverMatched: 1.95, featureCount + serverMatched: -0.13,
		nameMissing: -0.66, featureCount + nameMissing: -0.06,
		paramMatched: 0.10, featureCount + paramMatched: 0.31,
		wholeParam: 0.20, featureCount + wholeParam: 0.92,
		phrase: 1.36, featureCount + phrase: 0.85,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.32,
		textServer: -0.67, featureCount + textServer: -1.11,
		leadServer: 0.68, featureCount + leadServer: 0.79,
		nameServer: 0.90, featureCount + nameServer: 0.63,
		textName: 2.42, featureCount + textName: -0.85,
		leadName: 0.31, featureCount + leadName: 0.22,
		nameFirst: -0.79, featureCount + nameFirst: -2.04,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.045, 0.054, -1.344, 1.080, 0.619, 0.348, -0.326, -0.124, 0.517, 0.085, -0.070, -0.516,
		-0.274, 0.068, 1.080, -0.032, -0.966, 0.312, -1.241, 0.235, 0.360, -0.896, 0.551, 0.389,
		0.175, 1.523, 1.731, 0.022, 1.832, -0.035, -1.305, -0.786, -0.366, 0.867, 1.021, 1.467,
		1.524, 1.044, 0.527, -0.053, -0.225, 0.562, 0.447, -0.978, 1.286, 0.050, 0.469, -0.506,
		-0.044, 0.706, -1.154, -0.289, -0.345, 0.265, 0.748, -0.506, -0.347, 1.007, -1.669, -1.620,
		-0.545, -0.807, -0.558, 0.501, 0.650, -0.312, -0.227, -0.209, -1.091, 0.747, 2.335, -1.188,
		0.472, 0.111, 0.997, 0.317, 0.877, -0.233, -0.110, 0.394, 0.289, 0.686, -1.078, -0.875,
		-3.876, 0.303, 1.299, 1.350,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.156, 0.122, -0.500, 0.779, 0.293, 0.401, -0.346, -0.050, 0.474, -0.198, -0.189, -0.386,
		-0.090, 0.173, 0.817, -0.105, -0.041, -0.019, -0.036, -0.001, -0.004, -0.000, 0.545, 0.169,
		0.005, 0.840, 0.991, -0.013, 0.102, 0.252, -0.294, -0.136, -0.057, 0.183, 0.364, 1.087,
		1.273, 0.581, 0.276, 0.049, 0.030, -1.078, -0.397, -2.835, 0.365, 0.794, 0.746,
	}
}
