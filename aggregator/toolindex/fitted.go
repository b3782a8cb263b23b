package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.62, featureCount + wholeText: -0.69,
		wholeCoverage: -0.22, featureCount + wholeCoverage: 0.04,
		wholeName: -1.32, featureCount + wholeName: -1.04,
		wholeSurface: 2.69, featureCount + wholeSurface: 1.65,
		wholeFirst: 0.99, featureCount + wholeFirst: 0.18,
		partText: 1.01, featureCount + partText: -1.14,
		partCoverage: -1.58, featureCount + partCoverage: -0.17,
		partName: 0.12, featureCount + partName: 0.80,
		partSurface: -0.15, featureCount + partSurface: 0.83,
		partFirst: -0.87, featureCount + partFirst: -0.44,
		partLead: 1.03, featureCount + partLead: 1.55,
		partEarly: 0.54, featureCount + partEarly: 1.28,
		nameMatched: 0.11, featureCount + nameMatched: 0.09,
		firstMatched: 2.83, featureCount + firstMatched: 0.38,
		serverFitting: -0.18, featureCount + serverFitting: 0.85,
		sameAction: 0.14, featureCount + sameAction: -0.24,
		otherAction: -1.18, featureCount + otherAction: 1.20,
		manyAsked: 1.30, featureCount + manyAsked: -1.32,
		oneAsked: -0.41, featureCount + oneAsked: -0.36,
		changesAsked: -0.86, featureCount + changesAsked: 0.49,
		looksAsked: -0.76, featureCount + looksAsked: 0.61,
		destroysUnasked: -0.52, featureCount + destroysUnasked: 1.18,
		rarest: 0.28, featureCount + rarest: 0.26,
		nameSize: -1.86, featureCount + nameSize: 0.31,
		pairs: -0.34, featureCount + pairs: 0.04,
		partTopic: 1.27, featureCount + partTopic: -1.98,
		anyTopic: 2.18, featureCount + anyTopic: -0.83,
		restTopic: 3.09, featureCount + restTopic: -1.82,
		gapTopic: 2.69, featureCount + gapTopic: -0.58,
		serverMatched: 2.05, featureCount + serverMatched: -0.26,
		nameMissing: -0.58, featureCount + nameMissing: -0.21,
		paramMatched: 0.04, featureCount + paramMatched: 0.30,
		wholeParam: 0.13, featureCount + wholeParam: 1.19,
		phrase: 1.16, featureCount + phrase: 0.81,
		phraseFirst: 1.47, featureCount + phraseFirst: -0.25,
		textServer: -0.67, featureCount + textServer: -1.02,
		leadServer: 0.62, featureCount + leadServer: 0.63,
		nameServer: 0.92, featureCount + nameServer: 0.75,
		textName: 2.46, featureCount + textName: -0.59,
		leadName: 0.33, featureCount + leadName: 0.29,
		nameFirst: -1.19, featureCount + nameFirst: -2.09,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		-0.412, 0.624, -1.782, 1.522, 1.052, 0.628, 0.071, -0.263, 0.472, -0.504, 0.182, -0.725,
		0.862, -0.573, 2.279, -0.187, -1.110, 0.008, -1.328, -0.639, 0.834, -0.337, 0.601, 0.942,
		0.336, 0.729, 1.482, -0.744, 0.840, 0.215, -1.229, -0.443, -0.542, 0.857, 0.561, 1.976,
		0.787, 0.947, 0.207, -0.455, -0.133, 0.836, 0.754, -0.765, 1.153, 0.030, 0.917, -0.483,
		0.001, 0.197, -2.100, 0.092, -0.129, 0.499, 1.097, -0.719, -0.072, 1.275, -1.265, -1.614,
		0.501, -1.455, -0.091, -0.044, 0.312, -0.206, 0.408, 0.584, -1.357, 0.883, 2.855, -1.729,
		-0.029, -0.426, 1.679, 1.075, 0.928, -1.888, -1.710, 0.662, -0.238, 0.964, 0.228, 1.055,
		-6.654, -0.385, 1.794,
	}
}
