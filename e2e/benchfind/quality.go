package main

import (
	"context"
	"fmt"

	"ncp/e2e/findset"
)

// quality measures the order of the tools, set by set.
func quality(_ context.Context, sets []set, _ string) ([]row, error) {
	all := map[string]findset.Figures{}
	var macro findset.Figures
	var route findset.Figures
	for _, s := range sets {
		ix := index(s.tools, nil)
		all[s.name] = s.measure(ix, s.tools, "", asTyped)
		macro = macro.Plus(all[s.name], 1/float64(len(sets)))
		if s.name == "livemcp" {
			route = s.measure(ix, s.tools, "route", asTyped)
		}
	}
	rows := []row{
		atLeast("macro nDCG@5 over the five sets", digits{3, ""}, macro.NDCG, .80),
		atLeast("azmcp118 H@1", digits{1, ""}, 100*all["azmcp118"].H1, 86),
		atLeast("azmcp118 R@5", digits{1, ""}, 100*all["azmcp118"].R5, 96.5),
		atLeast("livemcp R@5", digits{1, ""}, 100*all["livemcp"].R5, 80),
		atLeast("livemcp, queries of kind route: R@5", digits{1, ""}, 100*route.R5, 90),
		atLeast("livemcp, queries of kind route: H@1", digits{1, ""}, 100*route.H1, 69),
		atLeast("azure H@1", digits{1, ""}, 100*all["azure"].H1, 91),
		atLeast("stabletoolbench R@5", digits{1, ""}, 100*all["stabletoolbench"].R5, 80),
		atLeast("metatool R@5", digits{1, ""}, 100*all["metatool"].R5, 78),
	}
	return rows, nil
}

// scale measures one set among all the tools that have no queries.
func scale(_ context.Context, sets []set, _ string) ([]row, error) {
	for _, s := range sets {
		if s.name != "livemcp" {
			continue
		}
		tools, err := findset.Tools(s.name, findset.Pool)
		if err != nil {
			return nil, err
		}
		f := s.measure(index(tools, nil), tools, "", asTyped)
		return []row{atLeast(fmt.Sprintf("livemcp among %d tools R@5", tools.Size()), digits{1, ""}, 100*f.R5, 62)}, nil
	}
	return nil, nil
}

// typos measures what is left where the two longest words of each query are misspelt.
func typos(_ context.Context, sets []set, _ string) ([]row, error) {
	var typed, misspelt float64
	for _, s := range sets {
		ix := index(s.tools, nil)
		typed += s.measure(ix, s.tools, "", asTyped).NDCG
		misspelt += s.measure(ix, s.tools, "", func(q string) string { return findset.Misspell(q, 2) }).NDCG
	}
	return []row{atLeast("nDCG@5 kept with a typo in each of the two longest words", digits{3, ""}, misspelt/typed, .97)}, nil
}
