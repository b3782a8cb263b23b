package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.50, featureCount + wholeText: -1.00,
		wholeCoverage: 0.10, featureCount + wholeCoverage: 0.03,
		wholeName: -0.98, featureCount + wholeName: -0.96,
		wholeSurface: 2.87, featureCount + wholeSurface: 1.54,
		wholeFirst: 0.85, featureCount + wholeFirst: 0.10,
		partText: 0.89, featureCount + partText: -1.18,
		partCoverage: -1.48, featureCount + partCoverage: -0.20,
		partName: 0.06, featureCount + partName: 0.65,
		partSurface: -0.21, featureCount + partSurface: 0.79,
		partFirst: -0.90, featureCount + partFirst: -0.30,
		partLead: 0.85, featureCount + partLead: 1.61,
		partEarly: 0.71, featureCount + partEarly: 1.25,
		nameMatched: 0.06, featureCount + nameMatched: 0.08,
		firstMatched: 2.46, featureCount + firstMatched: 0.53,
		serverFitting: -0.15, featureCount + serverFitting: 0.82,
		sameAction: 0.20, featureCount + sameAction: -0.33,
		otherAction: -1.17, featureCount + otherAction: 1.13,
		manyAsked: 1.60, featureCount + manyAsked: -1.53,
		oneAsked: -0.68, featureCount + oneAsked: -0.46,
		changesAsked: -1.08, featureCount + changesAsked: 0.69,
		looksAsked: -0.79, featureCount + looksAsked: 0.71,
		destroysUnasked: -0.52, featureCount + destroysUnasked: 1.53,
		rarest: 0.59, featureCount + rarest: 0.45,
		nameSize: -1.46, featureCount + nameSize: 0.26,
		pairs: -0.43, featureCount + pairs: 0.11,
		partTopic: 1.35, featureCount + partTopic: -2.02,
		anyTopic: 2.09, featureCount + anyTopic: -0.99,
		restTopic: 3.37, featureCount + restTopic: -1.90,
		gapTopic: 2.76, featureCount + gapTopic: -0.41,
		serverMatched: 1.89, featureCount + serverMatched: -0.06,
		nameMissing: -0.66, featureCount + nameMissing: -0.22,
		paramMatched: 0.03, featureCount + paramMatched: 0.35,
		wholeParam: 0.19, featureCount + wholeParam: 1.03,
		phrase: 1.21, featureCount + phrase: 1.08,
		phraseFirst: 1.51, featureCount + phraseFirst: -0.35,
		textServer: -0.61, featureCount + textServer: -1.14,
		leadServer: 0.59, featureCount + leadServer: 0.71,
		nameServer: 0.90, featureCount + nameServer: 0.71,
		textName: 2.64, featureCount + textName: -0.74,
		leadName: 0.26, featureCount + leadName: 0.20,
		nameFirst: -0.92, featureCount + nameFirst: -1.98,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.205, 0.134, -1.480, 1.132, 0.403, 0.368, -0.198, 0.188, 0.759, 0.215, -0.421, -0.544,
		-0.076, 0.110, 1.159, -0.100, -1.058, 0.096, -1.407, -0.346, 0.345, -0.054, 0.913, 0.478,
		0.171, 1.304, 1.549, 0.186, 1.412, 0.004, -1.348, -0.764, 0.206, 1.116, 0.927, 1.509,
		1.448, 1.042, 0.066, -0.341, -0.411, 0.395, 0.372, -0.946, 0.891, -0.060, -0.048, -0.755,
		-0.162, 0.300, -1.283, -0.511, -0.557, 0.549, 0.730, -0.313, -0.235, 1.241, -1.461, -1.450,
		-0.064, -0.724, -0.026, 0.459, 0.535, -0.316, 0.136, 0.162, -0.993, 0.958, 2.469, -1.450,
		0.211, 0.025, 1.254, 0.580, 0.666, -0.220, 0.010, 0.205, 0.143, 0.563, -1.035, -0.718,
		-3.827, 0.554, 1.228, 1.483,
	}
}
