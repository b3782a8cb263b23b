package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.03, featureCount + wholeText: -0.72,
		wholeCoverage: 0.88, featureCount + wholeCoverage: 1.11,
		wholeName: -2.37, featureCount + wholeName: -0.97,
		wholeSurface: 2.80, featureCount + wholeSurface: 0.59,
		wholeFirst: 1.05, featureCount + wholeFirst: 0.18,
		partText: 0.18, featureCount + partText: -1.17,
		partCoverage: -1.59, featureCount + partCoverage: -0.38,
		partName: 0.58, featureCount + partName: 0.34,
		partSurface: -0.14, featureCount + partSurface: 1.41,
		partFirst: -1.00, featureCount + partFirst: -0.49,
		partLead: 1.55, featureCount + partLead: 1.82,
		partEarly: 1.18, featureCount + partEarly: 1.25,
		nameMatched: 1.01, featureCount + nameMatched: 0.13,
		firstMatched: 4.46, featureCount + firstMatched: -0.95,
		serverFitting: 0.26, featureCount + serverFitting: 1.12,
		sameAction: 0.24, featureCount + sameAction: -0.30,
		otherAction: -0.82, featureCount + otherAction: 0.85,
		manyAsked: 1.66, featureCount + manyAsked: -1.85,
		oneAsked: -0.45, featureCount + oneAsked: -0.18,
		changesAsked: -0.64, featureCount + changesAsked: 0.41,
		looksAsked: -0.90, featureCount + looksAsked: 0.38,
		destroysUnasked: -0.38, featureCount + destroysUnasked: 1.18,
		rarest: 0.54, featureCount + rarest: -0.31,
		nameSize: -1.20, featureCount + nameSize: -0.05,
		pairs: 0.49, featureCount + pairs: -0.63,
		wholeTopic: 2.10, featureCount + wholeTopic: 0.24,
		partTopic: 0.98, featureCount + partTopic: -0.51,
		serverMatched: 2.64, featureCount + serverMatched: -0.80,
		nameMissing: -0.31, featureCount + nameMissing: -0.73,
		paramMatched: -0.02, featureCount + paramMatched: 0.55,
		wholeParam: 0.40, featureCount + wholeParam: 1.24,
		phrase: 1.08, featureCount + phrase: 0.30,
		phraseFirst: 2.11, featureCount + phraseFirst: -0.28,
		textServer: -1.37, featureCount + textServer: -2.19,
		leadServer: 0.88, featureCount + leadServer: 0.53,
		nameServer: 1.12, featureCount + nameServer: 0.38,
		textName: 3.20, featureCount + textName: -1.18,
		leadName: -0.19, featureCount + leadName: 0.05,
		nameFirst: -1.49, featureCount + nameFirst: -2.40,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.208, 1.069, -1.085, 1.763, 0.776, 1.131, -0.364, -0.092, 0.888, -1.239, -0.006, -0.660,
		0.856, 0.171, 1.997, -0.641, -1.027, -0.087, -1.410, -0.133, 0.675, -0.421, 0.472, 0.591,
		0.333, 0.706, 0.508, 0.751, -1.012, -0.339, -0.504, 0.976, 1.251, 1.650, 2.685, 0.974,
		-0.363, -0.240, -0.416, 0.321, 0.899, -1.306, 1.126, 0.327, 1.489, -0.142, -0.285, 1.026,
		-1.254, 0.212, 0.578, 0.555, 1.609, -1.775, 0.384, 0.551, -1.606, -1.468, 0.068, -0.558,
		-0.171, 1.120, 0.680, 0.094, 0.099, -0.010, 2.720, -1.043, 1.246, -0.801, 1.439, 1.536,
		0.671, -0.725, -1.286, -0.345, 0.268, 0.980, -0.132, -0.151, -6.105, -0.976, 1.688,
	}
}
