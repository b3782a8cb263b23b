package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.452, featureCount + wholeText: -0.961,
		wholeCoverage: 0.135, featureCount + wholeCoverage: 0.130,
		wholeName: -0.865, featureCount + wholeName: -0.654,
		wholeSurface: 2.775, featureCount + wholeSurface: 1.622,
		wholeFirst: 0.830, featureCount + wholeFirst: 0.140,
		partText: 0.894, featureCount + partText: -1.131,
		partCoverage: -1.437, featureCount + partCoverage: -0.122,
		partName: 0.004, featureCount + partName: 0.695,
		partSurface: -0.157, featureCount + partSurface: 0.897,
		partFirst: -0.981, featureCount + partFirst: -0.333,
		partLead: 0.874, featureCount + partLead: 1.621,
		partEarly: 0.615, featureCount + partEarly: 1.224,
		nameMatched: 0.116, featureCount + nameMatched: 0.038,
		firstMatched: 2.630, featureCount + firstMatched: 0.318,
		serverFitting: -0.085, featureCount + serverFitting: 0.729,
		sameAction: 0.130, featureCount + sameAction: -0.254,
		otherAction: -1.284, featureCount + otherAction: 1.262,
		manyAsked: 1.516, featureCount + manyAsked: -1.430,
		oneAsked: -0.684, featureCount + oneAsked: -0.257,
		changesAsked: -1.183, featureCount + changesAsked: 0.800,
		looksAsked: -0.783, featureCount + looksAsked: 0.664,
		destroysUnasked: -0.363, featureCount + destroysUnasked: 1.484,
		rarest: 0.502, featureCount + rarest: 0.186,
		nameSize: -1.658, featureCount + nameSize: 0.188,
		pairs: -0.347, featureCount + pairs: -0.020,
		partTopic: 1.393, featureCount + partTopic: -1.997,
		anyTopic: 2.066, featureCount + anyTopic: -1.078,
		restTopic: 3.239, featureCount + restTopic: -1.740,
		gapTopic: 2.758, featureCount + gapTopic: -0.429,
		serverMatched: 1.947, featureCount + serverMatched: -0.128,
		nameMissing: -0.662, featureCount + nameMissing: -0.061,
		paramMatched: 0.111, featureCount + paramMatched: 0.316,
		wholeParam: 0.202, featureCount + wholeParam: 0.897,
		phrase: 1.358, featureCount + phrase: 0.859,
		phraseFirst: 1.487, featureCount + phraseFirst: -0.325,
		textServer: -0.674, featureCount + textServer: -1.119,
		leadServer: 0.678, featureCount + leadServer: 0.786,
		nameServer: 0.897, featureCount + nameServer: 0.618,
		textName: 2.418, featureCount + textName: -0.844,
		leadName: 0.310, featureCount + leadName: 0.215,
		nameFirst: -0.786, featureCount + nameFirst: -2.033,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.053, 0.045, -1.360, 1.083, 0.613, 0.361, -0.330, -0.120, 0.515, 0.087, -0.069, -0.519,
		-0.277, 0.060, 1.080, -0.020, -0.961, 0.313, -1.240, 0.216, 0.380, -0.895, 0.547, 0.399,
		0.170, 1.519, 1.723, 0.029, 1.832, -0.029, -1.303, -0.785, -0.357, 0.868, 1.030, 1.472,
		1.524, 1.036, 0.532, -0.047, -0.224, 0.563, 0.435, -0.981, 1.279, 0.037, 0.483, -0.508,
		-0.030, 0.703, -1.156, -0.293, -0.342, 0.269, 0.742, -0.495, -0.379, 0.984, -1.694, -1.627,
		-0.517, -0.857, -0.558, 0.498, 0.663, -0.312, -0.218, -0.201, -1.073, 0.727, 2.312, -1.190,
		0.471, 0.113, 0.997, 0.325, 0.876, -0.235, -0.112, 0.399, 0.295, 0.691, -1.070, -0.868,
		-3.877, 0.305, 1.292, 1.333,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.161, 0.115, -0.505, 0.779, 0.288, 0.415, -0.350, -0.047, 0.472, -0.198, -0.190, -0.388,
		-0.091, 0.168, 0.821, -0.106, -0.041, -0.020, -0.036, -0.001, -0.003, -0.000, 0.541, 0.173,
		0.005, 0.840, 0.988, -0.013, 0.101, 0.251, -0.293, -0.136, -0.055, 0.183, 0.367, 1.090,
		1.272, 0.576, 0.279, 0.054, 0.031, -1.070, -0.394, -2.836, 0.367, 0.791, 0.737,
	}
}
