package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.53, featureCount + wholeText: -0.99,
		wholeCoverage: 0.06, featureCount + wholeCoverage: -0.01,
		wholeName: -1.00, featureCount + wholeName: -0.99,
		wholeSurface: 2.85, featureCount + wholeSurface: 1.54,
		wholeFirst: 0.83, featureCount + wholeFirst: 0.05,
		partText: 0.89, featureCount + partText: -1.17,
		partCoverage: -1.48, featureCount + partCoverage: -0.16,
		partName: 0.06, featureCount + partName: 0.66,
		partSurface: -0.23, featureCount + partSurface: 0.85,
		partFirst: -0.88, featureCount + partFirst: -0.22,
		partLead: 0.87, featureCount + partLead: 1.64,
		partEarly: 0.65, featureCount + partEarly: 1.25,
		nameMatched: 0.02, featureCount + nameMatched: 0.01,
		firstMatched: 2.47, featureCount + firstMatched: 0.49,
		serverFitting: -0.16, featureCount + serverFitting: 0.83,
		sameAction: 0.20, featureCount + sameAction: -0.33,
		otherAction: -1.17, featureCount + otherAction: 1.14,
		manyAsked: 1.60, featureCount + manyAsked: -1.51,
		oneAsked: -0.71, featureCount + oneAsked: -0.26,
		changesAsked: -1.08, featureCount + changesAsked: 0.69,
		looksAsked: -0.79, featureCount + looksAsked: 0.73,
		destroysUnasked: -0.47, featureCount + destroysUnasked: 1.46,
		rarest: 0.61, featureCount + rarest: 0.40,
		nameSize: -1.42, featureCount + nameSize: 0.27,
		pairs: -0.43, featureCount + pairs: 0.03,
		partTopic: 1.36, featureCount + partTopic: -2.06,
		anyTopic: 2.09, featureCount + anyTopic: -1.04,
		restTopic: 3.39, featureCount + restTopic: -1.79,
		gapTopic: 2.73, featureCount + gapTopic: -0.41,
		serverMatched: 1.93, featureCount + serverMatched: -0.10,
		nameMissing: -0.66, featureCount + nameMissing: -0.23,
		paramMatched: 0.05, featureCount + paramMatched: 0.34,
		wholeParam: 0.16, featureCount + wholeParam: 0.99,
		phrase: 1.20, featureCount + phrase: 1.05,
		phraseFirst: 1.50, featureCount + phraseFirst: -0.38,
		textServer: -0.55, featureCount + textServer: -1.07,
		leadServer: 0.58, featureCount + leadServer: 0.71,
		nameServer: 0.90, featureCount + nameServer: 0.74,
		textName: 2.62, featureCount + textName: -0.76,
		leadName: 0.29, featureCount + leadName: 0.26,
		nameFirst: -0.89, featureCount + nameFirst: -2.00,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.189, 0.170, -1.500, 1.181, 0.343, 0.372, -0.187, 0.192, 0.751, 0.179, -0.412, -0.492,
		-0.095, 0.143, 1.158, -0.113, -1.105, 0.089, -1.401, -0.226, 0.435, -0.028, 0.920, 0.505,
		0.110, 1.318, 1.542, 0.156, 1.422, -0.019, -1.345, -0.671, -0.055, 1.136, 0.931, 1.496,
		1.467, 1.043, 0.094, -0.307, -0.336, 0.361, 0.360, -1.007, 0.854, -0.064, -0.012, -0.763,
		-0.155, 0.234, -1.215, -0.518, -0.543, 0.485, 0.777, -0.298, -0.219, 1.218, -1.481, -1.421,
		-0.093, -0.805, -0.010, 0.445, 0.597, -0.351, 0.122, 0.111, -1.044, 1.033, 2.451, -1.418,
		0.225, 0.120, 1.278, 0.633, 0.665, -0.192, 0.011, 0.206, 0.134, 0.565, -1.056, -0.749,
		-3.850, 0.554, 1.193, 1.505,
	}
}
