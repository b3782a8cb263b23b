package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.54, featureCount + wholeText: -1.00,
		wholeCoverage: 0.06, featureCount + wholeCoverage: -0.03,
		wholeName: -1.02, featureCount + wholeName: -0.99,
		wholeSurface: 2.85, featureCount + wholeSurface: 1.54,
		wholeFirst: 0.82, featureCount + wholeFirst: 0.02,
		partText: 0.89, featureCount + partText: -1.17,
		partCoverage: -1.50, featureCount + partCoverage: -0.19,
		partName: 0.08, featureCount + partName: 0.67,
		partSurface: -0.22, featureCount + partSurface: 0.85,
		partFirst: -0.88, featureCount + partFirst: -0.23,
		partLead: 0.87, featureCount + partLead: 1.64,
		partEarly: 0.66, featureCount + partEarly: 1.25,
		nameMatched: 0.02, featureCount + nameMatched: 0.02,
		firstMatched: 2.51, featureCount + firstMatched: 0.47,
		serverFitting: -0.13, featureCount + serverFitting: 0.82,
		sameAction: 0.21, featureCount + sameAction: -0.34,
		otherAction: -1.18, featureCount + otherAction: 1.16,
		manyAsked: 1.60, featureCount + manyAsked: -1.51,
		oneAsked: -0.73, featureCount + oneAsked: -0.25,
		changesAsked: -1.14, featureCount + changesAsked: 0.74,
		looksAsked: -0.77, featureCount + looksAsked: 0.71,
		destroysUnasked: -0.46, featureCount + destroysUnasked: 1.45,
		rarest: 0.61, featureCount + rarest: 0.42,
		nameSize: -1.42, featureCount + nameSize: 0.28,
		pairs: -0.43, featureCount + pairs: 0.03,
		partTopic: 1.34, featureCount + partTopic: -2.05,
		anyTopic: 2.08, featureCount + anyTopic: -1.02,
		restTopic: 3.37, featureCount + restTopic: -1.79,
		gapTopic: 2.75, featureCount + gapTopic: -0.41,
		serverMatched: 1.92, featureCount + serverMatched: -0.08,
		nameMissing: -0.68, featureCount + nameMissing: -0.23,
		paramMatched: 0.03, featureCount + paramMatched: 0.36,
		wholeParam: 0.16, featureCount + wholeParam: 0.99,
		phrase: 1.20, featureCount + phrase: 1.03,
		phraseFirst: 1.52, featureCount + phraseFirst: -0.39,
		textServer: -0.53, featureCount + textServer: -1.09,
		leadServer: 0.58, featureCount + leadServer: 0.70,
		nameServer: 0.90, featureCount + nameServer: 0.73,
		textName: 2.61, featureCount + textName: -0.76,
		leadName: 0.29, featureCount + leadName: 0.26,
		nameFirst: -0.89, featureCount + nameFirst: -2.01,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.194, 0.115, -1.467, 1.147, 0.321, 0.394, -0.202, 0.142, 0.769, 0.186, -0.375, -0.424,
		-0.112, 0.174, 1.101, -0.114, -1.074, 0.140, -1.305, -0.211, 0.550, -0.922, 0.893, 0.595,
		0.131, 1.317, 1.539, 0.181, 1.473, -0.053, -1.330, -0.667, -0.166, 1.076, 0.955, 1.514,
		1.496, 1.034, 0.193, -0.243, -0.364, 0.329, 0.273, -1.048, 0.802, -0.140, 0.000, -0.781,
		-0.228, 0.258, -1.205, -0.507, -0.463, 0.450, 0.789, -0.306, -0.203, 1.174, -1.590, -1.432,
		-0.096, -0.963, -0.556, 0.457, 0.617, -0.333, 0.133, 0.147, -1.008, 1.005, 2.459, -1.441,
		0.335, 0.042, 1.224, 0.646, 0.646, -0.188, -0.016, 0.231, 0.121, 0.528, -1.038, -0.727,
		-3.869, 0.539, 1.136, 1.477,
	}
}
