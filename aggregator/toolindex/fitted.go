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
		-0.223, 1.487, -1.145, 2.222, 1.055, 1.692, -0.135, -0.150, 0.526, -1.404, 1.896, -0.675,
		1.347, -0.063, 4.429, -0.599, -1.042, 0.244, -1.816, -0.104, 0.910, -0.465, 0.546, 1.389,
		0.405, 0.729, 0.410, 0.537, -1.450, -0.293, -0.237, 0.847, 1.141, 0.101, 1.219, -2.070,
		1.467, 0.675, 1.641, -0.416, -1.059, 1.036, -1.675, 1.374, 0.819, -0.154, 2.551, -2.467,
		0.197, 0.534, -2.071, -1.634, -0.126, -1.116, -0.196, 0.869, 0.767, -0.060, -0.117, -0.264,
		3.276, -1.909, 1.362, -1.243, 1.188, 1.473, -0.793, -1.059, -7.547, -0.812, 1.626,
	}
}
