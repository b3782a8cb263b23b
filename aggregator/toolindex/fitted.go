package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.47, featureCount + wholeText: -1.04,
		wholeCoverage: 0.20, featureCount + wholeCoverage: 0.06,
		wholeName: -0.89, featureCount + wholeName: -0.76,
		wholeSurface: 2.82, featureCount + wholeSurface: 1.51,
		wholeFirst: 0.91, featureCount + wholeFirst: 0.05,
		partText: 0.89, featureCount + partText: -1.10,
		partCoverage: -1.45, featureCount + partCoverage: -0.17,
		partName: 0.03, featureCount + partName: 0.70,
		partSurface: -0.16, featureCount + partSurface: 0.84,
		partFirst: -0.92, featureCount + partFirst: -0.35,
		partLead: 0.86, featureCount + partLead: 1.66,
		partEarly: 0.63, featureCount + partEarly: 1.24,
		nameMatched: 0.08, featureCount + nameMatched: 0.05,
		firstMatched: 2.46, featureCount + firstMatched: 0.46,
		serverFitting: -0.13, featureCount + serverFitting: 0.80,
		sameAction: 0.18, featureCount + sameAction: -0.28,
		otherAction: -1.18, featureCount + otherAction: 1.18,
		manyAsked: 1.59, featureCount + manyAsked: -1.51,
		oneAsked: -0.73, featureCount + oneAsked: -0.24,
		changesAsked: -1.17, featureCount + changesAsked: 0.77,
		looksAsked: -0.76, featureCount + looksAsked: 0.59,
		destroysUnasked: -0.45, featureCount + destroysUnasked: 1.47,
		rarest: 0.50, featureCount + rarest: 0.33,
		nameSize: -1.56, featureCount + nameSize: 0.22,
		pairs: -0.34, featureCount + pairs: -0.04,
		partTopic: 1.36, featureCount + partTopic: -1.99,
		anyTopic: 2.06, featureCount + anyTopic: -1.06,
		restTopic: 3.35, featureCount + restTopic: -1.76,
		gapTopic: 2.78, featureCount + gapTopic: -0.41,
		serverMatched: 1.88, featureCount + serverMatched: -0.06,
		nameMissing: -0.65, featureCount + nameMissing: -0.14,
		paramMatched: 0.10, featureCount + paramMatched: 0.31,
		wholeParam: 0.14, featureCount + wholeParam: 0.94,
		phrase: 1.16, featureCount + phrase: 0.99,
		phraseFirst: 1.52, featureCount + phraseFirst: -0.36,
		textServer: -0.61, featureCount + textServer: -1.13,
		leadServer: 0.63, featureCount + leadServer: 0.81,
		nameServer: 0.85, featureCount + nameServer: 0.66,
		textName: 2.53, featureCount + textName: -0.83,
		leadName: 0.31, featureCount + leadName: 0.22,
		nameFirst: -0.81, featureCount + nameFirst: -1.98,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.250, 0.146, -1.335, 1.245, 0.459, 0.514, -0.247, -0.186, 0.647, 0.027, -0.156, -0.479,
		-0.157, 0.313, 0.987, -0.094, -1.099, 0.144, -1.195, -0.203, 0.548, -0.913, 0.657, 0.660,
		0.110, 1.327, 1.497, 0.077, 1.536, -0.091, -1.243, -0.798, -0.200, 0.865, 0.761, 1.582,
		1.525, 1.003, 0.333, -0.138, -0.442, 0.326, 0.221, -0.992, 0.882, 0.024, 0.240, -0.713,
		-0.294, 0.313, -1.134, -0.355, -0.483, 0.476, 0.856, -0.449, -0.221, 1.176, -1.551, -1.494,
		-0.130, -0.963, -0.537, 0.343, 0.699, -0.355, 0.191, 0.131, -1.042, 0.939, 2.448, -1.386,
		0.427, -0.000, 1.196, 0.594, 0.641, -0.239, -0.015, 0.301, 0.255, 0.483, -1.078, -0.728,
		-3.879, 0.472, 1.136, 1.477,
	}
}
