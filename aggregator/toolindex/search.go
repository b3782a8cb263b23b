package toolindex

import "slices"

// found is what a search found, before names are put to it.
type found struct {
	list    []candidate
	matched int // tools with a word of the query
	fits    bool
	query   *query
}

func (ix *Index) search(s *scratch, text, server string) found {
	only := -1
	if server != "" {
		at, known := ix.byServer[server]
		if !known {
			return found{}
		}
		only = at
	}
	q := ix.parse(text, &s.tokens)
	list, matched := ix.gather(s, q, only)
	ix.examine(s, q, list)
	if !ix.weights.firstStage {
		for i := range list {
			ix.weigh(&list[i], q.long)
		}
	}
	list = ix.named(s, q, text, only, list)
	slices.SortFunc(list, ix.order)
	ix.beside(q, list)
	s.top = list
	list, fits := ix.judge(q, list)
	return found{list: list, matched: max(matched, len(list)), fits: fits, query: q}
}

// weigh gives a candidate the score of its features.
func (ix *Index) weigh(c *candidate, long float32) {
	c.score = 0
	for k, x := range c.features[:featureCount] {
		c.features[int(featureCount)+k] = x * long
		c.score += (ix.weights.features[k] + long*ix.weights.features[int(featureCount)+k]) * x
	}
}
