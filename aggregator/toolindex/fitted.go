package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.84, featureCount + wholeText: -0.66,
		wholeCoverage: 0.53, featureCount + wholeCoverage: 0.97,
		wholeName: -1.22, featureCount + wholeName: -0.98,
		wholeSurface: 2.18, featureCount + wholeSurface: 1.48,
		wholeFirst: 1.06, featureCount + wholeFirst: 0.47,
		partText: 1.53, featureCount + partText: -1.33,
		partCoverage: -1.21, featureCount + partCoverage: -0.32,
		partName: -0.14, featureCount + partName: 0.13,
		partSurface: 0.03, featureCount + partSurface: 0.60,
		partFirst: -0.84, featureCount + partFirst: -0.77,
		partLead: 1.14, featureCount + partLead: 1.65,
		partEarly: 0.13, featureCount + partEarly: 0.81,
		nameMatched: 0.96, featureCount + nameMatched: -0.14,
		firstMatched: 2.68, featureCount + firstMatched: 0.00,
		serverFitting: 0.26, featureCount + serverFitting: 0.67,
		sameAction: 0.26, featureCount + sameAction: -0.28,
		otherAction: -0.79, featureCount + otherAction: 0.83,
		manyAsked: 1.90, featureCount + manyAsked: -2.06,
		oneAsked: -0.35, featureCount + oneAsked: -0.29,
		changesAsked: -0.68, featureCount + changesAsked: 0.49,
		looksAsked: -1.04, featureCount + looksAsked: 0.50,
		destroysUnasked: -0.47, featureCount + destroysUnasked: 1.19,
		rarest: 0.35, featureCount + rarest: 0.36,
		nameSize: -1.32, featureCount + nameSize: 0.01,
		pairs: -0.08, featureCount + pairs: -0.23,
		wholeTopic: 2.29, featureCount + wholeTopic: 0.33,
		partTopic: 1.27, featureCount + partTopic: -0.38,
		serverMatched: 1.86, featureCount + serverMatched: 0.15,
		nameMissing: -0.85, featureCount + nameMissing: 0.04,
		paramMatched: -0.05, featureCount + paramMatched: 0.62,
		wholeParam: 0.13, featureCount + wholeParam: 1.48,
		phrase: 1.07, featureCount + phrase: 0.76,
		phraseFirst: 1.61, featureCount + phraseFirst: 0.44,
		textServer: -1.07, featureCount + textServer: -1.30,
		leadServer: 0.86, featureCount + leadServer: 1.12,
		nameServer: 1.04, featureCount + nameServer: 0.20,
		textName: 1.31, featureCount + textName: -0.60,
		leadName: 0.29, featureCount + leadName: -0.17,
		nameFirst: -0.40, featureCount + nameFirst: -2.12,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.348, 1.143, -1.119, 1.798, 0.861, 1.124, -0.104, -0.189, 0.867, -1.144, 0.451, -0.678,
		0.773, 0.146, 2.031, -0.557, -0.945, 0.082, -1.637, -0.065, 0.658, -0.340, 0.348, 0.747,
		0.369, 0.460, 0.289, 0.554, -1.094, -0.245, -0.421, 0.944, 1.057, 1.345, 2.583, 1.116,
		-0.354, -0.299, -0.342, 0.132, 0.867, -1.406, 0.962, 0.338, 1.494, -0.023, -0.347, 0.988,
		-1.193, 0.698, 0.517, 0.467, 1.640, -1.779, 0.227, 0.339, -1.674, -1.382, -0.027, -0.648,
		-0.151, 1.018, 0.637, 0.075, -0.070, -0.135, 2.594, -1.457, 1.263, -0.818, 1.199, 1.117,
		0.423, -0.748, -1.311, -0.354, 0.336, 1.132, -0.389, -0.421, -6.228, -0.795, 1.612,
	}
}
