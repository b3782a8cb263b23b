package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.45, featureCount + wholeText: -0.96,
		wholeCoverage: 0.13, featureCount + wholeCoverage: 0.12,
		wholeName: -0.86, featureCount + wholeName: -0.66,
		wholeSurface: 2.78, featureCount + wholeSurface: 1.62,
		wholeFirst: 0.83, featureCount + wholeFirst: 0.14,
		partText: 0.89, featureCount + partText: -1.13,
		partCoverage: -1.44, featureCount + partCoverage: -0.13,
		partName: 0.00, featureCount + partName: 0.69,
		partSurface: -0.16, featureCount + partSurface: 0.89,
		partFirst: -0.98, featureCount + partFirst: -0.33,
		partLead: 0.87, featureCount + partLead: 1.62,
		partEarly: 0.62, featureCount + partEarly: 1.23,
		nameMatched: 0.11, featureCount + nameMatched: 0.04,
		firstMatched: 2.63, featureCount + firstMatched: 0.32,
		serverFitting: -0.09, featureCount + serverFitting: 0.73,
		sameAction: 0.13, featureCount + sameAction: -0.25,
		otherAction: -1.28, featureCount + otherAction: 1.25,
		manyAsked: 1.51, featureCount + manyAsked: -1.43,
		oneAsked: -0.69, featureCount + oneAsked: -0.25,
		changesAsked: -1.18, featureCount + changesAsked: 0.78,
		looksAsked: -0.79, featureCount + looksAsked: 0.67,
		destroysUnasked: -0.36, featureCount + destroysUnasked: 1.48,
		rarest: 0.50, featureCount + rarest: 0.18,
		nameSize: -1.66, featureCount + nameSize: 0.18,
		pairs: -0.35, featureCount + pairs: -0.02,
		partTopic: 1.39, featureCount + partTopic: -2.00,
		anyTopic: 2.07, featureCount + anyTopic: -1.07,
		restTopic: 3.24, featureCount + restTopic: -1.73,
		gapTopic: 2.76, featureCount + gapTopic: -0.44,
		serverMatched: 1.95, featureCount + serverMatched: -0.13,
		nameMissing: -0.66, featureCount + nameMissing: -0.06,
		paramMatched: 0.11, featureCount + paramMatched: 0.31,
		wholeParam: 0.20, featureCount + wholeParam: 0.91,
		phrase: 1.36, featureCount + phrase: 0.85,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.32,
		textServer: -0.67, featureCount + textServer: -1.12,
		leadServer: 0.68, featureCount + leadServer: 0.79,
		nameServer: 0.90, featureCount + nameServer: 0.62,
		textName: 2.42, featureCount + textName: -0.85,
		leadName: 0.31, featureCount + leadName: 0.22,
		nameFirst: -0.79, featureCount + nameFirst: -2.04,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.050, 0.048, -1.360, 1.080, 0.612, 0.360, -0.327, -0.117, 0.513, 0.087, -0.070, -0.516,
		-0.272, 0.067, 1.081, -0.042, -0.962, 0.312, -1.237, 0.219, 0.378, -0.891, 0.549, 0.399,
		0.171, 1.520, 1.720, 0.036, 1.825, -0.028, -1.305, -0.783, -0.357, 0.872, 1.033, 1.469,
		1.525, 1.038, 0.536, -0.045, -0.229, 0.563, 0.438, -0.988, 1.282, 0.040, 0.477, -0.511,
		-0.042, 0.699, -1.158, -0.293, -0.346, 0.264, 0.741, -0.501, -0.329, 0.989, -1.696, -1.625,
		-0.517, -0.845, -0.552, 0.500, 0.659, -0.312, -0.219, -0.208, -1.082, 0.753, 2.308, -1.188,
		0.469, 0.115, 0.999, 0.330, 0.877, -0.231, -0.116, 0.397, 0.292, 0.683, -1.077, -0.877,
		-3.876, 0.305, 1.298, 1.345,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.160, 0.117, -0.506, 0.778, 0.288, 0.412, -0.348, -0.048, 0.470, -0.198, -0.191, -0.387,
		-0.090, 0.171, 0.820, -0.106, -0.041, -0.020, -0.036, -0.001, -0.003, -0.000, 0.543, 0.173,
		0.005, 0.841, 0.985, -0.013, 0.102, 0.250, -0.294, -0.136, -0.055, 0.184, 0.369, 1.088,
		1.274, 0.576, 0.281, 0.054, 0.029, -1.077, -0.398, -2.834, 0.367, 0.794, 0.743,
	}
}
