package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.62, featureCount + wholeText: -0.63,
		wholeCoverage: 0.05, featureCount + wholeCoverage: -0.01,
		wholeName: -1.79, featureCount + wholeName: -0.75,
		wholeSurface: 3.18, featureCount + wholeSurface: 0.87,
		wholeFirst: 1.07, featureCount + wholeFirst: 0.23,
		partText: 0.52, featureCount + partText: -1.15,
		partCoverage: -1.65, featureCount + partCoverage: -0.37,
		partName: 0.35, featureCount + partName: 0.83,
		partSurface: -0.30, featureCount + partSurface: 1.03,
		partFirst: -0.83, featureCount + partFirst: -0.72,
		partLead: 1.65, featureCount + partLead: 1.89,
		partEarly: 0.84, featureCount + partEarly: 1.17,
		nameMatched: 0.86, featureCount + nameMatched: 0.30,
		firstMatched: 4.26, featureCount + firstMatched: -0.49,
		serverFitting: -0.08, featureCount + serverFitting: 1.41,
		sameAction: 0.12, featureCount + sameAction: -0.29,
		otherAction: -0.91, featureCount + otherAction: 0.90,
		manyAsked: 1.29, featureCount + manyAsked: -1.41,
		oneAsked: -0.39, featureCount + oneAsked: -0.40,
		changesAsked: -0.79, featureCount + changesAsked: 0.39,
		looksAsked: -0.80, featureCount + looksAsked: 0.54,
		destroysUnasked: -0.39, featureCount + destroysUnasked: 1.18,
		rarest: 0.33, featureCount + rarest: 0.10,
		nameSize: -1.40, featureCount + nameSize: -0.00,
		pairs: -0.15, featureCount + pairs: -0.20,
		wholeTopic: 2.73, featureCount + wholeTopic: 0.38,
		partTopic: 1.57, featureCount + partTopic: -0.31,
		serverMatched: 2.85, featureCount + serverMatched: -1.06,
		nameMissing: -0.30, featureCount + nameMissing: -0.52,
		paramMatched: 0.09, featureCount + paramMatched: 0.34,
		wholeParam: 0.19, featureCount + wholeParam: 1.18,
		phrase: 0.79, featureCount + phrase: 0.76,
		phraseFirst: 1.79, featureCount + phraseFirst: -0.52,
		textServer: -0.59, featureCount + textServer: -1.41,
		leadServer: 0.59, featureCount + leadServer: 0.38,
		nameServer: 0.99, featureCount + nameServer: 0.57,
		textName: 3.22, featureCount + textName: -1.18,
		leadName: -0.03, featureCount + leadName: 0.04,
		nameFirst: -1.87, featureCount + nameFirst: -2.24,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.174, 0.650, -1.032, 1.501, 0.255, 0.960, 0.376, -0.021, 0.219, -0.827, 0.831, -1.306,
		1.100, 0.060, 1.881, -0.497, -1.124, 0.324, -1.353, -0.243, 0.939, -0.446, 0.692, 0.366,
		0.154, 1.254, 0.937, 0.470, -0.640, -0.506, -0.093, 0.666, 1.215, 1.668, 1.818, 1.731,
		0.094, -1.029, -0.659, 0.828, 1.049, -0.735, 0.737, 0.343, 1.081, 0.008, -0.085, -0.425,
		-1.581, 1.209, -0.293, 0.364, 0.982, -2.085, -0.006, 0.507, -1.975, -1.828, -0.389, -1.243,
		-0.137, 0.747, 0.166, -0.525, 0.087, -0.127, 2.511, -1.219, 1.022, -0.484, 1.173, 0.850,
		0.698, -1.129, -1.714, 0.767, 0.149, 1.112, -0.004, 0.225, -6.738, -0.029, 1.726,
	}
}
