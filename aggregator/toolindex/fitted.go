package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.88, featureCount + wholeText: -0.56,
		wholeCoverage: 0.31, featureCount + wholeCoverage: 0.65,
		wholeName: -2.00, featureCount + wholeName: -1.01,
		wholeSurface: 3.09, featureCount + wholeSurface: 0.37,
		wholeFirst: 0.97, featureCount + wholeFirst: 0.01,
		partText: 0.76, featureCount + partText: -1.09,
		partCoverage: -1.81, featureCount + partCoverage: -0.55,
		partName: 0.60, featureCount + partName: 0.15,
		partSurface: -0.17, featureCount + partSurface: 1.20,
		partFirst: -0.97, featureCount + partFirst: -0.63,
		partLead: 1.83, featureCount + partLead: 2.12,
		partEarly: 0.91, featureCount + partEarly: 1.31,
		nameMatched: 0.94, featureCount + nameMatched: 0.29,
		firstMatched: 4.36, featureCount + firstMatched: -0.68,
		serverFitting: 0.30, featureCount + serverFitting: 1.49,
		sameAction: 0.25, featureCount + sameAction: -0.32,
		otherAction: -0.77, featureCount + otherAction: 0.80,
		manyAsked: 1.36, featureCount + manyAsked: -1.49,
		oneAsked: -0.45, featureCount + oneAsked: -0.16,
		changesAsked: -0.85, featureCount + changesAsked: 0.66,
		looksAsked: -0.85, featureCount + looksAsked: 0.55,
		destroysUnasked: -0.40, featureCount + destroysUnasked: 1.17,
		rarest: 0.43, featureCount + rarest: -0.12,
		nameSize: -1.21, featureCount + nameSize: 0.06,
		pairs: 0.26, featureCount + pairs: -0.54,
		wholeTopic: 2.76, featureCount + wholeTopic: 0.45,
		partTopic: 1.31, featureCount + partTopic: -0.47,
		serverMatched: 2.69, featureCount + serverMatched: -0.75,
		nameMissing: -0.35, featureCount + nameMissing: -0.59,
		paramMatched: -0.03, featureCount + paramMatched: 0.60,
		wholeParam: 0.27, featureCount + wholeParam: 1.42,
		phrase: 1.06, featureCount + phrase: 0.46,
		phraseFirst: 1.85, featureCount + phraseFirst: -0.20,
		textServer: -1.07, featureCount + textServer: -2.14,
		leadServer: 0.38, featureCount + leadServer: 0.30,
		nameServer: 0.97, featureCount + nameServer: 0.70,
		textName: 3.06, featureCount + textName: -1.53,
		leadName: -0.05, featureCount + leadName: 0.04,
		nameFirst: -1.57, featureCount + nameFirst: -2.41,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.107, 0.527, -0.773, 1.277, 0.601, 1.236, -0.315, -0.034, 0.848, -1.094, 0.267, -1.012,
		0.793, -0.332, 1.729, -0.543, -1.073, 0.276, -1.436, -0.097, 0.883, -0.294, 0.463, 0.653,
		0.261, 0.850, 0.540, 0.634, -0.937, -0.419, -0.120, 0.741, 1.132, 1.864, 2.195, 1.750,
		-0.387, -0.803, -0.381, 0.197, 0.431, -1.468, 0.639, 0.011, 1.536, -0.050, -0.324, 1.160,
		-1.231, 1.173, 0.198, -0.027, 1.718, -1.868, 0.215, 0.363, -1.957, -0.665, 0.292, -0.554,
		-0.088, 1.098, 0.409, -0.115, 0.087, -0.121, 2.953, -1.290, 1.577, -0.429, 1.300, 1.278,
		0.452, -0.264, -1.203, -0.586, 0.227, 1.335, -0.329, -0.536, -5.748, -0.128, 0.892,
	}
}
