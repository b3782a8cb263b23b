package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.51, featureCount + wholeText: -0.93,
		wholeCoverage: 0.01, featureCount + wholeCoverage: 0.05,
		wholeName: -0.99, featureCount + wholeName: -0.90,
		wholeSurface: 2.80, featureCount + wholeSurface: 1.62,
		wholeFirst: 0.73, featureCount + wholeFirst: 0.08,
		partText: 0.92, featureCount + partText: -1.16,
		partCoverage: -1.50, featureCount + partCoverage: -0.14,
		partName: 0.09, featureCount + partName: 0.66,
		partSurface: -0.22, featureCount + partSurface: 0.89,
		partFirst: -0.94, featureCount + partFirst: -0.19,
		partLead: 0.88, featureCount + partLead: 1.62,
		partEarly: 0.62, featureCount + partEarly: 1.21,
		nameMatched: 0.05, featureCount + nameMatched: 0.03,
		firstMatched: 2.67, featureCount + firstMatched: 0.34,
		serverFitting: -0.09, featureCount + serverFitting: 0.73,
		sameAction: 0.13, featureCount + sameAction: -0.24,
		otherAction: -1.29, featureCount + otherAction: 1.27,
		manyAsked: 1.52, featureCount + manyAsked: -1.45,
		oneAsked: -0.68, featureCount + oneAsked: -0.33,
		changesAsked: -1.18, featureCount + changesAsked: 0.77,
		looksAsked: -0.75, featureCount + looksAsked: 0.64,
		destroysUnasked: -0.39, featureCount + destroysUnasked: 1.48,
		rarest: 0.60, featureCount + rarest: 0.31,
		nameSize: -1.49, featureCount + nameSize: 0.24,
		pairs: -0.43, featureCount + pairs: 0.05,
		partTopic: 1.37, featureCount + partTopic: -2.08,
		anyTopic: 2.10, featureCount + anyTopic: -1.03,
		restTopic: 3.26, featureCount + restTopic: -1.84,
		gapTopic: 2.73, featureCount + gapTopic: -0.47,
		serverMatched: 1.99, featureCount + serverMatched: -0.15,
		nameMissing: -0.68, featureCount + nameMissing: -0.16,
		paramMatched: 0.04, featureCount + paramMatched: 0.36,
		wholeParam: 0.23, featureCount + wholeParam: 0.97,
		phrase: 1.41, featureCount + phrase: 0.84,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.37,
		textServer: -0.58, featureCount + textServer: -1.07,
		leadServer: 0.63, featureCount + leadServer: 0.71,
		nameServer: 0.94, featureCount + nameServer: 0.71,
		textName: 2.52, featureCount + textName: -0.79,
		leadName: 0.26, featureCount + leadName: 0.23,
		nameFirst: -0.86, featureCount + nameFirst: -2.07,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.011, 0.032, -1.493, 1.003, 0.463, 0.227, -0.296, 0.151, 0.533, 0.205, -0.326, -0.403,
		-0.045, -0.056, 1.090, -0.072, -0.927, 0.365, -1.250, 0.142, 0.461, -0.877, 0.885, 0.325,
		0.213, 1.509, 1.711, -0.004, 1.885, 0.063, -1.390, -0.666, -0.335, 1.053, 1.172, 1.521,
		1.521, 0.985, 0.403, -0.196, -0.209, 0.548, 0.487, -1.017, 1.166, -0.017, 0.289, -0.538,
		0.057, 0.533, -1.088, -0.451, -0.248, 0.342, 0.786, -0.491, -0.300, 0.930, -1.663, -1.538,
		-0.508, -0.955, -0.556, 0.728, 0.527, -0.284, -0.285, -0.239, -1.241, 0.938, 2.615, -1.216,
		0.383, 0.207, 1.034, 0.376, 0.964, -0.189, -0.321, 0.333, 0.047, 0.716, -0.983, -0.784,
		-3.895, 0.336, 1.260, 1.373,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.118, 0.119, -0.547, 0.718, 0.210, 0.258, -0.336, 0.062, 0.441, -0.121, -0.497, -0.297,
		0.071, 0.129, 0.833, -0.115, -0.043, -0.012, -0.035, -0.004, -0.003, -0.000, 0.852, 0.139,
		0.012, 0.817, 0.971, -0.016, 0.108, 0.301, -0.310, -0.117, -0.045, 0.213, 0.419, 1.143,
		1.288, 0.488, 0.217, -0.100, 0.038, -0.983, -0.356, -2.849, 0.406, 0.775, 0.759,
	}
}
