package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.89, featureCount + wholeText: -0.68,
		wholeCoverage: 0.69, featureCount + wholeCoverage: 0.99,
		wholeName: -1.16, featureCount + wholeName: -0.93,
		wholeSurface: 1.94, featureCount + wholeSurface: 1.49,
		wholeFirst: 1.15, featureCount + wholeFirst: 0.39,
		partText: 1.65, featureCount + partText: -1.21,
		partCoverage: -1.19, featureCount + partCoverage: -0.31,
		partName: -0.21, featureCount + partName: 0.16,
		partSurface: -0.19, featureCount + partSurface: 0.63,
		partFirst: -0.95, featureCount + partFirst: -0.87,
		partLead: 1.08, featureCount + partLead: 1.62,
		partEarly: 0.11, featureCount + partEarly: 0.80,
		nameMatched: 0.91, featureCount + nameMatched: -0.12,
		firstMatched: 2.73, featureCount + firstMatched: -0.02,
		serverFitting: 0.39, featureCount + serverFitting: 0.56,
		sameAction: 0.18, featureCount + sameAction: -0.23,
		otherAction: -0.82, featureCount + otherAction: 0.83,
		manyAsked: 1.91, featureCount + manyAsked: -2.05,
		oneAsked: -0.39, featureCount + oneAsked: -0.28,
		changesAsked: -0.70, featureCount + changesAsked: 0.52,
		looksAsked: -1.00, featureCount + looksAsked: 0.46,
		destroysUnasked: -0.51, featureCount + destroysUnasked: 1.18,
		rarest: 0.27, featureCount + rarest: 0.43,
		nameSize: -1.21, featureCount + nameSize: 0.01,
		pairs: -0.02, featureCount + pairs: -0.26,
		wholeTopic: 2.37, featureCount + wholeTopic: 0.39,
		partTopic: 0.86, featureCount + partTopic: -0.57,
		serverMatched: 1.89, featureCount + serverMatched: 0.10,
		nameMissing: -0.82, featureCount + nameMissing: -0.04,
		paramMatched: 0.06, featureCount + paramMatched: 0.51,
		wholeParam: 0.12, featureCount + wholeParam: 1.20,
		phrase: 0.96, featureCount + phrase: 0.75,
		phraseFirst: 1.68, featureCount + phraseFirst: 0.51,
		textServer: -0.94, featureCount + textServer: -1.28,
		leadServer: 0.87, featureCount + leadServer: 1.08,
		nameServer: 1.07, featureCount + nameServer: 0.23,
		textName: 1.27, featureCount + textName: -0.55,
		leadName: 0.30, featureCount + leadName: -0.13,
		nameFirst: -0.44, featureCount + nameFirst: -2.17,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.023, 1.035, -0.968, 1.343, 0.655, 0.727, 0.137, -0.412, 0.970, -1.124, 0.135, -0.446,
		0.475, 0.197, 1.538, -0.473, -0.786, 0.034, -1.597, -0.148, 0.519, -0.218, 0.576, 0.684,
		0.284, 0.420, 0.196, 0.716, -1.211, -0.299, -0.289, 0.694, 1.172, 1.432, 2.230, 0.931,
		-0.251, 0.035, -0.339, 0.221, 0.599, -0.672, 0.612, 0.343, 1.018, 0.107, -0.131, 0.800,
		-0.895, 0.358, 0.294, 0.343, 1.348, -1.368, 0.113, 0.179, -1.115, -0.968, 0.067, -0.414,
		-0.105, 0.808, 0.525, 0.110, 0.100, -0.046, 2.504, -1.005, 0.969, -0.348, 0.776, 1.050,
		0.508, -0.437, -0.755, -0.148, 0.357, 0.727, -0.375, -0.331, -5.099, -0.726, 1.339,
	}
}
