package toolindex

// fittedFeatures are written by make fit-find, like what follows. Each is for a query of a few words, and what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 2.55, featureCount + wholeText: -0.99,
		wholeCoverage: 0.14, featureCount + wholeCoverage: 0.01,
		wholeName: -1.00, featureCount + wholeName: -1.02,
		wholeSurface: 2.81, featureCount + wholeSurface: 1.53,
		wholeFirst: 0.80, featureCount + wholeFirst: -0.03,
		partText: 0.91, featureCount + partText: -1.18,
		partCoverage: -1.49, featureCount + partCoverage: -0.20,
		partName: 0.11, featureCount + partName: 0.64,
		partSurface: -0.25, featureCount + partSurface: 0.87,
		partFirst: -0.84, featureCount + partFirst: -0.23,
		partLead: 0.83, featureCount + partLead: 1.69,
		partEarly: 0.68, featureCount + partEarly: 1.22,
		nameMatched: 0.03, featureCount + nameMatched: 0.04,
		firstMatched: 2.52, featureCount + firstMatched: 0.45,
		serverFitting: -0.11, featureCount + serverFitting: 0.83,
		sameAction: 0.19, featureCount + sameAction: -0.32,
		otherAction: -1.18, featureCount + otherAction: 1.17,
		manyAsked: 1.58, featureCount + manyAsked: -1.49,
		oneAsked: -0.74, featureCount + oneAsked: -0.25,
		changesAsked: -1.13, featureCount + changesAsked: 0.72,
		looksAsked: -0.79, featureCount + looksAsked: 0.73,
		destroysUnasked: -0.45, featureCount + destroysUnasked: 1.48,
		rarest: 0.61, featureCount + rarest: 0.32,
		nameSize: -1.38, featureCount + nameSize: 0.26,
		pairs: -0.44, featureCount + pairs: 0.05,
		partTopic: 1.41, featureCount + partTopic: -2.06,
		anyTopic: 2.07, featureCount + anyTopic: -1.07,
		restTopic: 3.34, featureCount + restTopic: -1.72,
		gapTopic: 2.66, featureCount + gapTopic: -0.42,
		serverMatched: 1.92, featureCount + serverMatched: -0.08,
		nameMissing: -0.69, featureCount + nameMissing: -0.25,
		paramMatched: 0.03, featureCount + paramMatched: 0.36,
		wholeParam: 0.16, featureCount + wholeParam: 0.96,
		phrase: 1.20, featureCount + phrase: 1.00,
		phraseFirst: 1.49, featureCount + phraseFirst: -0.38,
		textServer: -0.54, featureCount + textServer: -1.08,
		leadServer: 0.54, featureCount + leadServer: 0.72,
		nameServer: 0.89, featureCount + nameServer: 0.72,
		textName: 2.64, featureCount + textName: -0.73,
		leadName: 0.24, featureCount + leadName: 0.25,
		nameFirst: -0.89, featureCount + nameFirst: -2.03,
	}
}

// fittedEvidence are the weights by which a first hit is doubted, in the order of evidence.
func fittedEvidence() *evidence {
	return &evidence{
		0.058, -0.067, -1.434, 1.015, 0.303, 0.323, -0.229, 0.076, 0.544, 0.194, -0.350, -0.361,
		-0.057, 0.052, 1.068, -0.109, -1.064, 0.188, -1.187, -0.203, 0.520, -0.879, 0.887, 0.425,
		0.158, 1.500, 1.773, -0.028, 1.817, 0.113, -1.373, -0.705, -0.162, 1.127, 1.093, 1.557,
		1.493, 0.939, 0.369, -0.184, -0.332, 0.475, 0.365, -0.963, 1.005, -0.096, 0.133, -0.627,
		-0.205, 0.295, -1.225, -0.437, -0.342, 0.452, 0.809, -0.443, -0.315, 1.052, -1.542, -1.537,
		-0.028, -0.816, -0.577, 0.699, 0.626, -0.337, -0.352, -0.236, -1.307, 0.829, 2.591, -1.213,
		0.383, 0.115, 1.217, 0.463, 0.886, -0.172, -0.225, 0.288, 0.111, 0.598, -0.948, -0.726,
		-3.933, 0.534, 1.165, 1.414,
	}
}

// fittedTypical is what each term of a judgement adds for a tool that fits, in the mean.
func fittedTypical() [featureCount + evidenceCount]float64 {
	return [featureCount + evidenceCount]float64{
		0.146, 0.038, -0.525, 0.697, 0.124, 0.282, -0.318, -0.002, 0.391, -0.155, -0.515, -0.298,
		0.096, 0.175, 0.835, -0.139, -0.045, -0.030, -0.034, -0.006, 0.000, -0.000, 0.852, 0.184,
		0.002, 0.792, 1.006, -0.017, 0.101, 0.315, -0.327, -0.125, -0.021, 0.234, 0.406, 1.158,
		1.276, 0.488, 0.197, -0.076, -0.010, -0.948, -0.330, -2.877, 0.680, 0.752, 0.781,
	}
}
