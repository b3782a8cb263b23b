package toolindex

import "testing"

// Over a few servers what people say finds its tool and is not doubted, and what no tool does mostly is.
func TestFewTools(t *testing.T) {
	asked, led, doubted, strange, taken := 0, 0, 0, 0, 0
	for _, q := range readLooks(t, "few.txt").questions {
		found := q.tools.Search(q.text, &Options{Limit: 1})
		first, _ := leader(q.tools, q.text)
		switch {
		case q.want == "none":
			strange++
			if found.Fits {
				taken++
				t.Logf("%s: %q is answered by %s", q.catalogue, q.text, first)
			}
			continue
		case first == q.want:
			led++
		default:
			t.Logf("%s: %q is led by %s, not by %s", q.catalogue, q.text, first, q.want)
		}
		asked++
		if !found.Fits {
			doubted++
			t.Logf("%s: %q seems not to fit", q.catalogue, q.text)
		}
	}
	t.Logf("of %d queries %d are led by the right tool, %d are doubted; of %d that no tool answers %d are not", asked, led, doubted, strange, taken)
	if 5*led < 4*asked || 25*doubted > asked || 10*taken > strange {
		t.Error("too few, or too many")
	}
}
