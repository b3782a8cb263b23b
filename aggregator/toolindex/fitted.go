package toolindex

// fittedFeatures are written by: go test -run TestFit -fit ./aggregator/toolindex. Each is for a query of a few words, and
// what a text adds.
func fittedFeatures() features {
	return features{
		wholeText: 3.06, featureCount + wholeText: -0.41,
		wholeCoverage: 0.56, featureCount + wholeCoverage: 1.03,
		wholeName: -0.89, featureCount + wholeName: -0.70,
		wholeSurface: 1.78, featureCount + wholeSurface: 1.62,
		wholeFirst: 1.51, featureCount + wholeFirst: 0.80,
		partText: 1.49, featureCount + partText: -1.12,
		partCoverage: -1.36, featureCount + partCoverage: -0.17,
		partName: 0.12, featureCount + partName: 0.53,
		partSurface: -0.38, featureCount + partSurface: 0.76,
		partFirst: -0.47, featureCount + partFirst: -0.20,
		partLead: 1.82, featureCount + partLead: 2.25,
		partEarly: 0.44, featureCount + partEarly: 1.24,
		nameMatched: 1.68, featureCount + nameMatched: -0.33,
		firstMatched: 2.37, featureCount + firstMatched: -1.04,
		serverFitting: 1.19, featureCount + serverFitting: 1.69,
		sameAction: 0.28, featureCount + sameAction: -0.26,
		otherAction: -0.98, featureCount + otherAction: 0.94,
		manyAsked: 2.15, featureCount + manyAsked: -2.55,
		oneAsked: -0.60, featureCount + oneAsked: -0.09,
		changesAsked: -0.75, featureCount + changesAsked: 0.73,
		looksAsked: -0.99, featureCount + looksAsked: 0.60,
		destroysUnasked: -0.68, featureCount + destroysUnasked: 1.20,
		rarest: -0.23, featureCount + rarest: 0.56,
		nameSize: -1.38, featureCount + nameSize: 0.42,
		pairs: 0.33, featureCount + pairs: -0.56,
		wholeTopic: 2.23, featureCount + wholeTopic: 0.36,
		partTopic: 0.64, featureCount + partTopic: -0.68,
		serverMatched: 1.77, featureCount + serverMatched: 0.17,
		nameMissing: -1.30, featureCount + nameMissing: 0.27,
	}
}
