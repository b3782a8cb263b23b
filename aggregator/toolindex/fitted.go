package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.48, featureCount + wholeText: -0.77,
		wholeCoverage: 0.14, featureCount + wholeCoverage: -0.01,
		wholeName: -1.71, featureCount + wholeName: -0.84,
		wholeSurface: 3.21, featureCount + wholeSurface: 0.77,
		wholeFirst: 1.27, featureCount + wholeFirst: 0.16,
		partText: 0.54, featureCount + partText: -1.02,
		partCoverage: -1.87, featureCount + partCoverage: -0.50,
		partName: 0.26, featureCount + partName: 0.73,
		partSurface: -0.26, featureCount + partSurface: 1.09,
		partFirst: -0.87, featureCount + partFirst: -0.66,
		partLead: 1.58, featureCount + partLead: 1.83,
		partEarly: 0.94, featureCount + partEarly: 1.19,
		nameMatched: 0.91, featureCount + nameMatched: 0.38,
		firstMatched: 4.20, featureCount + firstMatched: -0.42,
		serverFitting: -0.07, featureCount + serverFitting: 1.42,
		sameAction: 0.25, featureCount + sameAction: -0.41,
		otherAction: -0.92, featureCount + otherAction: 0.92,
		manyAsked: 1.42, featureCount + manyAsked: -1.49,
		oneAsked: -0.50, featureCount + oneAsked: -0.13,
		changesAsked: -0.99, featureCount + changesAsked: 0.53,
		looksAsked: -0.83, featureCount + looksAsked: 0.65,
		destroysUnasked: -0.44, featureCount + destroysUnasked: 1.54,
		rarest: 0.49, featureCount + rarest: 0.27,
		nameSize: -1.30, featureCount + nameSize: -0.03,
		pairs: -0.35, featureCount + pairs: 0.04,
		wholeTopic: 3.05, featureCount + wholeTopic: 0.42,
		partTopic: 1.55, featureCount + partTopic: -0.51,
		serverMatched: 2.75, featureCount + serverMatched: -1.01,
		nameMissing: -0.22, featureCount + nameMissing: -0.64,
		paramMatched: 0.04, featureCount + paramMatched: 0.42,
		wholeParam: 0.19, featureCount + wholeParam: 1.23,
		phrase: 0.74, featureCount + phrase: 0.94,
		phraseFirst: 1.73, featureCount + phraseFirst: -0.51,
		textServer: -0.61, featureCount + textServer: -1.42,
		leadServer: 0.61, featureCount + leadServer: 0.37,
		nameServer: 0.98, featureCount + nameServer: 0.51,
		textName: 3.36, featureCount + textName: -1.30,
		leadName: -0.10, featureCount + leadName: 0.07,
		nameFirst: -1.98, featureCount + nameFirst: -2.20,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.399, 0.355, -1.516, 0.642, 0.449, 0.665, -0.140, -0.054, 0.173, -0.042, 0.095, -0.455,
		0.118, 0.394, 1.080, -0.406, -1.012, 0.346, -1.327, -0.197, 0.401, -0.119, 1.145, 0.532,
		-0.042, 1.521, 1.471, 0.568, -1.041, -0.347, 0.054, 0.751, 1.132, 1.459, 1.868, 1.565,
		0.364, -0.105, -0.651, 0.534, 0.565, -1.092, 0.261, 0.330, 0.333, -0.604, 0.134, -0.373,
		-1.194, 0.085, -0.388, -0.211, 0.863, -0.744, -0.059, 0.566, -1.826, -1.912, -0.066, -0.406,
		-0.070, 1.166, 0.126, -0.565, 0.248, 0.217, 2.144, -1.612, 0.804, -0.036, 1.036, 0.652,
		0.739, 0.313, -0.559, 0.376, 0.079, 0.629, -1.198, -1.217, -3.806, 0.719, 1.228, 1.681,
	}
}
