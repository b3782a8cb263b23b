package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.47, featureCount + wholeText: -1.04,
		wholeCoverage: 0.20, featureCount + wholeCoverage: 0.06,
		wholeName: -0.90, featureCount + wholeName: -0.76,
		wholeSurface: 2.82, featureCount + wholeSurface: 1.51,
		wholeFirst: 0.91, featureCount + wholeFirst: 0.06,
		partText: 0.89, featureCount + partText: -1.11,
		partCoverage: -1.44, featureCount + partCoverage: -0.17,
		partName: 0.04, featureCount + partName: 0.70,
		partSurface: -0.16, featureCount + partSurface: 0.84,
		partFirst: -0.92, featureCount + partFirst: -0.35,
		partLead: 0.85, featureCount + partLead: 1.66,
		partEarly: 0.63, featureCount + partEarly: 1.24,
		nameMatched: 0.08, featureCount + nameMatched: 0.05,
		firstMatched: 2.46, featureCount + firstMatched: 0.46,
		serverFitting: -0.13, featureCount + serverFitting: 0.80,
		sameAction: 0.14, featureCount + sameAction: -0.25,
		otherAction: -1.20, featureCount + otherAction: 1.19,
		manyAsked: 1.57, featureCount + manyAsked: -1.49,
		oneAsked: -0.75, featureCount + oneAsked: -0.22,
		changesAsked: -1.19, featureCount + changesAsked: 0.79,
		looksAsked: -0.76, featureCount + looksAsked: 0.59,
		destroysUnasked: -0.44, featureCount + destroysUnasked: 1.47,
		rarest: 0.50, featureCount + rarest: 0.32,
		nameSize: -1.57, featureCount + nameSize: 0.22,
		pairs: -0.34, featureCount + pairs: -0.04,
		partTopic: 1.36, featureCount + partTopic: -1.99,
		anyTopic: 2.06, featureCount + anyTopic: -1.06,
		restTopic: 3.36, featureCount + restTopic: -1.76,
		gapTopic: 2.77, featureCount + gapTopic: -0.40,
		serverMatched: 1.88, featureCount + serverMatched: -0.06,
		nameMissing: -0.64, featureCount + nameMissing: -0.12,
		paramMatched: 0.10, featureCount + paramMatched: 0.31,
		wholeParam: 0.14, featureCount + wholeParam: 0.94,
		phrase: 1.16, featureCount + phrase: 0.98,
		phraseFirst: 1.52, featureCount + phraseFirst: -0.36,
		textServer: -0.61, featureCount + textServer: -1.13,
		leadServer: 0.63, featureCount + leadServer: 0.81,
		nameServer: 0.85, featureCount + nameServer: 0.66,
		textName: 2.53, featureCount + textName: -0.82,
		leadName: 0.32, featureCount + leadName: 0.23,
		nameFirst: -0.81, featureCount + nameFirst: -1.98,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.250, 0.150, -1.316, 1.252, 0.443, 0.516, -0.237, -0.175, 0.647, 0.031, -0.077, -0.499,
		-0.278, 0.256, 1.025, -0.085, -1.084, 0.167, -1.196, -0.079, 0.534, -0.914, 0.613, 0.632,
		0.115, 1.335, 1.505, 0.040, 1.518, -0.085, -1.241, -0.848, -0.187, 0.850, 0.767, 1.552,
		1.541, 1.012, 0.344, -0.023, -0.452, 0.346, 0.239, -0.946, 0.898, 0.008, 0.247, -0.700,
		-0.266, 0.307, -1.130, -0.274, -0.491, 0.382, 0.824, -0.435, -0.254, 1.163, -1.586, -1.501,
		-0.162, -0.959, -0.538, 0.307, 0.680, -0.354, 0.197, 0.138, -1.067, 0.925, 2.492, -1.385,
		0.430, -0.005, 1.186, 0.592, 0.630, -0.224, -0.017, 0.324, 0.364, 0.499, -1.119, -0.788,
		-3.893, 0.459, 1.134, 1.450,
	}
}
