package toolindex

import (
	"slices"
	"strings"
	"testing"
)

// Of what people say to eleven servers no less is found than was, and no more looks are led by what they do not ask for.
func TestElevenServers(t *testing.T) {
	var asked, led, five, looks, destroyed, changed, strange, taken int
	for _, q := range readLooks(t, "eleven.txt").questions {
		r := q.tools.Search(q.text, &Options{Limit: 5})
		found := named(r)
		wanted := func(tool string) bool { return slices.Contains(strings.Split(q.want, ","), tool) }
		switch {
		case q.want == "none":
			strange++
			if r.Fits {
				taken++
				t.Logf("%q is answered by %s", q.text, found[0])
			}
		case q.want != "":
			asked++
			if slices.ContainsFunc(found, wanted) {
				five++
			}
			if len(found) > 0 && wanted(found[0]) {
				led++
			} else {
				t.Logf("%q is led by %v, not by %s", q.text, found, q.want)
			}
		default:
			looks++
			if len(r.Hits) == 0 {
				break
			}
			h := r.Hits[0]
			switch tool := &q.tools.segments[q.tools.byServer[h.Server]].tools[h.Tool]; {
			case tool.destroys():
				destroyed++
				t.Logf("%q is led by %s, which destroys", q.text, found[0])
			case tool.onlyChanges():
				changed++
				t.Logf("%q is led by %s, which changes", q.text, found[0])
			}
		}
	}
	t.Logf("of %d wishes %d are led by the right tool, %d have it in five; of %d looks %d are led by a tool that destroys, %d by one that changes; of %d that no tool answers %d seem answered",
		asked, led, five, looks, destroyed, changed, strange, taken)
	if led < 86 || five < 126 || destroyed > 2 || changed > 27 || taken > 7 {
		t.Error("worse than it was")
	}
}
