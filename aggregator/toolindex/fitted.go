package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.56, featureCount + wholeText: -0.87,
		wholeCoverage: -0.00, featureCount + wholeCoverage: -0.10,
		wholeName: -0.97, featureCount + wholeName: -0.94,
		wholeSurface: 2.90, featureCount + wholeSurface: 1.68,
		wholeFirst: 0.91, featureCount + wholeFirst: 0.12,
		partText: 0.93, featureCount + partText: -1.17,
		partCoverage: -1.43, featureCount + partCoverage: -0.18,
		partName: 0.12, featureCount + partName: 0.71,
		partSurface: -0.15, featureCount + partSurface: 0.82,
		partFirst: -0.89, featureCount + partFirst: -0.34,
		partLead: 0.89, featureCount + partLead: 1.68,
		partEarly: 0.54, featureCount + partEarly: 1.23,
		nameMatched: -0.03, featureCount + nameMatched: 0.00,
		firstMatched: 2.56, featureCount + firstMatched: 0.48,
		serverFitting: -0.18, featureCount + serverFitting: 0.92,
		sameAction: 0.11, featureCount + sameAction: -0.21,
		otherAction: -1.18, featureCount + otherAction: 1.19,
		manyAsked: 1.45, featureCount + manyAsked: -1.45,
		oneAsked: -0.60, featureCount + oneAsked: -0.59,
		changesAsked: -0.90, featureCount + changesAsked: 0.55,
		looksAsked: -0.74, featureCount + looksAsked: 0.60,
		destroysUnasked: -0.49, featureCount + destroysUnasked: 1.16,
		rarest: 0.41, featureCount + rarest: 0.19,
		nameSize: -1.48, featureCount + nameSize: 0.28,
		pairs: -0.40, featureCount + pairs: 0.06,
		partTopic: 1.40, featureCount + partTopic: -2.16,
		anyTopic: 2.32, featureCount + anyTopic: -0.97,
		restTopic: 3.29, featureCount + restTopic: -1.91,
		gapTopic: 2.64, featureCount + gapTopic: -0.53,
		serverMatched: 2.02, featureCount + serverMatched: -0.22,
		nameMissing: -0.78, featureCount + nameMissing: -0.18,
		paramMatched: 0.09, featureCount + paramMatched: 0.25,
		wholeParam: 0.24, featureCount + wholeParam: 0.95,
		phrase: 1.37, featureCount + phrase: 0.87,
		phraseFirst: 1.39, featureCount + phraseFirst: -0.30,
		textServer: -0.69, featureCount + textServer: -1.13,
		leadServer: 0.49, featureCount + leadServer: 0.73,
		nameServer: 0.86, featureCount + nameServer: 0.78,
		textName: 2.60, featureCount + textName: -0.62,
		leadName: 0.30, featureCount + leadName: 0.30,
		nameFirst: -0.92, featureCount + nameFirst: -2.02,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.465, 0.486, -1.640, 1.635, 0.949, 0.671, -0.142, -0.200, 0.557, -0.565, 0.001, -0.596,
		0.613, -0.441, 2.514, -0.293, -1.088, -0.049, -1.200, -0.652, 0.743, -0.356, 0.490, 0.917,
		0.345, 0.754, 1.415, -0.318, 0.608, 0.237, -0.983, -0.591, -0.521, 1.000, 0.596, 1.981,
		0.615, 0.903, 0.365, -0.153, -0.177, 0.838, 0.850, -0.773, 1.326, 0.186, 0.791, -0.642,
		-0.155, 0.242, -2.159, 0.016, -0.035, 0.383, 1.284, -0.860, 0.174, 1.363, -1.194, -1.587,
		0.436, -1.176, -0.107, 0.244, 0.358, -0.138, 0.553, 0.539, -1.522, 1.119, 2.790, -1.541,
		0.093, -0.436, 1.694, 0.916, 1.013, -1.874, -1.639, 0.667, -0.012, 0.956, 0.337, 0.824,
		-6.584, -0.397, 1.720,
	}
}
