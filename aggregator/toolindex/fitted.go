package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.51, featureCount + wholeText: -0.95,
		wholeCoverage: 0.01, featureCount + wholeCoverage: 0.03,
		wholeName: -0.98, featureCount + wholeName: -0.94,
		wholeSurface: 2.82, featureCount + wholeSurface: 1.63,
		wholeFirst: 0.74, featureCount + wholeFirst: 0.07,
		partText: 0.91, featureCount + partText: -1.17,
		partCoverage: -1.51, featureCount + partCoverage: -0.17,
		partName: 0.06, featureCount + partName: 0.63,
		partSurface: -0.24, featureCount + partSurface: 0.87,
		partFirst: -0.90, featureCount + partFirst: -0.20,
		partLead: 0.87, featureCount + partLead: 1.64,
		partEarly: 0.66, featureCount + partEarly: 1.23,
		nameMatched: 0.05, featureCount + nameMatched: 0.07,
		firstMatched: 2.68, featureCount + firstMatched: 0.34,
		serverFitting: -0.14, featureCount + serverFitting: 0.77,
		sameAction: 0.16, featureCount + sameAction: -0.28,
		otherAction: -1.22, featureCount + otherAction: 1.21,
		manyAsked: 1.54, featureCount + manyAsked: -1.47,
		oneAsked: -0.68, featureCount + oneAsked: -0.28,
		changesAsked: -1.14, featureCount + changesAsked: 0.75,
		looksAsked: -0.78, featureCount + looksAsked: 0.72,
		destroysUnasked: -0.45, featureCount + destroysUnasked: 1.49,
		rarest: 0.56, featureCount + rarest: 0.33,
		nameSize: -1.43, featureCount + nameSize: 0.26,
		pairs: -0.42, featureCount + pairs: 0.02,
		partTopic: 1.38, featureCount + partTopic: -2.06,
		anyTopic: 2.10, featureCount + anyTopic: -1.05,
		restTopic: 3.28, featureCount + restTopic: -1.84,
		gapTopic: 2.70, featureCount + gapTopic: -0.46,
		serverMatched: 1.97, featureCount + serverMatched: -0.13,
		nameMissing: -0.71, featureCount + nameMissing: -0.21,
		paramMatched: 0.05, featureCount + paramMatched: 0.34,
		wholeParam: 0.24, featureCount + wholeParam: 0.91,
		phrase: 1.41, featureCount + phrase: 0.86,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.40,
		textServer: -0.58, featureCount + textServer: -1.09,
		leadServer: 0.63, featureCount + leadServer: 0.72,
		nameServer: 0.92, featureCount + nameServer: 0.74,
		textName: 2.55, featureCount + textName: -0.75,
		leadName: 0.22, featureCount + leadName: 0.23,
		nameFirst: -0.90, featureCount + nameFirst: -2.10,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.056, 0.030, -1.500, 1.059, 0.416, 0.247, -0.291, 0.220, 0.622, 0.182, -0.210, -0.498,
		-0.139, -0.020, 1.094, -0.067, -1.004, 0.298, -1.360, -0.256, 0.532, -0.937, 0.812, 0.241,
		0.192, 1.485, 1.759, 0.085, 1.839, 0.026, -1.371, -0.665, -0.201, 1.026, 1.185, 1.525,
		1.540, 0.947, 0.384, -0.097, -0.271, 0.579, 0.535, -0.980, 1.174, 0.013, 0.175, -0.590,
		0.087, 0.501, -1.107, -0.366, -0.369, 0.360, 0.736, -0.461, -0.354, 1.105, -1.641, -1.571,
		-0.039, -0.968, -0.560, 0.631, 0.538, -0.315, -0.355, -0.233, -0.941, 0.793, 2.666, -1.183,
		0.342, 0.088, 1.024, 0.483, 0.951, -0.187, -0.232, 0.320, 0.211, 0.657, -0.985, -0.814,
		-3.915, 0.314, 1.259, 1.291,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.167, 0.127, -0.545, 0.748, 0.193, 0.237, -0.346, 0.090, 0.485, -0.136, -0.352, -0.381,
		0.019, 0.135, 0.850, -0.125, -0.036, -0.019, -0.038, -0.008, -0.002, -0.000, 0.769, 0.120,
		0.007, 0.784, 1.001, -0.010, 0.103, 0.300, -0.305, -0.122, -0.029, 0.208, 0.437, 1.142,
		1.306, 0.490, 0.207, 0.002, 0.014, -0.985, -0.370, -2.864, 0.379, 0.774, 0.713,
	}
}
