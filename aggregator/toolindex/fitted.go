package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.88, featureCount + wholeText: -0.69,
		wholeCoverage: 0.30, featureCount + wholeCoverage: 0.79,
		wholeName: -0.83, featureCount + wholeName: -1.04,
		wholeSurface: 1.97, featureCount + wholeSurface: 1.30,
		wholeFirst: 1.02, featureCount + wholeFirst: 0.39,
		partText: 1.45, featureCount + partText: -1.38,
		partCoverage: -1.29, featureCount + partCoverage: -0.27,
		partName: 0.02, featureCount + partName: -0.04,
		partSurface: 0.04, featureCount + partSurface: 0.74,
		partFirst: -0.85, featureCount + partFirst: -0.84,
		partLead: 1.98, featureCount + partLead: 2.44,
		partEarly: 0.13, featureCount + partEarly: 0.95,
		nameMatched: 1.72, featureCount + nameMatched: -0.29,
		firstMatched: 2.19, featureCount + firstMatched: -0.98,
		serverFitting: 1.06, featureCount + serverFitting: 1.72,
		sameAction: 0.31, featureCount + sameAction: -0.35,
		otherAction: -0.83, featureCount + otherAction: 0.86,
		manyAsked: 2.01, featureCount + manyAsked: -2.17,
		oneAsked: -0.36, featureCount + oneAsked: -0.25,
		changesAsked: -0.70, featureCount + changesAsked: 0.55,
		looksAsked: -1.07, featureCount + looksAsked: 0.51,
		destroysUnasked: -0.50, featureCount + destroysUnasked: 1.21,
		rarest: 0.34, featureCount + rarest: 0.44,
		nameSize: -1.45, featureCount + nameSize: 0.08,
		pairs: 0.01, featureCount + pairs: -0.35,
		wholeTopic: 2.36, featureCount + wholeTopic: 0.38,
		partTopic: 1.32, featureCount + partTopic: -0.31,
		serverMatched: 1.77, featureCount + serverMatched: 0.13,
		nameMissing: -1.15, featureCount + nameMissing: 0.40,
		paramMatched: -0.07, featureCount + paramMatched: 0.63,
		wholeParam: 0.01, featureCount + wholeParam: 1.52,
		phrase: 1.09, featureCount + phrase: 0.49,
		phraseFirst: 1.72, featureCount + phraseFirst: 0.37,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.297, 1.488, -1.184, 2.197, 1.146, 1.650, -0.163, -0.087, 0.479, -1.319, 1.785, -0.589,
		1.394, -0.251, 4.041, -0.604, -1.031, 0.145, -1.758, -0.186, 0.843, -0.365, 0.450, 1.354,
		0.477, 0.770, 0.486, 0.675, -1.506, -0.264, -0.189, 0.758, 1.101, 0.149, 1.293, -2.053,
		1.497, 0.828, 1.661, -0.415, -1.000, 0.970, -1.559, 1.436, 0.844, -0.122, 2.636, -2.329,
		0.192, 0.590, -1.983, -1.682, -0.085, -1.075, -0.119, 1.012, 0.814, -0.118, -0.077, -0.195,
		3.020, -1.773, 1.364, -1.269, 1.023, 1.402, -1.639, -1.374, -6.067, -0.711, 1.507,
	}
}
