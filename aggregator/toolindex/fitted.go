package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.63, featureCount + wholeText: -0.63,
		wholeCoverage: 0.03, featureCount + wholeCoverage: -0.01,
		wholeName: -1.79, featureCount + wholeName: -0.74,
		wholeSurface: 3.18, featureCount + wholeSurface: 0.86,
		wholeFirst: 1.07, featureCount + wholeFirst: 0.24,
		partText: 0.52, featureCount + partText: -1.16,
		partCoverage: -1.65, featureCount + partCoverage: -0.35,
		partName: 0.35, featureCount + partName: 0.83,
		partSurface: -0.30, featureCount + partSurface: 1.03,
		partFirst: -0.83, featureCount + partFirst: -0.71,
		partLead: 1.65, featureCount + partLead: 1.87,
		partEarly: 0.84, featureCount + partEarly: 1.19,
		nameMatched: 0.84, featureCount + nameMatched: 0.31,
		firstMatched: 4.27, featureCount + firstMatched: -0.52,
		serverFitting: -0.08, featureCount + serverFitting: 1.41,
		sameAction: 0.15, featureCount + sameAction: -0.33,
		otherAction: -0.89, featureCount + otherAction: 0.85,
		manyAsked: 1.29, featureCount + manyAsked: -1.39,
		oneAsked: -0.38, featureCount + oneAsked: -0.42,
		changesAsked: -0.80, featureCount + changesAsked: 0.48,
		looksAsked: -0.81, featureCount + looksAsked: 0.60,
		destroysUnasked: -0.39, featureCount + destroysUnasked: 1.18,
		rarest: 0.33, featureCount + rarest: 0.10,
		nameSize: -1.43, featureCount + nameSize: 0.01,
		pairs: -0.14, featureCount + pairs: -0.21,
		wholeTopic: 2.74, featureCount + wholeTopic: 0.39,
		partTopic: 1.57, featureCount + partTopic: -0.31,
		serverMatched: 2.85, featureCount + serverMatched: -1.05,
		nameMissing: -0.30, featureCount + nameMissing: -0.50,
		paramMatched: 0.09, featureCount + paramMatched: 0.34,
		wholeParam: 0.19, featureCount + wholeParam: 1.20,
		phrase: 0.79, featureCount + phrase: 0.75,
		phraseFirst: 1.80, featureCount + phraseFirst: -0.55,
		textServer: -0.58, featureCount + textServer: -1.42,
		leadServer: 0.60, featureCount + leadServer: 0.37,
		nameServer: 0.97, featureCount + nameServer: 0.58,
		textName: 3.20, featureCount + textName: -1.16,
		leadName: -0.02, featureCount + leadName: 0.06,
		nameFirst: -1.87, featureCount + nameFirst: -2.23,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.731, 0.486, -1.267, 1.680, 0.238, 1.340, 0.624, 0.338, -0.006, -0.656, 1.168, -1.697,
		1.595, 0.174, 2.037, -0.582, -1.555, 0.780, -0.812, 0.291, 1.731, -1.217, 0.691, 0.741,
		0.517, 2.368, 1.072, 0.383, -0.515, -0.903, 0.375, 0.388, 1.198, 1.737, 1.963, 2.488,
		-0.097, -1.701, -1.457, 1.260, 1.894, -2.511, 1.552, 0.817, 2.087, -0.114, -0.389, -0.902,
		-3.240, 1.814, -0.768, 0.583, 1.138, -2.561, 0.167, 1.328, -3.161, -4.135, -1.366, -2.611,
		-0.303, 0.987, 0.769, -1.430, -0.314, -1.253, 3.017, -2.559, 1.728, -1.759, 2.566, 1.427,
		1.043, -1.354, -3.108, 1.779, -0.068, 2.233, 0.271, 0.519, -8.109, -0.076, 1.690,
	}
}
