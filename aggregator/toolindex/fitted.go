package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.54, featureCount + wholeText: -0.98,
		wholeCoverage: 0.07, featureCount + wholeCoverage: -0.01,
		wholeName: -1.04, featureCount + wholeName: -0.96,
		wholeSurface: 2.83, featureCount + wholeSurface: 1.53,
		wholeFirst: 0.82, featureCount + wholeFirst: 0.03,
		partText: 0.90, featureCount + partText: -1.17,
		partCoverage: -1.50, featureCount + partCoverage: -0.16,
		partName: 0.11, featureCount + partName: 0.70,
		partSurface: -0.21, featureCount + partSurface: 0.87,
		partFirst: -0.91, featureCount + partFirst: -0.21,
		partLead: 0.88, featureCount + partLead: 1.62,
		partEarly: 0.62, featureCount + partEarly: 1.23,
		nameMatched: 0.01, featureCount + nameMatched: -0.02,
		firstMatched: 2.50, featureCount + firstMatched: 0.46,
		serverFitting: -0.08, featureCount + serverFitting: 0.77,
		sameAction: 0.17, featureCount + sameAction: -0.30,
		otherAction: -1.26, featureCount + otherAction: 1.22,
		manyAsked: 1.58, featureCount + manyAsked: -1.49,
		oneAsked: -0.73, featureCount + oneAsked: -0.30,
		changesAsked: -1.19, featureCount + changesAsked: 0.76,
		looksAsked: -0.75, featureCount + looksAsked: 0.63,
		destroysUnasked: -0.41, featureCount + destroysUnasked: 1.44,
		rarest: 0.64, featureCount + rarest: 0.40,
		nameSize: -1.48, featureCount + nameSize: 0.26,
		pairs: -0.44, featureCount + pairs: 0.06,
		partTopic: 1.33, featureCount + partTopic: -2.07,
		anyTopic: 2.08, featureCount + anyTopic: -1.00,
		restTopic: 3.35, featureCount + restTopic: -1.80,
		gapTopic: 2.77, featureCount + gapTopic: -0.41,
		serverMatched: 1.94, featureCount + serverMatched: -0.10,
		nameMissing: -0.66, featureCount + nameMissing: -0.18,
		paramMatched: 0.02, featureCount + paramMatched: 0.38,
		wholeParam: 0.16, featureCount + wholeParam: 1.05,
		phrase: 1.21, featureCount + phrase: 1.00,
		phraseFirst: 1.51, featureCount + phraseFirst: -0.37,
		textServer: -0.53, featureCount + textServer: -1.07,
		leadServer: 0.59, featureCount + leadServer: 0.68,
		nameServer: 0.92, featureCount + nameServer: 0.70,
		textName: 2.58, featureCount + textName: -0.80,
		leadName: 0.32, featureCount + leadName: 0.26,
		nameFirst: -0.86, featureCount + nameFirst: -1.99,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.166, 0.104, -1.481, 1.125, 0.387, 0.415, -0.157, 0.057, 0.768, 0.158, -0.407, -0.358,
		-0.131, 0.098, 1.127, -0.091, -0.966, 0.162, -1.317, 0.231, 0.447, -0.840, 0.923, 0.561,
		0.142, 1.331, 1.478, 0.199, 1.477, -0.018, -1.327, -0.710, -0.190, 1.066, 0.995, 1.498,
		1.486, 1.047, 0.229, -0.218, -0.305, 0.286, 0.220, -1.031, 0.749, -0.107, 0.068, -0.758,
		-0.203, 0.251, -1.189, -0.518, -0.413, 0.387, 0.827, -0.290, -0.223, 1.024, -1.597, -1.423,
		-0.555, -1.004, -0.542, 0.420, 0.602, -0.296, 0.233, 0.161, -0.949, 1.043, 2.437, -1.401,
		0.394, 0.084, 1.199, 0.606, 0.613, -0.179, -0.059, 0.257, 0.094, 0.604, -1.000, -0.733,
		-3.871, 0.509, 1.158, 1.392,
	}
}
