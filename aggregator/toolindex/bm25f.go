package toolindex

import (
	"math"
	"sync"
)

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

// fieldModels are constants, not averages over the tools at hand, so that a tool ranks alike whatever others there are,
// and a server's part of the index depends on that server alone.
func fieldModels() [fieldCount]fieldModel {
	return [fieldCount]fieldModel{
		serverField: {weight: 2, typical: 2, length: .3},
		nameField:   {weight: 3, typical: 4, length: .9},
		firstField:  {weight: 3, typical: 8, length: .5},
		restField:   {weight: .6, typical: 30, length: .7},
		paramField:  {weight: .7, typical: 6, length: .6},
		noteField:   {weight: .5, typical: 40, length: .6},
	}
}

// saturation is BM25's k1: how soon more of the same word stops to count.
const saturation = 1.3

// weigh returns what one word in the field counts there.
func (f fieldModel) weigh(words int) float32 {
	return f.weight / (1 - f.length + f.length*float32(words)/f.typical)
}

// saturate is the part of BM25 that keeps a word said ten times from counting tenfold.
func saturate(sum float32) float32 { return sum * (saturation + 1) / (saturation + sum) }

// rarity is BM25's inverse document frequency of what stands in some of n places, and of as many as are unseen: log(1 + (n-some+.5)/(some+.5)).
func rarity(some, n int) float32 {
	return mostOf(n) - logOf(min(some, n+Unseen))
}

// mostOf is of what a word's rarity is less the more places it has.
func mostOf(n int) float32 { return float32(math.Log(float64(n+Unseen) + 1)) }

// logOf is the logarithm of n and a half, which a search takes some thousand times, mostly of small numbers.
func logOf(n int) float32 {
	if logs := smallLogs(); n < len(logs) {
		return logs[n]
	}
	return float32(math.Log(float64(n) + .5))
}

var smallLogs = sync.OnceValue(func() *[8192]float32 {
	logs := new([8192]float32)
	for n := range logs {
		logs[n] = float32(math.Log(float64(n) + .5))
	}
	return logs
})
