package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.53, featureCount + wholeText: -0.94,
		wholeCoverage: 0.06, featureCount + wholeCoverage: 0.03,
		wholeName: -1.00, featureCount + wholeName: -0.91,
		wholeSurface: 2.81, featureCount + wholeSurface: 1.60,
		wholeFirst: 0.87, featureCount + wholeFirst: 0.12,
		partText: 0.90, featureCount + partText: -1.20,
		partCoverage: -1.41, featureCount + partCoverage: -0.12,
		partName: 0.13, featureCount + partName: 0.71,
		partSurface: -0.18, featureCount + partSurface: 0.82,
		partFirst: -0.92, featureCount + partFirst: -0.32,
		partLead: 0.89, featureCount + partLead: 1.63,
		partEarly: 0.60, featureCount + partEarly: 1.22,
		nameMatched: -0.00, featureCount + nameMatched: 0.08,
		firstMatched: 2.58, featureCount + firstMatched: 0.46,
		serverFitting: -0.15, featureCount + serverFitting: 0.84,
		sameAction: 0.10, featureCount + sameAction: -0.22,
		otherAction: -1.18, featureCount + otherAction: 1.21,
		manyAsked: 1.46, featureCount + manyAsked: -1.43,
		oneAsked: -0.61, featureCount + oneAsked: -0.56,
		changesAsked: -0.89, featureCount + changesAsked: 0.54,
		looksAsked: -0.78, featureCount + looksAsked: 0.63,
		destroysUnasked: -0.48, featureCount + destroysUnasked: 1.17,
		rarest: 0.41, featureCount + rarest: 0.37,
		nameSize: -1.52, featureCount + nameSize: 0.27,
		pairs: -0.37, featureCount + pairs: 0.06,
		partTopic: 1.38, featureCount + partTopic: -2.08,
		anyTopic: 2.21, featureCount + anyTopic: -0.99,
		restTopic: 3.32, featureCount + restTopic: -1.84,
		gapTopic: 2.79, featureCount + gapTopic: -0.52,
		serverMatched: 1.97, featureCount + serverMatched: -0.13,
		nameMissing: -0.75, featureCount + nameMissing: -0.16,
		paramMatched: 0.10, featureCount + paramMatched: 0.25,
		wholeParam: 0.26, featureCount + wholeParam: 0.96,
		phrase: 1.39, featureCount + phrase: 0.85,
		phraseFirst: 1.45, featureCount + phraseFirst: -0.33,
		textServer: -0.62, featureCount + textServer: -1.12,
		leadServer: 0.58, featureCount + leadServer: 0.71,
		nameServer: 0.86, featureCount + nameServer: 0.76,
		textName: 2.60, featureCount + textName: -0.61,
		leadName: 0.26, featureCount + leadName: 0.23,
		nameFirst: -0.90, featureCount + nameFirst: -2.03,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.556, 0.118, -1.504, 2.009, 0.966, 0.464, -0.239, -0.078, 0.684, -0.604, -0.024, -0.634,
		0.655, -0.418, 2.359, -0.150, -1.168, 0.058, -1.238, -0.617, 0.883, -0.365, 0.735, 0.909,
		0.393, 0.969, 1.583, -0.847, 0.551, -0.063, -0.935, -0.598, -0.405, 0.917, 0.733, 1.934,
		0.598, 0.799, 0.078, -0.128, -0.230, 0.802, 0.871, -0.519, 1.348, 0.396, 0.622, -0.424,
		-0.041, 0.163, -1.951, -0.041, 0.182, 0.550, 1.277, -0.762, -0.108, 1.403, -1.346, -1.636,
		0.435, -1.285, -0.107, 0.176, 0.289, -0.127, 0.461, 0.257, -1.434, 1.209, 3.012, -1.526,
		0.057, -0.426, 1.586, 0.933, 0.940, -1.899, -1.548, 0.633, 0.038, 0.965, 0.381, 0.925,
		-6.659, -0.326, 1.568,
	}
}
