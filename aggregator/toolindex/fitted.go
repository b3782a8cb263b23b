package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.54, featureCount + wholeText: -1.00,
		wholeCoverage: 0.05, featureCount + wholeCoverage: -0.03,
		wholeName: -1.02, featureCount + wholeName: -0.99,
		wholeSurface: 2.85, featureCount + wholeSurface: 1.54,
		wholeFirst: 0.82, featureCount + wholeFirst: 0.03,
		partText: 0.90, featureCount + partText: -1.17,
		partCoverage: -1.50, featureCount + partCoverage: -0.19,
		partName: 0.07, featureCount + partName: 0.67,
		partSurface: -0.22, featureCount + partSurface: 0.85,
		partFirst: -0.88, featureCount + partFirst: -0.23,
		partLead: 0.87, featureCount + partLead: 1.64,
		partEarly: 0.67, featureCount + partEarly: 1.25,
		nameMatched: 0.02, featureCount + nameMatched: 0.02,
		firstMatched: 2.50, featureCount + firstMatched: 0.47,
		serverFitting: -0.13, featureCount + serverFitting: 0.82,
		sameAction: 0.21, featureCount + sameAction: -0.34,
		otherAction: -1.17, featureCount + otherAction: 1.15,
		manyAsked: 1.60, featureCount + manyAsked: -1.51,
		oneAsked: -0.73, featureCount + oneAsked: -0.25,
		changesAsked: -1.10, featureCount + changesAsked: 0.70,
		looksAsked: -0.78, featureCount + looksAsked: 0.72,
		destroysUnasked: -0.46, featureCount + destroysUnasked: 1.46,
		rarest: 0.61, featureCount + rarest: 0.42,
		nameSize: -1.42, featureCount + nameSize: 0.27,
		pairs: -0.43, featureCount + pairs: 0.03,
		partTopic: 1.35, featureCount + partTopic: -2.05,
		anyTopic: 2.08, featureCount + anyTopic: -1.02,
		restTopic: 3.38, featureCount + restTopic: -1.79,
		gapTopic: 2.75, featureCount + gapTopic: -0.41,
		serverMatched: 1.92, featureCount + serverMatched: -0.08,
		nameMissing: -0.67, featureCount + nameMissing: -0.23,
		paramMatched: 0.03, featureCount + paramMatched: 0.36,
		wholeParam: 0.16, featureCount + wholeParam: 1.00,
		phrase: 1.20, featureCount + phrase: 1.03,
		phraseFirst: 1.52, featureCount + phraseFirst: -0.39,
		textServer: -0.53, featureCount + textServer: -1.09,
		leadServer: 0.58, featureCount + leadServer: 0.70,
		nameServer: 0.90, featureCount + nameServer: 0.73,
		textName: 2.62, featureCount + textName: -0.76,
		leadName: 0.28, featureCount + leadName: 0.26,
		nameFirst: -0.89, featureCount + nameFirst: -2.01,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.181, 0.128, -1.492, 1.182, 0.307, 0.370, -0.214, 0.162, 0.766, 0.199, -0.438, -0.440,
		-0.108, 0.177, 1.172, -0.114, -1.105, 0.113, -1.314, -0.192, 0.401, -0.027, 0.950, 0.557,
		0.124, 1.350, 1.542, 0.166, 1.408, -0.025, -1.328, -0.650, -0.097, 1.100, 0.932, 1.518,
		1.457, 1.064, 0.123, -0.325, -0.348, 0.331, 0.301, -1.036, 0.821, -0.120, -0.024, -0.795,
		-0.205, 0.226, -1.190, -0.532, -0.479, 0.487, 0.778, -0.294, -0.189, 1.237, -1.486, -1.437,
		-0.129, -0.778, -0.010, 0.438, 0.603, -0.345, 0.148, 0.119, -1.022, 1.020, 2.464, -1.445,
		0.256, 0.059, 1.263, 0.643, 0.659, -0.204, 0.032, 0.214, 0.130, 0.560, -1.046, -0.751,
		-3.858, 0.554, 1.161, 1.493,
	}
}
