package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.47, featureCount + wholeText: -1.05,
		wholeCoverage: 0.18, featureCount + wholeCoverage: 0.05,
		wholeName: -0.91, featureCount + wholeName: -0.84,
		wholeSurface: 2.82, featureCount + wholeSurface: 1.53,
		wholeFirst: 0.93, featureCount + wholeFirst: 0.13,
		partText: 0.89, featureCount + partText: -1.11,
		partCoverage: -1.44, featureCount + partCoverage: -0.16,
		partName: 0.03, featureCount + partName: 0.67,
		partSurface: -0.16, featureCount + partSurface: 0.85,
		partFirst: -0.93, featureCount + partFirst: -0.33,
		partLead: 0.87, featureCount + partLead: 1.65,
		partEarly: 0.62, featureCount + partEarly: 1.22,
		nameMatched: 0.08, featureCount + nameMatched: 0.06,
		firstMatched: 2.48, featureCount + firstMatched: 0.48,
		serverFitting: -0.12, featureCount + serverFitting: 0.81,
		sameAction: 0.19, featureCount + sameAction: -0.30,
		otherAction: -1.17, featureCount + otherAction: 1.16,
		manyAsked: 1.59, featureCount + manyAsked: -1.51,
		oneAsked: -0.74, featureCount + oneAsked: -0.24,
		changesAsked: -1.18, featureCount + changesAsked: 0.77,
		looksAsked: -0.76, featureCount + looksAsked: 0.59,
		destroysUnasked: -0.45, featureCount + destroysUnasked: 1.48,
		rarest: 0.50, featureCount + rarest: 0.32,
		nameSize: -1.51, featureCount + nameSize: 0.25,
		pairs: -0.35, featureCount + pairs: -0.04,
		partTopic: 1.36, featureCount + partTopic: -1.99,
		anyTopic: 2.05, featureCount + anyTopic: -1.08,
		restTopic: 3.37, featureCount + restTopic: -1.76,
		gapTopic: 2.76, featureCount + gapTopic: -0.44,
		serverMatched: 1.87, featureCount + serverMatched: -0.05,
		nameMissing: -0.67, featureCount + nameMissing: -0.17,
		paramMatched: 0.09, featureCount + paramMatched: 0.31,
		wholeParam: 0.15, featureCount + wholeParam: 0.95,
		phrase: 1.19, featureCount + phrase: 1.00,
		phraseFirst: 1.50, featureCount + phraseFirst: -0.37,
		textServer: -0.61, featureCount + textServer: -1.14,
		leadServer: 0.62, featureCount + leadServer: 0.77,
		nameServer: 0.86, featureCount + nameServer: 0.68,
		textName: 2.54, featureCount + textName: -0.82,
		leadName: 0.31, featureCount + leadName: 0.22,
		nameFirst: -0.84, featureCount + nameFirst: -2.01,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.254, 0.135, -1.311, 1.255, 0.436, 0.522, -0.258, -0.177, 0.638, 0.042, -0.168, -0.447,
		-0.155, 0.326, 0.995, -0.092, -1.092, 0.154, -1.261, -0.184, 0.546, -0.907, 0.663, 0.620,
		0.110, 1.314, 1.488, 0.102, 1.541, -0.084, -1.229, -0.787, -0.209, 0.874, 0.783, 1.581,
		1.514, 1.010, 0.321, -0.164, -0.406, 0.336, 0.221, -0.971, 0.874, -0.042, 0.238, -0.734,
		-0.283, 0.273, -1.173, -0.359, -0.453, 0.474, 0.816, -0.448, -0.215, 1.167, -1.554, -1.485,
		-0.135, -0.970, -0.532, 0.355, 0.677, -0.353, 0.207, 0.149, -1.066, 0.965, 2.441, -1.343,
		0.442, -0.011, 1.177, 0.565, 0.650, -0.240, -0.013, 0.291, 0.235, 0.490, -1.060, -0.729,
		-3.882, 0.478, 1.151, 1.460,
	}
}
