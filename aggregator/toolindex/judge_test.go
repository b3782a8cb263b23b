package toolindex

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ncp/e2e/findset"
)

// judged is how often queries of one set are doubted.
type judged struct{ own, foreign, nonsense float64 }

// strangers names for each set one whose tools do other things.
func strangers() map[string]string {
	return map[string]string{"livemcp": "azure", "azure": "metatool", "azmcp118": "metatool", "stabletoolbench": "livemcp", "metatool": "azure"}
}

// A query against its own tools is seldom doubted, against a foreign catalogue or without sense mostly.
func TestJudgement(t *testing.T) {
	indexes, queries := map[string]catalogue{}, map[string][]findset.Query{}
	for _, set := range findset.Names() {
		indexes[set], queries[set] = readSet(t, set)
	}
	doubted := func(c catalogue, n int, query func(int) string) float64 {
		count := 0
		for i := range n {
			if !c.Search(query(i), nil).Fits {
				count++
			}
		}
		return float64(count) / float64(n)
	}
	senseless := findset.NonsenseTexts()
	nonsense := func(i int) string { return senseless[i].Text }
	var mean judged
	for _, set := range findset.Names() {
		q := func(i int) string { return queries[set][i].Query }
		j := judged{
			doubted(indexes[set], len(queries[set]), q), doubted(indexes[strangers()[set]], len(queries[set]), q), doubted(indexes[set], len(senseless), nonsense),
		}
		t.Logf("%-16s doubts %4.1f %% of its own queries, %4.1f %% where the tools are of %s, %4.1f %% of nonsense", set, 100*j.own, 100*j.foreign, strangers()[set], 100*j.nonsense)
		mean.own += j.own / float64(len(queries))
		mean.foreign += j.foreign / float64(len(queries))
		mean.nonsense += j.nonsense / float64(len(queries))
	}
	if mean.own > .055 || mean.foreign < .45 || mean.nonsense < .8 {
		t.Errorf("%+v", mean)
	}
}

// The terms of an explanation add up to the score, and to the judgement.
func TestExplanationAddsUp(t *testing.T) {
	ix := office()
	for _, query := range []string{"list issues", "list_issues", "git", "send an email. read the file", "zebras of the repository"} {
		e := ix.Explain(query, nil)
		for i, r := range e.Reasons {
			sum := r.Bonus + r.Together
			for _, term := range r.Terms {
				sum += term.Points()
			}
			if math.Abs(sum-r.Score) > .01 {
				t.Errorf("%q: %s has a score of %.2f, its terms add up to %.2f", query, e.Hits[i].Name, r.Score, sum)
			}
		}
		var sum float64
		for _, term := range e.Judged {
			sum += term.Points()
		}
		if e.Judged == nil && !e.Fits || e.Judged != nil && e.Fits != (sum > 0) {
			t.Errorf("%q: fits is %v, the judgement adds up to %.2f", query, e.Fits, sum)
		}
	}
}

// What leads, and whether it fits, where the best by its words is not what was asked for.
func TestJudge(t *testing.T) {
	ix := New()
	ix.Put("mail", []Tool{
		{Name: "delete_email", Description: "Delete an email."},
		{Name: "search_emails", Description: "Search emails."},
		{Name: "send_email", Description: "Send an email."},
	})
	ix.Put("pods", []Tool{{Name: "pods_run", Description: "Run a pod."}, {Name: "pods_list", Description: "List the pods of a cluster."}})
	ix.Put("db", []Tool{{Name: "query_rows", Description: "Read rows of a table."}})
	type judged struct {
		first string
		fits  bool
	}
	for query, want := range map[string]judged{
		"write an email":        {"send_email", true},   // what destroys makes nothing
		"delete an email":       {"delete_email", true}, // as it was asked for
		"delte an email":        {"delete_email", true}, // a verb misspelt is one still
		"should I delete mail":  {"search_emails", true},
		"emails":                {"search_emails", true},
		"what pods are running": {"pods_list", true}, // to run one shows nothing
		"run a pod":             {"pods_run", true},
		"delete rows":           {"query_rows", false}, // to read destroys nothing
		"read rows":             {"query_rows", true},
		"query_rows":            {"query_rows", true},
	} {
		found := ix.Search(query, &Options{Limit: 1})
		var got judged
		for _, h := range found.Hits {
			got = judged{h.Name, found.Fits}
		}
		if got != want {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

// A single letter or digit says nothing that a tool could do, unless it is called so.
func TestLettersSayNothing(t *testing.T) {
	ix := New()
	ix.Put("charts", []Tool{{Name: "venn", Description: "Draws a chart of a, b and c, at most 9."}, {Name: "x", Description: "Draws an x."}, {Name: "s3_upload", Description: "Uploads a chart to s3."}})
	got := map[string]bool{}
	for _, query := range []string{"a b c", "9", "b", "x", "s3", "chart 9"} {
		got[query] = ix.Search(query, nil).Fits
	}
	want := map[string]bool{"a b c": false, "9": false, "b": false, "x": true, "s3": true, "chart 9": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What takes nothing away is not what who wants something gone asks for.
func TestNothingTakesAway(t *testing.T) {
	ix := New()
	ix.Put("everything", []Tool{
		{Name: "gzip-file-as-resource", Description: "Compresses a single file using gzip compression."},
		{Name: "get-env", Description: "Returns all environment variables.", Effect: Reads},
		{Name: "get-sum", Description: "Returns the sum of two numbers.", Effect: Reads},
	})
	const query = "delete all my files"
	if ix.Search(query, nil).Fits {
		t.Error("something takes files away")
	}
	ix.Put("files", []Tool{{Name: "delete_file", Description: "Deletes a file."}})
	if r := ix.Search(query, nil); !r.Fits || r.Hits[0].Server != "files" {
		t.Errorf("%+v", r)
	}
}

func clinic() *Index {
	ix := New()
	ix.Put("clinic", []Tool{
		{Name: "prescribe_medication", Description: "Prescribe a medication to a patient.", Effect: Writes},
		{Name: "discontinue_prescription", Description: "Discontinue a prescription of a patient.", Effect: Destroys},
		{Name: "list_prescriptions", Description: "List the prescriptions of a patient.", Effect: Reads},
	})
	ix.Put("crm", []Tool{
		{Name: "update_contact", Description: "Change the details of a contact.", Effect: Writes},
		{Name: "delete_contact", Description: "Delete a contact.", Effect: Destroys},
		{Name: "get_contact", Description: "The details of a contact.", Effect: Reads},
	})
	return ix
}

// Who names a tool gets it first, whatever it does, by itself or in a sentence.
func TestNamedDestroyersLead(t *testing.T) {
	ix := clinic()
	for query, want := range map[string]string{
		"discontinue_prescriptin":               "clinic:discontinue_prescription",
		"clinic:discontinue_rescription":        "clinic:discontinue_prescription",
		"describe crm:delete_contact":           "crm:delete_contact",
		"what does delete_contact do?":          "crm:delete_contact",
		"mcp__crm__delete_contact":              "crm:delete_contact",
		"call `crm:get_contact` with id 4":      "crm:get_contact",
		"update_contact, or list_prescriptions": "crm:update_contact",
	} {
		if r := ix.Search(query, nil); !r.Fits || named(r)[0] != want {
			t.Errorf("%s: %v, fits: %v", query, named(r), r.Fits)
		}
	}
}

// A tool that is named to be left alone does not lead.
func TestRefusedNamesDoNotLead(t *testing.T) {
	ix := clinic()
	for _, query := range []string{"don't call crm:delete_contact, show me the contact", "show me the contact without delete_contact", "never use `delete_contact`, get the contact"} {
		if r := ix.Search(query, nil); !r.Fits || named(r)[0] != "crm:get_contact" {
			t.Errorf("%s: %v, fits: %v", query, named(r), r.Fits)
		}
	}
}

// In place of a tool that destroys a look is led by one that reads, not by one that changes.
func TestReadersLeadLooks(t *testing.T) {
	ix := clinic()
	for _, query := range []string{"is contact 9 safe to delete", "has anyone deleted contact 9", "who deleted the contact of Acme", "I want to see contact 9 before I delete it"} {
		if got, _ := leader(ix, query); got != "crm:get_contact" {
			t.Errorf("%s: %s", query, got)
		}
	}
}

// A tool that destroys does not fit a wish to destroy something that it knows nothing of.
func TestStrangersAreNotDestroyed(t *testing.T) {
	ix := New()
	ix.Put("hr", []Tool{{Name: "delete_employee", Description: "Delete an employee's record.", Effect: Destroys}, {Name: "list_employees", Description: "List the employees.", Effect: Reads}})
	for query, want := range map[string]bool{
		"delete contact 9": false, "remove the tracks": false, "erase everything about patient 55": false,
		"delete employee 9": true, "remove the worker": true, "delete it": true, "delete_employee": true, "delete all of them": true,
	} {
		if got := ix.Search(query, nil).Fits; got != want {
			t.Errorf("%s fits: %v", query, got)
		}
	}
	if got, want := ix.Explain("delete contact 9", nil).Why, "it has nothing of what is to be destroyed"; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
}
