//go:build peers

package e2e

import (
	"fmt"
	"testing"
)

// TestRawResultsOfServerEverything is TestRawResults with a server of the TypeScript SDK.
func TestRawResultsOfServerEverything(t *testing.T) {
	e := startEverything(t)
	d := &direct{t: t, url: e.url()}
	p := start(t, home(t, fmt.Sprintf(`"e":{"url":%q}`, e.url())))
	d.initialize(p)
	skipped := []string{"toggle-simulated-logging", "toggle-subscriber-updates", "get-resource-reference"} // which say the session's id, or the time
	compared, of := compareTools(t, d, p, map[string]string{
		"echo":                           `{"message":"é\u0000"}`,
		"get-annotated-message":          `{"messageType":"error","includeImage":true}`,
		"get-resource-links":             `{"count":3}`,
		"get-structured-content":         `{"location":"Chicago"}`,
		"get-sum":                        `{"a":1,"b":2.5}`,
		"gzip-file-as-resource":          `{"name":"a.gz","data":"data:text/plain,hello","outputType":"resource"}`,
		"simulate-research-query":        `{"topic":"tides"}`,
		"trigger-long-running-operation": `{"duration":0.2,"steps":2}`,
		"trigger-sampling-request":       `{"prompt":"why?"}`,
		"trigger-url-elicitation":        `{"url":"https://example.com/a","elicitationId":"e1"}`,
	}, skipped...)
	if compared != of-len(skipped) || of < 17 {
		t.Errorf("%d of %d tools compared; skipped are only %s", compared, of, skipped)
	}
}
