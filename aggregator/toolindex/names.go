package toolindex

var featureNames = []string{"wholeText", "wholeCoverage", "wholeName", "wholeSurface", "wholeFirst", "partText", "partCoverage", "partName", "partSurface", "partFirst", "partLead", "partEarly", "nameMatched", "firstMatched", "serverFitting", "sameAction", "otherAction", "manyAsked", "oneAsked", "changesAsked", "looksAsked", "destroysUnasked", "rarest", "nameSize", "pairs", "wholeTopic", "partTopic", "serverMatched", "nameMissing"}
