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
		0.387, 0.345, -1.472, 0.641, 0.487, 0.658, -0.136, -0.025, 0.152, -0.029, 0.187, -0.441,
		0.096, 0.439, 1.001, -0.400, -0.988, 0.362, -1.331, -0.195, 0.512, -0.118, 1.054, 0.532,
		-0.027, 1.494, 1.449, 0.496, -1.022, -0.348, -0.070, 0.743, 1.137, 1.437, 1.930, 1.517,
		0.375, -0.008, -0.623, 0.541, 0.588, -1.080, 0.289, 0.343, 0.332, -0.589, 0.122, -0.382,
		-1.205, 0.120, -0.377, -0.237, 0.831, -0.762, -0.083, 0.505, -1.981, -1.913, -0.045, -0.564,
		-0.070, 1.186, 0.139, -0.561, 0.231, 0.203, 2.176, -1.588, 0.838, -0.042, 1.000, 0.618,
		0.740, 0.329, -0.607, 0.368, 0.104, 0.576, -1.209, -1.206, -3.817, 0.706, 1.221, 1.635,
	}
}
