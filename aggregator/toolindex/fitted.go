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
		-0.682, 1.601, -1.509, 1.854, 1.065, 1.310, -0.064, -0.164, 0.935, -1.663, 0.361, -1.124,
		1.094, 0.115, 2.137, -0.511, -1.022, 0.306, -1.645, -0.086, 0.938, -0.485, 0.539, 2.070,
		0.260, 0.814, 0.147, 0.627, -1.916, -0.673, -0.159, 0.897, 1.232, 1.544, 2.918, 1.304,
		-0.424, -0.363, -0.814, 0.235, 1.217, -1.691, 0.916, 0.669, 1.839, -0.275, -0.590, 0.983,
		-1.927, 0.754, 0.516, 0.488, 2.230, -2.275, 0.135, 0.535, -2.023, -1.883, -0.144, -1.061,
		-0.216, 1.305, 1.235, -0.034, 0.189, -0.230, 3.432, -2.167, 1.681, -0.898, 1.296, 1.999,
		0.628, -0.751, -1.994, -0.483, 0.094, 1.068, -0.076, -0.121, -7.156, -1.147, 1.798,
	}
}
