package demo

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

func units() *mcp.Server {
	server := mcp.NewServer(&mcp.Implementation{Name: "units", Version: "1.0.0"}, nil)
	readOnly := &mcp.ToolAnnotations{ReadOnlyHint: true}
	mcp.AddTool(server, &mcp.Tool{
		Name: "convert_length", Annotations: readOnly,
		Description: "Convert a length between units: m, km, mile, foot, inch, yard, nautical mile.",
	}, convertLength)
	mcp.AddTool(server, &mcp.Tool{
		Name: "days_between", Annotations: readOnly, Description: "Count the days between two dates.",
	}, daysBetween)
	mcp.AddTool(server, &mcp.Tool{
		Name: "count_down", Annotations: readOnly, Description: "Count down from a number, with progress, one step every tenth of a second.",
	}, countDown)
	return server
}

type length struct {
	Value float64 `json:"value" jsonschema:"how much"`
	From  string  `json:"from" jsonschema:"its unit"`
	To    string  `json:"to" jsonschema:"the unit wanted"`
}

func convertLength(_ context.Context, _ *mcp.CallToolRequest, in length) (*mcp.CallToolResult, any, error) {
	metres := map[string]float64{"m": 1, "km": 1000, "mile": 1609.344, "foot": .3048, "inch": .0254, "yard": .9144, "nautical mile": 1852}
	from, ok := metres[in.From]
	to, okTo := metres[in.To]
	if !ok || !okTo {
		var known []string
		for unit := range metres {
			known = append(known, unit)
		}
		slices.Sort(known)
		return nil, nil, fmt.Errorf("unknown unit; known: %s", strings.Join(known, ", "))
	}
	result := math.Round(in.Value*from/to*1e6) / 1e6
	return text("%g %s = %g %s", in.Value, in.From, result, in.To), nil, nil
}

type dates struct {
	First  string `json:"first" jsonschema:"a date like 2026-07-28"`
	Second string `json:"second" jsonschema:"a later date"`
}

func daysBetween(_ context.Context, _ *mcp.CallToolRequest, in dates) (*mcp.CallToolResult, any, error) {
	first, err := time.Parse(time.DateOnly, in.First)
	if err != nil {
		return nil, nil, fmt.Errorf("first: %q is no date like 2026-07-28", in.First)
	}
	second, err := time.Parse(time.DateOnly, in.Second)
	if err != nil {
		return nil, nil, fmt.Errorf("second: %q is no date like 2026-07-28", in.Second)
	}
	return text("%d days", int(second.Sub(first).Hours()/24)), nil, nil
}

type countdown struct {
	From int `json:"from" jsonschema:"where to start, at most 100"`
}

func countDown(ctx context.Context, req *mcp.CallToolRequest, in countdown) (*mcp.CallToolResult, any, error) {
	if in.From < 1 || in.From > 100 {
		return nil, nil, fmt.Errorf("from is %d; allowed: 1 to 100", in.From)
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for i := range in.From {
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-ticker.C:
		}
		if token := req.Params.GetProgressToken(); token != nil {
			_ = req.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{
				ProgressToken: token, Progress: float64(i + 1), Total: float64(in.From), Message: fmt.Sprintf("%d to go", in.From-i-1),
			})
		}
	}
	return text("Lift-off."), nil, nil
}
