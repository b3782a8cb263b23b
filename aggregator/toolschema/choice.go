package toolschema

import (
	"slices"
	"strconv"
	"strings"
)

// choice judges anyOf and oneOf: something is wrong only if no branch can pass. (That two branches of a oneOf pass is
// never certain, as a branch may pass here for what is not judged.) What it says comes from the closest branch.
func (c *checker) choice(branches []raw, v raw, at *path, depth int) []finding {
	var failed [][]finding
	for _, s := range branches {
		f := c.check(c.doc.node(s), v, at, depth+1)
		if len(f) == 0 {
			return nil
		}
		failed = append(failed, f)
	}
	if len(failed) < 2 {
		return slices.Concat(failed...)
	}
	if near := without(failed, func(f []finding) bool { return len(f) == 1 && f[0].whole(at) && f[0].foreign }); len(near) > 0 {
		if better := without(near, func(f []finding) bool { return len(f) == 1 && f[0].whole(at) }); len(better) > 0 {
			return closest(better, len(branches), at)
		}
	}
	return []finding{merged(failed, v, at)}
}

func without(failed [][]finding, drop func([]finding) bool) [][]finding {
	return slices.DeleteFunc(slices.Clone(failed), drop)
}

// merged makes one finding of branches that each want another type or other values altogether.
func merged(failed [][]finding, v raw, at *path) finding {
	all := finding{at: at, foreign: true}
	for _, f := range failed {
		for _, t := range f[0].types {
			if !slices.Contains(all.types, t) {
				all.types = append(all.types, t)
			}
		}
		all.values = append(all.values, f[0].values...)
		all.foreign = all.foreign && f[0].foreign
	}
	if all.types == nil && all.values == nil {
		return refused(at)
	}
	return all.told(v)
}

// closest returns the findings of the branch that the value was most likely meant for: few wrong values among its direct
// members, as those tell alternatives apart ("kind": "circle"), then few findings. If several are as close, it says so.
func closest(failed [][]finding, branches int, at *path) []finding {
	misses := func(f []finding) (tags int) {
		for _, one := range f {
			if one.values != nil && one.at != nil && one.at.up == at {
				tags++
			}
		}
		return tags<<16 + len(f)
	}
	best := failed[0]
	for _, f := range failed {
		if misses(f) < misses(best) {
			best = f
		}
	}
	var said []string
	for _, f := range failed {
		if misses(f) == misses(best) && len(said) < 3 && !slices.Contains(said, f[0].Message) {
			said = append(said, f[0].Message)
		}
	}
	if len(said) < 2 {
		return best
	}
	message := at.label() + " matches none of " + strconv.Itoa(branches) + " alternatives: " + strings.Join(said, "; or ")
	return []finding{{Problem: at.problem(message), at: at}}
}
