package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.47, featureCount + wholeText: -0.76,
		wholeCoverage: 0.13, featureCount + wholeCoverage: -0.00,
		wholeName: -1.71, featureCount + wholeName: -0.86,
		wholeSurface: 3.24, featureCount + wholeSurface: 0.79,
		wholeFirst: 1.18, featureCount + wholeFirst: 0.18,
		partText: 0.54, featureCount + partText: -1.03,
		partCoverage: -1.84, featureCount + partCoverage: -0.52,
		partName: 0.29, featureCount + partName: 0.70,
		partSurface: -0.28, featureCount + partSurface: 1.09,
		partFirst: -0.81, featureCount + partFirst: -0.71,
		partLead: 1.57, featureCount + partLead: 1.84,
		partEarly: 0.95, featureCount + partEarly: 1.17,
		nameMatched: 0.90, featureCount + nameMatched: 0.39,
		firstMatched: 4.21, featureCount + firstMatched: -0.41,
		serverFitting: -0.06, featureCount + serverFitting: 1.40,
		sameAction: 0.23, featureCount + sameAction: -0.39,
		otherAction: -0.94, featureCount + otherAction: 0.95,
		manyAsked: 1.42, featureCount + manyAsked: -1.48,
		oneAsked: -0.50, featureCount + oneAsked: -0.13,
		changesAsked: -0.97, featureCount + changesAsked: 0.51,
		looksAsked: -0.83, featureCount + looksAsked: 0.66,
		destroysUnasked: -0.44, featureCount + destroysUnasked: 1.54,
		rarest: 0.52, featureCount + rarest: 0.26,
		nameSize: -1.30, featureCount + nameSize: -0.02,
		pairs: -0.35, featureCount + pairs: 0.04,
		wholeTopic: 3.04, featureCount + wholeTopic: 0.42,
		partTopic: 1.57, featureCount + partTopic: -0.49,
		serverMatched: 2.75, featureCount + serverMatched: -1.01,
		nameMissing: -0.21, featureCount + nameMissing: -0.64,
		paramMatched: 0.05, featureCount + paramMatched: 0.41,
		wholeParam: 0.18, featureCount + wholeParam: 1.24,
		phrase: 0.76, featureCount + phrase: 0.93,
		phraseFirst: 1.77, featureCount + phraseFirst: -0.54,
		textServer: -0.61, featureCount + textServer: -1.41,
		leadServer: 0.60, featureCount + leadServer: 0.37,
		nameServer: 1.00, featureCount + nameServer: 0.54,
		textName: 3.37, featureCount + textName: -1.29,
		leadName: -0.12, featureCount + leadName: 0.07,
		nameFirst: -2.01, featureCount + nameFirst: -2.22,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.401, 0.346, -1.517, 0.656, 0.474, 0.665, -0.142, -0.048, 0.174, -0.046, 0.098, -0.460,
		0.124, 0.391, 1.076, -0.428, -1.021, 0.332, -1.324, -0.171, 0.395, -0.078, 1.128, 0.507,
		-0.043, 1.524, 1.474, 0.564, -1.019, -0.351, 0.061, 0.734, 1.097, 1.460, 1.867, 1.576,
		0.364, -0.089, -0.637, 0.535, 0.570, -1.098, 0.268, 0.341, 0.340, -0.590, 0.132, -0.376,
		-1.193, 0.074, -0.367, -0.220, 0.858, -0.750, -0.016, 0.566, -1.813, -1.907, -0.058, -0.395,
		-0.038, 1.190, 0.095, -0.565, 0.249, 0.218, 2.134, -1.593, 0.783, -0.033, 1.057, 0.649,
		0.740, 0.301, -0.558, 0.382, 0.063, 0.634, -1.197, -1.216, -3.805, 0.713, 1.235, 1.685,
	}
}
