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
		-0.109, 2.025, -1.417, 1.991, 0.950, 1.547, -0.304, -0.090, 0.598, -1.393, 1.783, -0.823,
		1.305, -0.394, 4.044, -0.557, -1.161, 0.188, -1.760, -0.072, 0.842, -0.368, 0.656, 2.255,
		0.551, 0.813, 0.446, 0.526, -2.259, -0.528, -0.048, 0.673, 1.217, 0.359, 1.404, -1.483,
		1.114, 0.573, 1.706, -0.571, -0.438, 0.855, -1.694, 1.414, 0.974, -0.462, 2.699, -2.373,
		0.106, 0.783, -1.960, -1.668, -0.216, -1.018, -0.120, 1.177, 1.234, -0.197, 0.135, -0.064,
		3.476, -1.727, 1.574, -1.191, 0.915, 1.742, -1.570, -1.439, -6.117, -0.827, 1.511,
	}
}
