package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.47, featureCount + wholeText: -0.76,
		wholeCoverage: 0.13, featureCount + wholeCoverage: -0.00,
		wholeName: -1.71, featureCount + wholeName: -0.83,
		wholeSurface: 3.24, featureCount + wholeSurface: 0.78,
		wholeFirst: 1.19, featureCount + wholeFirst: 0.17,
		partText: 0.54, featureCount + partText: -1.03,
		partCoverage: -1.85, featureCount + partCoverage: -0.51,
		partName: 0.27, featureCount + partName: 0.71,
		partSurface: -0.28, featureCount + partSurface: 1.09,
		partFirst: -0.82, featureCount + partFirst: -0.69,
		partLead: 1.57, featureCount + partLead: 1.84,
		partEarly: 0.95, featureCount + partEarly: 1.18,
		nameMatched: 0.91, featureCount + nameMatched: 0.39,
		firstMatched: 4.21, featureCount + firstMatched: -0.42,
		serverFitting: -0.06, featureCount + serverFitting: 1.41,
		sameAction: 0.24, featureCount + sameAction: -0.39,
		otherAction: -0.92, featureCount + otherAction: 0.93,
		manyAsked: 1.42, featureCount + manyAsked: -1.48,
		oneAsked: -0.50, featureCount + oneAsked: -0.13,
		changesAsked: -1.00, featureCount + changesAsked: 0.54,
		looksAsked: -0.83, featureCount + looksAsked: 0.68,
		destroysUnasked: -0.44, featureCount + destroysUnasked: 1.54,
		rarest: 0.51, featureCount + rarest: 0.25,
		nameSize: -1.30, featureCount + nameSize: -0.03,
		pairs: -0.35, featureCount + pairs: 0.04,
		wholeTopic: 3.03, featureCount + wholeTopic: 0.41,
		partTopic: 1.54, featureCount + partTopic: -0.51,
		serverMatched: 2.75, featureCount + serverMatched: -1.01,
		nameMissing: -0.21, featureCount + nameMissing: -0.64,
		paramMatched: 0.05, featureCount + paramMatched: 0.41,
		wholeParam: 0.19, featureCount + wholeParam: 1.23,
		phrase: 0.76, featureCount + phrase: 0.92,
		phraseFirst: 1.76, featureCount + phraseFirst: -0.54,
		textServer: -0.61, featureCount + textServer: -1.41,
		leadServer: 0.60, featureCount + leadServer: 0.37,
		nameServer: 0.99, featureCount + nameServer: 0.53,
		textName: 3.36, featureCount + textName: -1.30,
		leadName: -0.11, featureCount + leadName: 0.06,
		nameFirst: -2.00, featureCount + nameFirst: -2.22,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.403, 0.344, -1.530, 0.652, 0.469, 0.669, -0.149, -0.052, 0.175, -0.042, 0.089, -0.447,
		0.131, 0.401, 1.083, -0.421, -1.019, 0.332, -1.325, -0.187, 0.395, -0.078, 1.132, 0.526,
		-0.046, 1.522, 1.466, 0.567, -1.023, -0.357, 0.061, 0.744, 1.104, 1.465, 1.866, 1.584,
		0.361, -0.101, -0.648, 0.538, 0.564, -1.108, 0.264, 0.333, 0.340, -0.604, 0.126, -0.377,
		-1.204, 0.076, -0.368, -0.210, 0.868, -0.747, -0.034, 0.567, -1.826, -1.909, -0.081, -0.401,
		-0.038, 1.181, 0.121, -0.567, 0.249, 0.212, 2.141, -1.587, 0.800, -0.037, 1.049, 0.641,
		0.744, 0.305, -0.555, 0.375, 0.068, 0.622, -1.199, -1.221, -3.804, 0.712, 1.236, 1.680,
	}
}
