package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.46, featureCount + wholeText: -0.96,
		wholeCoverage: 0.12, featureCount + wholeCoverage: 0.12,
		wholeName: -0.85, featureCount + wholeName: -0.68,
		wholeSurface: 2.78, featureCount + wholeSurface: 1.61,
		wholeFirst: 0.82, featureCount + wholeFirst: 0.13,
		partText: 0.91, featureCount + partText: -1.12,
		partCoverage: -1.46, featureCount + partCoverage: -0.14,
		partName: 0.01, featureCount + partName: 0.68,
		partSurface: -0.16, featureCount + partSurface: 0.88,
		partFirst: -0.98, featureCount + partFirst: -0.32,
		partLead: 0.87, featureCount + partLead: 1.62,
		partEarly: 0.63, featureCount + partEarly: 1.24,
		nameMatched: 0.12, featureCount + nameMatched: 0.03,
		firstMatched: 2.64, featureCount + firstMatched: 0.32,
		serverFitting: -0.16, featureCount + serverFitting: 0.77,
		sameAction: 0.12, featureCount + sameAction: -0.25,
		otherAction: -1.28, featureCount + otherAction: 1.22,
		manyAsked: 1.52, featureCount + manyAsked: -1.44,
		oneAsked: -0.68, featureCount + oneAsked: -0.26,
		changesAsked: -1.26, featureCount + changesAsked: 0.90,
		looksAsked: -0.71, featureCount + looksAsked: 0.60,
		destroysUnasked: -0.39, featureCount + destroysUnasked: 1.49,
		rarest: 0.47, featureCount + rarest: 0.21,
		nameSize: -1.61, featureCount + nameSize: 0.17,
		pairs: -0.35, featureCount + pairs: -0.03,
		partTopic: 1.39, featureCount + partTopic: -2.00,
		anyTopic: 2.06, featureCount + anyTopic: -1.07,
		restTopic: 3.27, featureCount + restTopic: -1.74,
		gapTopic: 2.74, featureCount + gapTopic: -0.43,
		serverMatched: 1.92, featureCount + serverMatched: -0.10,
		nameMissing: -0.67, featureCount + nameMissing: -0.07,
		paramMatched: 0.11, featureCount + paramMatched: 0.31,
		wholeParam: 0.20, featureCount + wholeParam: 0.91,
		phrase: 1.37, featureCount + phrase: 0.84,
		phraseFirst: 1.50, featureCount + phraseFirst: -0.33,
		textServer: -0.65, featureCount + textServer: -1.10,
		leadServer: 0.69, featureCount + leadServer: 0.81,
		nameServer: 0.91, featureCount + nameServer: 0.63,
		textName: 2.41, featureCount + textName: -0.85,
		leadName: 0.30, featureCount + leadName: 0.21,
		nameFirst: -0.79, featureCount + nameFirst: -2.04,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.064, 0.055, -1.306, 1.043, 0.569, 0.371, -0.312, -0.109, 0.510, 0.060, -0.056, -0.511,
		-0.271, 0.093, 1.061, -0.044, -1.017, 0.307, -1.240, -0.140, 0.552, -0.955, 0.568, 0.391,
		0.171, 1.496, 1.708, 0.032, 1.890, -0.096, -1.335, -0.769, -0.375, 0.858, 1.002, 1.483,
		1.533, 1.047, 0.538, -0.022, -0.252, 0.581, 0.460, -0.987, 1.293, 0.069, 0.469, -0.503,
		-0.077, 0.710, -1.144, -0.300, -0.350, 0.248, 0.757, -0.508, -0.325, 1.093, -1.664, -1.626,
		-0.099, -1.010, -0.556, 0.485, 0.670, -0.308, -0.210, -0.198, -1.068, 0.736, 2.390, -1.168,
		0.459, 0.090, 0.994, 0.335, 0.893, -0.247, -0.123, 0.390, 0.273, 0.678, -1.066, -0.873,
		-3.875, 0.306, 1.288, 1.324,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.172, 0.125, -0.489, 0.761, 0.273, 0.418, -0.336, -0.050, 0.471, -0.210, -0.180, -0.385,
		-0.094, 0.185, 0.798, -0.106, -0.040, -0.020, -0.036, -0.005, -0.002, -0.000, 0.551, 0.172,
		0.005, 0.829, 0.980, -0.013, 0.104, 0.248, -0.297, -0.133, -0.060, 0.182, 0.360, 1.100,
		1.275, 0.579, 0.281, 0.063, 0.022, -1.066, -0.396, -2.834, 0.369, 0.788, 0.732,
	}
}
