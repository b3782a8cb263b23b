package toolindex

// fittedFeatures are written by make fit-find. Each is for a query of a few words, and
// what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 3.17, featureCount + wholeText: -0.53,
		wholeCoverage: 0.61, featureCount + wholeCoverage: 0.95,
		wholeName: -0.57, featureCount + wholeName: -0.85,
		wholeSurface: 1.91, featureCount + wholeSurface: 1.46,
		wholeFirst: 1.66, featureCount + wholeFirst: 0.59,
		partText: 1.54, featureCount + partText: -1.10,
		partCoverage: -1.37, featureCount + partCoverage: -0.20,
		partName: 0.22, featureCount + partName: 0.45,
		partSurface: -0.30, featureCount + partSurface: 0.71,
		partFirst: -0.42, featureCount + partFirst: -0.26,
		partLead: 1.71, featureCount + partLead: 2.34,
		partEarly: 0.30, featureCount + partEarly: 1.24,
		nameMatched: 1.58, featureCount + nameMatched: -0.32,
		firstMatched: 2.22, featureCount + firstMatched: -0.94,
		serverFitting: 1.22, featureCount + serverFitting: 1.70,
		sameAction: 0.29, featureCount + sameAction: -0.27,
		otherAction: -0.96, featureCount + otherAction: 0.96,
		manyAsked: 2.05, featureCount + manyAsked: -2.43,
		oneAsked: -0.54, featureCount + oneAsked: -0.19,
		changesAsked: -0.71, featureCount + changesAsked: 0.68,
		looksAsked: -1.01, featureCount + looksAsked: 0.59,
		destroysUnasked: -0.64, featureCount + destroysUnasked: 1.18,
		rarest: -0.11, featureCount + rarest: 0.60,
		nameSize: -1.40, featureCount + nameSize: 0.43,
		pairs: 0.25, featureCount + pairs: -0.44,
		wholeTopic: 2.35, featureCount + wholeTopic: 0.40,
		partTopic: 0.75, featureCount + partTopic: -0.68,
		serverMatched: 1.77, featureCount + serverMatched: 0.20,
		nameMissing: -1.26, featureCount + nameMissing: 0.22,
	}
}
