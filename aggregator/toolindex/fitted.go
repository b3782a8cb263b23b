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
		0.401, 0.341, -1.525, 0.649, 0.461, 0.669, -0.147, -0.057, 0.178, -0.043, 0.089, -0.452,
		0.127, 0.408, 1.086, -0.414, -1.020, 0.337, -1.325, -0.198, 0.398, -0.094, 1.136, 0.529,
		-0.045, 1.521, 1.466, 0.567, -1.025, -0.356, 0.059, 0.735, 1.121, 1.463, 1.868, 1.578,
		0.362, -0.092, -0.653, 0.537, 0.564, -1.105, 0.262, 0.326, 0.338, -0.598, 0.117, -0.375,
		-1.205, 0.080, -0.365, -0.218, 0.870, -0.751, -0.048, 0.570, -1.825, -1.908, -0.074, -0.401,
		-0.055, 1.183, 0.127, -0.565, 0.250, 0.215, 2.144, -1.588, 0.807, -0.040, 1.034, 0.651,
		0.742, 0.308, -0.566, 0.374, 0.082, 0.621, -1.197, -1.225, -3.809, 0.713, 1.229, 1.676,
	}
}
