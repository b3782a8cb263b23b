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
		-0.109, 2.025, -1.417, 1.991, 0.950, 1.547, -0.304, -0.090, 0.598, -1.393, 1.783, -0.823,
		1.305, -0.394, 4.044, -0.557, -1.161, 0.188, -1.760, -0.072, 0.842, -0.368, 0.656, 2.255,
		0.551, 0.813, 0.446, 0.526, -2.259, -0.528, -0.048, 0.673, 1.217, 0.359, 1.404, -1.483,
		1.114, 0.573, 1.706, -0.571, -0.438, 0.855, -1.694, 1.414, 0.974, -0.462, 2.699, -2.373,
		0.106, 0.783, -1.960, -1.668, -0.216, -1.018, -0.120, 1.177, 1.234, -0.197, 0.135, -0.064,
		3.476, -1.727, 1.574, -1.191, 0.915, 1.742, -1.570, -1.439, -6.117, -0.827, 1.511,
	}
}
