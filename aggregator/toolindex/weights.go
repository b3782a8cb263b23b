package toolindex

// weights are the numbers of the ranking.
type weights struct {
	surface    float32 // extra for a word in the very form of the query ("databases" asks for a list, "database" for one)
	class      float32 // of a word of the same class ("delete" for "remove"), against 1 for the word itself
	topic      float32 // of what a word is about ("umbrella" is about weather)
	correction float32 // of a word that the query seems to have misspelt
	noise      float32 // of the words of asking ("please show me")
	value      float32 // of numbers, which are mostly arguments
	pair       float32 // of two words that a tool writes as one
	prior      float32 // of the fit between query and the tool's whole server, when candidates are gathered
	whole      float32 // of a query of many sentences taken as one, against 1 for the best of them
	features   features
}

func fitted() *weights {
	return &weights{
		surface: .4, class: .3, topic: .25, correction: .6, noise: .3, value: .4, pair: .4, prior: .3, whole: .75,
		features: fittedFeatures(),
	}
}
