package toolindex

import (
	"slices"
)

// found is what a search found, before names are put to it.
type found struct {
	list []candidate
	fits bool
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
	list := ix.gather(s, q, only)
	ix.examine(s, q, list)
	for i := range list {
		c := &list[i]
		c.score = 0
		for k, x := range c.features[:featureCount] {
			c.features[int(featureCount)+k] = x * q.long
			c.score += (ix.weights.features[k] + q.long*ix.weights.features[int(featureCount)+k]) * x
		}
	}
	list = ix.named(s, text, only, list)
	slices.SortFunc(list, ix.order)
	ix.spare(q, list)
	s.top = list
	return found{list: list, fits: len(list) > 0 && list[0].fits()}
}
