package findset

import (
	"fmt"
	"math"
)

// Figures are what rankings are worth, each from 0 to 1: one ranking, or the mean of many.
type Figures struct {
	H1   float64 // the first tool meets a need
	R5   float64 // share of needs that the first five meet
	NDCG float64 // nDCG@5
}

// Plus adds a share of other figures.
func (f Figures) Plus(g Figures, share float64) Figures {
	return Figures{f.H1 + share*g.H1, f.R5 + share*g.R5, f.NDCG + share*g.NDCG}
}

func (f Figures) String() string { return fmt.Sprintf("%5.1f %5.1f  %.3f", 100*f.H1, 100*f.R5, f.NDCG) }

// Score judges one ranking, best first: a need is met by the best placed of its alternatives.
func Score(ranked []string, needs [][]string) Figures {
	const k = 5
	place := map[string]int{}
	for i, id := range ranked {
		if _, ok := place[id]; !ok {
			place[id] = i
		}
	}
	var f Figures
	best := math.MaxInt
	var gain, ideal float64
	for i, need := range needs {
		at := math.MaxInt
		for _, id := range need {
			if p, ok := place[id]; ok {
				at = min(at, p)
			}
		}
		best = min(best, at)
		if at < k {
			f.R5 += 1 / float64(len(needs))
			gain += 1 / math.Log2(float64(at)+2)
		}
		if i < k {
			ideal += 1 / math.Log2(float64(i)+2)
		}
	}
	if best == 0 {
		f.H1 = 1
	}
	f.NDCG = min(1, gain/ideal)
	return f
}
