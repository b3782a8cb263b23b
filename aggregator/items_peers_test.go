package aggregator_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// The rows of the table of pairings that are about prompts, resources and completion.

func checkPrompts(t *testing.T, host *party, _ *peer, _ string) {
	list, err := host.ListPrompts(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := []*mcp.Prompt{{Name: "a:ask"}, {Name: "a:greet", Title: "Greet", Arguments: []*mcp.PromptArgument{{Name: "whom", Required: true}}}}
	if diff := cmp.Diff(want, list.Prompts); diff != "" {
		t.Errorf("prompts (-want +got):\n%s", diff)
	}
	for name, want := range map[string]string{"a:greet": "Hello Ada", "a:ask": "accept map[name:ADA]"} {
		got, err := host.GetPrompt(t.Context(), &mcp.GetPromptParams{Name: name, Arguments: map[string]string{"whom": "Ada"}})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got.Messages[0].Content.(*mcp.TextContent).Text); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if _, err := host.GetPrompt(t.Context(), &mcp.GetPromptParams{Name: "b:greet"}); err == nil {
		t.Error("a prompt of a server that there is not")
	}
}

func checkResources(t *testing.T, host *party, _ *peer, _ string) {
	list, err := host.ListResources(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*mcp.Resource{{Name: "one", URI: "peer://one"}}, list.Resources); diff != "" {
		t.Errorf("resources (-want +got):\n%s", diff)
	}
	templates, err := host.ListResourceTemplates(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*mcp.ResourceTemplate{{Name: "each", URITemplate: "peer://each/{name}"}}, templates.ResourceTemplates); diff != "" {
		t.Errorf("templates (-want +got):\n%s", diff)
	}
	for asked, uri := range map[string]string{"peer://one": "peer://one", "peer://each/x": "peer://each/x", "ncp://server/a/peer://one": "peer://one"} {
		got, err := host.ReadResource(t.Context(), &mcp.ReadResourceParams{URI: asked})
		if err != nil {
			t.Errorf("%s: %v", asked, err)
			continue
		}
		want := []*mcp.ResourceContents{{URI: uri, MIMEType: "text/plain", Text: "text of " + uri}}
		if diff := cmp.Diff(want, got.Contents, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", asked, diff)
		}
	}
}

func checkCompletion(t *testing.T, host *party, _ *peer, _ string) {
	for _, test := range []struct {
		ref  mcp.CompleteReference
		want string
	}{
		{mcp.CompleteReference{Type: "ref/prompt", Name: "a:greet"}, "greet x"},
		{mcp.CompleteReference{Type: "ref/resource", URI: "peer://each/{name}"}, "peer://each/{name} x"},
	} {
		got, err := host.Complete(t.Context(), &mcp.CompleteParams{Ref: &test.ref, Argument: mcp.CompleteParamsArgument{Name: "whom", Value: "x"}})
		if err != nil {
			t.Errorf("%v: %v", test.ref, err)
			continue
		}
		if diff := cmp.Diff([]string{test.want}, got.Completion.Values); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// within waits for what a channel receives.
func within[T any](t *testing.T, from <-chan T, what string) (got T) {
	t.Helper()
	select {
	case got = <-from:
	case <-time.After(20 * time.Second):
		t.Errorf("not told: %s", what)
	}
	return got
}

func checkUpdated(t *testing.T, host *party, _ *peer, _ string) {
	const uri = "ncp://server/a/peer://one"
	if err := host.Subscribe(t.Context(), &mcp.SubscribeParams{URI: uri}); err != nil {
		t.Fatal(err)
	}
	deadline := time.After(20 * time.Second)
	for got := ""; got == ""; { // the SDK's modern client does not wait for the acknowledgment
		if _, err := host.call(t.Context(), "touch", nil, nil); err != nil {
			t.Fatal(err)
		}
		select {
		case got = <-host.updated:
			if got != uri {
				t.Errorf("updated: %q", got)
			}
		case <-time.After(100 * time.Millisecond):
		case <-deadline:
			t.Fatal("the resource was updated, and nobody told")
		}
	}
	if err := host.Unsubscribe(t.Context(), &mcp.UnsubscribeParams{URI: uri}); err != nil {
		t.Fatal(err)
	}
}

func checkListsChange(t *testing.T, host *party, _ *peer, _ string) {
	checkPrompts(t, host, nil, "") // what was never asked for is no news to a legacy host
	checkResources(t, host, nil, "")
	if _, err := host.call(t.Context(), "grow", nil, nil); err != nil {
		t.Fatal(err)
	}
	for grown := false; !grown && !t.Failed(); { // the first lists were changes as well
		within(t, host.prompts, "the prompts changed")
		list, err := host.ListPrompts(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		grown = slices.ContainsFunc(list.Prompts, func(p *mcp.Prompt) bool { return p.Name == "a:grown" })
	}
	for grown := false; !grown && !t.Failed(); {
		within(t, host.files, "the resources changed")
		list, err := host.ListResources(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		grown = slices.ContainsFunc(list.Resources, func(r *mcp.Resource) bool { return r.URI == "peer://two" })
	}
}
