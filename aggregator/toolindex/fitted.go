package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.453, featureCount + wholeText: -0.962,
		wholeCoverage: 0.132, featureCount + wholeCoverage: 0.123,
		wholeName: -0.860, featureCount + wholeName: -0.660,
		wholeSurface: 2.780, featureCount + wholeSurface: 1.618,
		wholeFirst: 0.827, featureCount + wholeFirst: 0.135,
		partText: 0.894, featureCount + partText: -1.131,
		partCoverage: -1.439, featureCount + partCoverage: -0.125,
		partName: 0.005, featureCount + partName: 0.690,
		partSurface: -0.156, featureCount + partSurface: 0.893,
		partFirst: -0.978, featureCount + partFirst: -0.330,
		partLead: 0.869, featureCount + partLead: 1.620,
		partEarly: 0.618, featureCount + partEarly: 1.225,
		nameMatched: 0.114, featureCount + nameMatched: 0.041,
		firstMatched: 2.630, featureCount + firstMatched: 0.319,
		serverFitting: -0.088, featureCount + serverFitting: 0.727,
		sameAction: 0.126, featureCount + sameAction: -0.254,
		otherAction: -1.277, featureCount + otherAction: 1.249,
		manyAsked: 1.514, featureCount + manyAsked: -1.427,
		oneAsked: -0.687, featureCount + oneAsked: -0.253,
		changesAsked: -1.176, featureCount + changesAsked: 0.777,
		looksAsked: -0.789, featureCount + looksAsked: 0.673,
		destroysUnasked: -0.364, featureCount + destroysUnasked: 1.484,
		rarest: 0.502, featureCount + rarest: 0.183,
		nameSize: -1.659, featureCount + nameSize: 0.185,
		pairs: -0.346, featureCount + pairs: -0.025,
		partTopic: 1.391, featureCount + partTopic: -1.996,
		anyTopic: 2.068, featureCount + anyTopic: -1.070,
		restTopic: 3.238, featureCount + restTopic: -1.730,
		gapTopic: 2.755, featureCount + gapTopic: -0.439,
		serverMatched: 1.947, featureCount + serverMatched: -0.126,
		nameMissing: -0.659, featureCount + nameMissing: -0.060,
		paramMatched: 0.111, featureCount + paramMatched: 0.314,
		wholeParam: 0.200, featureCount + wholeParam: 0.908,
		phrase: 1.359, featureCount + phrase: 0.854,
		phraseFirst: 1.490, featureCount + phraseFirst: -0.324,
		textServer: -0.671, featureCount + textServer: -1.115,
		leadServer: 0.679, featureCount + leadServer: 0.792,
		nameServer: 0.898, featureCount + nameServer: 0.625,
		textName: 2.418, featureCount + textName: -0.848,
		leadName: 0.309, featureCount + leadName: 0.216,
		nameFirst: -0.786, featureCount + nameFirst: -2.037,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.053, 0.046, -1.361, 1.085, 0.612, 0.362, -0.328, -0.118, 0.516, 0.088, -0.070, -0.517,
		-0.273, 0.063, 1.080, -0.045, -0.964, 0.310, -1.238, 0.218, 0.377, -0.890, 0.546, 0.399,
		0.170, 1.521, 1.722, 0.033, 1.836, -0.027, -1.302, -0.783, -0.353, 0.872, 1.030, 1.471,
		1.524, 1.037, 0.536, -0.044, -0.228, 0.562, 0.435, -0.987, 1.278, 0.039, 0.477, -0.512,
		-0.040, 0.696, -1.159, -0.292, -0.345, 0.264, 0.742, -0.502, -0.324, 0.991, -1.691, -1.624,
		-0.516, -0.844, -0.552, 0.502, 0.657, -0.311, -0.222, -0.210, -1.083, 0.747, 2.307, -1.191,
		0.469, 0.112, 1.000, 0.331, 0.875, -0.231, -0.116, 0.397, 0.293, 0.684, -1.077, -0.877,
		-3.876, 0.303, 1.300, 1.346,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.161, 0.116, -0.506, 0.779, 0.288, 0.414, -0.349, -0.048, 0.471, -0.198, -0.190, -0.387,
		-0.090, 0.170, 0.819, -0.106, -0.041, -0.020, -0.036, -0.001, -0.003, -0.000, 0.542, 0.172,
		0.005, 0.841, 0.985, -0.013, 0.102, 0.250, -0.294, -0.136, -0.054, 0.184, 0.368, 1.089,
		1.274, 0.575, 0.281, 0.055, 0.029, -1.077, -0.398, -2.834, 0.365, 0.795, 0.744,
	}
}
