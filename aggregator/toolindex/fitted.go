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
		0.186, 0.120, -1.470, 1.159, 0.315, 0.382, -0.212, 0.139, 0.765, 0.184, -0.422, -0.436,
		-0.117, 0.158, 1.165, -0.114, -1.097, 0.121, -1.310, -0.213, 0.421, -0.027, 0.945, 0.543,
		0.119, 1.356, 1.532, 0.194, 1.398, -0.026, -1.322, -0.647, -0.086, 1.094, 0.940, 1.513,
		1.462, 1.047, 0.140, -0.295, -0.347, 0.332, 0.294, -1.034, 0.810, -0.126, -0.012, -0.790,
		-0.219, 0.237, -1.203, -0.517, -0.475, 0.471, 0.775, -0.303, -0.186, 1.230, -1.489, -1.441,
		-0.122, -0.790, -0.010, 0.430, 0.599, -0.346, 0.160, 0.100, -1.012, 1.031, 2.461, -1.441,
		0.262, 0.064, 1.258, 0.653, 0.655, -0.190, 0.018, 0.225, 0.150, 0.570, -1.050, -0.761,
		-3.862, 0.562, 1.155, 1.496,
	}
}
