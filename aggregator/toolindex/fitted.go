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
		0.186, 0.116, -1.470, 1.159, 0.310, 0.382, -0.214, 0.136, 0.766, 0.188, -0.418, -0.446,
		-0.119, 0.158, 1.161, -0.113, -1.100, 0.124, -1.308, -0.213, 0.435, -0.027, 0.950, 0.534,
		0.116, 1.360, 1.534, 0.188, 1.402, -0.027, -1.313, -0.649, -0.087, 1.096, 0.943, 1.514,
		1.466, 1.051, 0.136, -0.293, -0.356, 0.342, 0.294, -1.026, 0.818, -0.125, -0.009, -0.794,
		-0.220, 0.239, -1.197, -0.507, -0.488, 0.479, 0.769, -0.318, -0.188, 1.244, -1.491, -1.440,
		-0.128, -0.756, -0.010, 0.448, 0.574, -0.351, 0.148, 0.086, -1.034, 1.025, 2.458, -1.460,
		0.258, 0.059, 1.255, 0.648, 0.666, -0.179, 0.032, 0.230, 0.167, 0.559, -1.059, -0.774,
		-3.865, 0.561, 1.157, 1.511,
	}
}
