package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.55, featureCount + wholeText: -1.00,
		wholeCoverage: 0.13, featureCount + wholeCoverage: -0.00,
		wholeName: -1.00, featureCount + wholeName: -1.01,
		wholeSurface: 2.81, featureCount + wholeSurface: 1.53,
		wholeFirst: 0.80, featureCount + wholeFirst: -0.03,
		partText: 0.90, featureCount + partText: -1.17,
		partCoverage: -1.50, featureCount + partCoverage: -0.20,
		partName: 0.10, featureCount + partName: 0.64,
		partSurface: -0.24, featureCount + partSurface: 0.87,
		partFirst: -0.84, featureCount + partFirst: -0.22,
		partLead: 0.83, featureCount + partLead: 1.67,
		partEarly: 0.69, featureCount + partEarly: 1.23,
		nameMatched: 0.02, featureCount + nameMatched: 0.03,
		firstMatched: 2.54, featureCount + firstMatched: 0.46,
		serverFitting: -0.12, featureCount + serverFitting: 0.82,
		sameAction: 0.18, featureCount + sameAction: -0.31,
		otherAction: -1.19, featureCount + otherAction: 1.17,
		manyAsked: 1.58, featureCount + manyAsked: -1.49,
		oneAsked: -0.74, featureCount + oneAsked: -0.24,
		changesAsked: -1.13, featureCount + changesAsked: 0.73,
		looksAsked: -0.80, featureCount + looksAsked: 0.73,
		destroysUnasked: -0.44, featureCount + destroysUnasked: 1.48,
		rarest: 0.63, featureCount + rarest: 0.31,
		nameSize: -1.37, featureCount + nameSize: 0.26,
		pairs: -0.44, featureCount + pairs: 0.05,
		partTopic: 1.40, featureCount + partTopic: -2.06,
		anyTopic: 2.06, featureCount + anyTopic: -1.06,
		restTopic: 3.34, featureCount + restTopic: -1.73,
		gapTopic: 2.72, featureCount + gapTopic: -0.42,
		serverMatched: 1.92, featureCount + serverMatched: -0.09,
		nameMissing: -0.69, featureCount + nameMissing: -0.25,
		paramMatched: 0.03, featureCount + paramMatched: 0.37,
		wholeParam: 0.16, featureCount + wholeParam: 0.96,
		phrase: 1.20, featureCount + phrase: 1.00,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.37,
		textServer: -0.54, featureCount + textServer: -1.09,
		leadServer: 0.56, featureCount + leadServer: 0.73,
		nameServer: 0.90, featureCount + nameServer: 0.72,
		textName: 2.64, featureCount + textName: -0.74,
		leadName: 0.27, featureCount + leadName: 0.26,
		nameFirst: -0.90, featureCount + nameFirst: -2.04,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.046, 0.007, -1.414, 0.949, 0.345, 0.323, -0.233, 0.131, 0.584, 0.143, -0.336, -0.464,
		-0.149, 0.016, 1.087, -0.106, -1.055, 0.188, -1.189, -0.178, 0.567, -0.864, 0.877, 0.440,
		0.149, 1.534, 1.812, -0.077, 1.773, 0.030, -1.346, -0.707, -0.162, 1.121, 1.137, 1.477,
		1.531, 1.015, 0.373, -0.165, -0.278, 0.439, 0.368, -1.002, 1.021, -0.106, 0.159, -0.657,
		-0.217, 0.441, -1.280, -0.464, -0.444, 0.332, 0.773, -0.402, -0.198, 1.071, -1.556, -1.531,
		-0.059, -0.822, -0.562, 0.614, 0.611, -0.339, -0.316, -0.185, -1.301, 0.803, 2.339, -1.270,
		0.374, 0.095, 1.203, 0.466, 0.786, -0.148, -0.149, 0.274, 0.114, 0.618, -0.957, -0.798,
		-3.908, 0.538, 1.298, 1.362,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.130, 0.080, -0.523, 0.667, 0.142, 0.289, -0.327, 0.016, 0.449, -0.194, -0.514, -0.383,
		0.005, 0.154, 0.871, -0.110, -0.043, -0.031, -0.034, -0.006, 0.002, -0.000, 0.817, 0.186,
		0.000, 0.822, 1.045, -0.019, 0.100, 0.271, -0.327, -0.126, -0.022, 0.232, 0.420, 1.084,
		1.320, 0.554, 0.196, -0.064, 0.007, -0.957, -0.362, -2.858, 0.686, 0.837, 0.752,
	}
}
