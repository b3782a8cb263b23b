package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.94, featureCount + wholeText: -0.50,
		wholeCoverage: 0.31, featureCount + wholeCoverage: 0.62,
		wholeName: -2.07, featureCount + wholeName: -1.10,
		wholeSurface: 3.05, featureCount + wholeSurface: 0.37,
		wholeFirst: 1.01, featureCount + wholeFirst: -0.05,
		partText: 0.76, featureCount + partText: -1.09,
		partCoverage: -1.79, featureCount + partCoverage: -0.56,
		partName: 0.63, featureCount + partName: 0.12,
		partSurface: -0.16, featureCount + partSurface: 1.22,
		partFirst: -0.97, featureCount + partFirst: -0.67,
		partLead: 1.71, featureCount + partLead: 2.20,
		partEarly: 0.89, featureCount + partEarly: 1.29,
		nameMatched: 0.95, featureCount + nameMatched: 0.19,
		firstMatched: 4.30, featureCount + firstMatched: -0.73,
		serverFitting: 0.22, featureCount + serverFitting: 1.43,
		sameAction: 0.25, featureCount + sameAction: -0.31,
		otherAction: -0.73, featureCount + otherAction: 0.82,
		manyAsked: 1.37, featureCount + manyAsked: -1.46,
		oneAsked: -0.45, featureCount + oneAsked: -0.15,
		changesAsked: -0.70, featureCount + changesAsked: 0.50,
		looksAsked: -0.88, featureCount + looksAsked: 0.27,
		destroysUnasked: -0.36, featureCount + destroysUnasked: 1.21,
		rarest: 0.55, featureCount + rarest: -0.17,
		nameSize: -1.05, featureCount + nameSize: -0.00,
		pairs: 0.22, featureCount + pairs: -0.47,
		wholeTopic: 2.80, featureCount + wholeTopic: 0.40,
		partTopic: 1.37, featureCount + partTopic: -0.51,
		serverMatched: 2.68, featureCount + serverMatched: -0.77,
		nameMissing: -0.39, featureCount + nameMissing: -0.65,
		paramMatched: -0.05, featureCount + paramMatched: 0.60,
		wholeParam: 0.27, featureCount + wholeParam: 1.44,
		phrase: 1.02, featureCount + phrase: 0.43,
		phraseFirst: 1.82, featureCount + phraseFirst: -0.15,
		textServer: -1.04, featureCount + textServer: -2.14,
		leadServer: 0.36, featureCount + leadServer: 0.40,
		nameServer: 1.11, featureCount + nameServer: 0.67,
		textName: 3.12, featureCount + textName: -1.56,
		leadName: -0.12, featureCount + leadName: -0.03,
		nameFirst: -1.51, featureCount + nameFirst: -2.34,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.079, 0.474, -0.708, 1.401, 0.524, 1.464, -0.321, -0.095, 0.941, -1.221, 0.247, -0.932,
		0.726, -0.129, 1.815, -0.735, -1.089, 0.116, -1.406, -0.093, 0.590, -0.380, 0.504, 0.601,
		0.255, 0.860, 0.551, 0.580, -0.933, -0.367, -0.158, 0.888, 1.140, 1.835, 2.112, 1.773,
		-0.446, -0.664, -0.436, 0.301, 0.497, -1.371, 0.736, 0.057, 1.507, -0.179, -0.470, 0.945,
		-1.429, 1.161, 0.240, -0.017, 1.763, -1.789, 0.575, 0.605, -2.039, -1.509, 0.187, -0.426,
		-0.131, 0.862, 0.191, 0.004, 0.090, -0.128, 2.953, -1.421, 1.462, -0.441, 1.344, 1.352,
		0.542, -0.415, -1.186, -0.527, 0.200, 1.216, -0.263, -0.337, -5.843, -0.243, 0.987,
	}
}
