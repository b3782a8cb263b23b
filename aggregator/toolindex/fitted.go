package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.98, featureCount + wholeText: -0.66,
		wholeCoverage: 0.47, featureCount + wholeCoverage: 0.85,
		wholeName: -0.75, featureCount + wholeName: -0.96,
		wholeSurface: 1.77, featureCount + wholeSurface: 1.34,
		wholeFirst: 1.13, featureCount + wholeFirst: 0.33,
		partText: 1.58, featureCount + partText: -1.25,
		partCoverage: -1.28, featureCount + partCoverage: -0.26,
		partName: -0.06, featureCount + partName: 0.00,
		partSurface: -0.20, featureCount + partSurface: 0.77,
		partFirst: -0.97, featureCount + partFirst: -0.95,
		partLead: 1.92, featureCount + partLead: 2.42,
		partEarly: 0.12, featureCount + partEarly: 0.94,
		nameMatched: 1.69, featureCount + nameMatched: -0.25,
		firstMatched: 2.21, featureCount + firstMatched: -1.04,
		serverFitting: 1.20, featureCount + serverFitting: 1.64,
		sameAction: 0.23, featureCount + sameAction: -0.29,
		otherAction: -0.85, featureCount + otherAction: 0.85,
		manyAsked: 2.02, featureCount + manyAsked: -2.16,
		oneAsked: -0.40, featureCount + oneAsked: -0.24,
		changesAsked: -0.72, featureCount + changesAsked: 0.57,
		looksAsked: -1.03, featureCount + looksAsked: 0.47,
		destroysUnasked: -0.54, featureCount + destroysUnasked: 1.20,
		rarest: 0.25, featureCount + rarest: 0.53,
		nameSize: -1.34, featureCount + nameSize: 0.08,
		pairs: 0.08, featureCount + pairs: -0.38,
		wholeTopic: 2.53, featureCount + wholeTopic: 0.45,
		partTopic: 0.93, featureCount + partTopic: -0.51,
		serverMatched: 1.81, featureCount + serverMatched: 0.08,
		nameMissing: -1.12, featureCount + nameMissing: 0.32,
		paramMatched: 0.08, featureCount + paramMatched: 0.49,
		wholeParam: 0.01, featureCount + wholeParam: 1.18,
		phrase: 0.97, featureCount + phrase: 0.49,
		phraseFirst: 1.79, featureCount + phraseFirst: 0.44,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.045, 1.990, -1.394, 2.033, 0.894, 1.586, -0.285, -0.131, 0.639, -1.478, 1.904, -0.897,
		1.274, -0.206, 4.430, -0.556, -1.167, 0.286, -1.817, -0.002, 0.902, -0.483, 0.744, 2.232,
		0.476, 0.759, 0.365, 0.410, -2.144, -0.541, -0.113, 0.751, 1.268, 0.299, 1.317, -1.535,
		1.103, 0.431, 1.685, -0.563, -0.509, 0.932, -1.813, 1.338, 0.936, -0.490, 2.629, -2.503,
		0.114, 0.724, -2.038, -1.624, -0.252, -1.052, -0.209, 1.041, 1.160, -0.135, 0.087, -0.130,
		3.716, -1.863, 1.571, -1.178, 1.088, 1.801, -0.713, -1.117, -7.657, -0.914, 1.624,
	}
}
