package toolindex

// field is a place in a tool where a word can stand.
type field uint8

const (
	serverField field = iota
	nameField         // name and title
	firstField        // first sentence of the description
	restField         // rest of the description
	paramField        // names of parameters
	noteField         // descriptions, enums and nested names of parameters
	fieldCount
)

// fieldModel is how the words of one field count.
type fieldModel struct {
	weight  float32 // of one word in a field of typical length
	typical float32 // length in words that is neither rewarded nor punished
	length  float32 // 0: length does not matter; 1: a word in a field of double length counts half. BM25's b
}

// model holds the numbers of the ranking. They are constants: fixed ahead, not averages over the tools at hand, so that a
// tool ranks alike however many others there are.
type model struct {
	fields     [fieldCount]fieldModel
	saturation float32 // BM25's k1: how soon more of the same word stops to count

	surface    float32 // extra for a word in the very form of the query ("databases" asks for a list, "database" for one)
	class      float32 // of a word of the same class ("delete" for "remove"), against 1 for the word itself
	correction float32 // of a word that the query seems to have misspelt
	noise      float32 // of the words of asking ("please show me")
	value      float32 // of numbers, which are mostly arguments
	coverage   float32 // share of the score that depends on how much of the query the tool knows at all
	prior      float32 // of the fit between query and the tool's whole server
	whole      float32 // of a query of many sentences taken as one, against 1 for the best of them
}

func standard() model {
	return model{
		fields: [fieldCount]fieldModel{
			serverField: {weight: 2, typical: 2, length: .3},
			nameField:   {weight: 3, typical: 4, length: .9},
			firstField:  {weight: 2, typical: 8, length: .5},
			restField:   {weight: .4, typical: 30, length: .7},
			paramField:  {weight: .7, typical: 6, length: .6},
			noteField:   {weight: .5, typical: 40, length: .6},
		},
		saturation: 1.5,
		surface:    .4,
		class:      .25,
		correction: .4,
		noise:      .3,
		value:      .3,
		coverage:   .25,
		prior:      .3,
		whole:      .75,
	}
}

// weigh returns what one word in the field counts there.
func (f fieldModel) weigh(words int) float32 {
	return f.weight / (1 - f.length + f.length*float32(words)/f.typical)
}

// saturate is the part of BM25 that keeps a word said ten times from counting tenfold.
func (m *model) saturate(sum float32) float32 { return sum * (m.saturation + 1) / (m.saturation + sum) }
