package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.94, featureCount + wholeText: -0.50,
		wholeCoverage: 0.31, featureCount + wholeCoverage: 0.62,
		wholeName: -2.07, featureCount + wholeName: -1.11,
		wholeSurface: 3.05, featureCount + wholeSurface: 0.35,
		wholeFirst: 1.02, featureCount + wholeFirst: -0.05,
		partText: 0.76, featureCount + partText: -1.07,
		partCoverage: -1.79, featureCount + partCoverage: -0.56,
		partName: 0.63, featureCount + partName: 0.13,
		partSurface: -0.16, featureCount + partSurface: 1.22,
		partFirst: -0.98, featureCount + partFirst: -0.66,
		partLead: 1.71, featureCount + partLead: 2.20,
		partEarly: 0.89, featureCount + partEarly: 1.29,
		nameMatched: 0.95, featureCount + nameMatched: 0.19,
		firstMatched: 4.30, featureCount + firstMatched: -0.71,
		serverFitting: 0.23, featureCount + serverFitting: 1.44,
		sameAction: 0.25, featureCount + sameAction: -0.31,
		otherAction: -0.71, featureCount + otherAction: 0.78,
		manyAsked: 1.37, featureCount + manyAsked: -1.48,
		oneAsked: -0.45, featureCount + oneAsked: -0.15,
		changesAsked: -0.69, featureCount + changesAsked: 0.49,
		looksAsked: -0.90, featureCount + looksAsked: 0.32,
		destroysUnasked: -0.36, featureCount + destroysUnasked: 1.21,
		rarest: 0.56, featureCount + rarest: -0.18,
		nameSize: -1.04, featureCount + nameSize: 0.00,
		pairs: 0.22, featureCount + pairs: -0.48,
		wholeTopic: 2.80, featureCount + wholeTopic: 0.40,
		partTopic: 1.38, featureCount + partTopic: -0.50,
		serverMatched: 2.68, featureCount + serverMatched: -0.76,
		nameMissing: -0.39, featureCount + nameMissing: -0.66,
		paramMatched: -0.05, featureCount + paramMatched: 0.60,
		wholeParam: 0.27, featureCount + wholeParam: 1.43,
		phrase: 1.02, featureCount + phrase: 0.44,
		phraseFirst: 1.81, featureCount + phraseFirst: -0.15,
		textServer: -1.03, featureCount + textServer: -2.13,
		leadServer: 0.36, featureCount + leadServer: 0.40,
		nameServer: 1.11, featureCount + nameServer: 0.68,
		textName: 3.12, featureCount + textName: -1.58,
		leadName: -0.12, featureCount + leadName: -0.03,
		nameFirst: -1.51, featureCount + nameFirst: -2.35,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.071, 0.541, -0.743, 1.386, 0.511, 1.485, -0.306, -0.103, 0.927, -1.188, 0.254, -0.986,
		0.698, -0.173, 1.773, -0.705, -1.056, 0.200, -1.466, -0.094, 0.582, -0.375, 0.493, 0.573,
		0.249, 0.869, 0.595, 0.527, -0.931, -0.372, -0.130, 0.862, 1.109, 1.787, 2.117, 1.782,
		-0.440, -0.644, -0.408, 0.286, 0.504, -1.391, 0.756, 0.032, 1.545, -0.250, -0.374, 0.925,
		-1.344, 1.196, 0.074, -0.084, 1.764, -1.789, 0.499, 0.549, -1.925, -0.680, 0.094, -0.460,
		-0.127, 0.972, 0.209, 0.014, 0.095, -0.090, 3.013, -1.385, 1.452, -0.430, 1.332, 1.318,
		0.502, -0.325, -1.157, -0.504, 0.228, 1.245, -0.324, -0.430, -5.745, -0.213, 0.952,
	}
}
