package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.84, featureCount + wholeText: -0.66,
		wholeCoverage: 0.53, featureCount + wholeCoverage: 0.97,
		wholeName: -1.22, featureCount + wholeName: -0.98,
		wholeSurface: 2.18, featureCount + wholeSurface: 1.48,
		wholeFirst: 1.06, featureCount + wholeFirst: 0.47,
		partText: 1.53, featureCount + partText: -1.33,
		partCoverage: -1.21, featureCount + partCoverage: -0.32,
		partName: -0.14, featureCount + partName: 0.13,
		partSurface: 0.03, featureCount + partSurface: 0.60,
		partFirst: -0.84, featureCount + partFirst: -0.77,
		partLead: 1.14, featureCount + partLead: 1.65,
		partEarly: 0.13, featureCount + partEarly: 0.81,
		nameMatched: 0.96, featureCount + nameMatched: -0.14,
		firstMatched: 2.68, featureCount + firstMatched: 0.00,
		serverFitting: 0.26, featureCount + serverFitting: 0.67,
		sameAction: 0.26, featureCount + sameAction: -0.28,
		otherAction: -0.79, featureCount + otherAction: 0.83,
		manyAsked: 1.90, featureCount + manyAsked: -2.06,
		oneAsked: -0.35, featureCount + oneAsked: -0.29,
		changesAsked: -0.68, featureCount + changesAsked: 0.49,
		looksAsked: -1.04, featureCount + looksAsked: 0.50,
		destroysUnasked: -0.47, featureCount + destroysUnasked: 1.19,
		rarest: 0.35, featureCount + rarest: 0.36,
		nameSize: -1.32, featureCount + nameSize: 0.01,
		pairs: -0.08, featureCount + pairs: -0.23,
		wholeTopic: 2.29, featureCount + wholeTopic: 0.33,
		partTopic: 1.27, featureCount + partTopic: -0.38,
		serverMatched: 1.86, featureCount + serverMatched: 0.15,
		nameMissing: -0.85, featureCount + nameMissing: 0.04,
		paramMatched: -0.05, featureCount + paramMatched: 0.62,
		wholeParam: 0.13, featureCount + wholeParam: 1.48,
		phrase: 1.07, featureCount + phrase: 0.76,
		phraseFirst: 1.61, featureCount + phraseFirst: 0.44,
		textServer: -1.07, featureCount + textServer: -1.30,
		leadServer: 0.86, featureCount + leadServer: 1.12,
		nameServer: 1.04, featureCount + nameServer: 0.20,
		textName: 1.31, featureCount + textName: -0.60,
		leadName: 0.29, featureCount + leadName: -0.17,
		nameFirst: -0.40, featureCount + nameFirst: -2.12,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.026, 0.878, -0.890, 1.454, 0.640, 0.794, 0.049, -0.277, 0.915, -0.849, 0.248, -0.352,
		0.376, 0.188, 1.623, -0.530, -0.820, -0.047, -1.560, -0.095, 0.461, -0.209, 0.387, 0.298,
		0.377, 0.314, 0.232, 0.575, -0.919, -0.110, -0.416, 0.764, 0.992, 1.322, 2.196, 0.899,
		-0.248, -0.067, -0.123, 0.150, 0.554, -0.816, 0.708, 0.236, 1.068, 0.128, -0.104, 0.835,
		-0.714, 0.398, 0.375, 0.372, 1.236, -1.262, 0.195, 0.153, -1.167, -0.959, 0.060, -0.352,
		-0.098, 0.739, 0.355, 0.152, -0.018, -0.050, 2.151, -0.975, 0.934, -0.476, 0.843, 0.803,
		0.410, -0.456, -0.672, -0.178, 0.427, 0.895, -0.497, -0.481, -5.003, -0.540, 1.309,
	}
}
