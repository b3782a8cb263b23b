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
	addTool(server, &mcp.Tool{
		Name: "convert_length", Annotations: readOnly,
		Description: "Convert a length between units: m, km, mile, foot, inch, yard, nautical mile.",
	}, `{"value":{"description":"how much","type":"number"},"from":{"description":"its unit","type":"string"},"to":{"description":"the unit wanted","type":"string"}}`,
		[]string{"value", "from", "to"}, convertLength)
	addTool(server, &mcp.Tool{
		Name: "days_between", Annotations: readOnly, Description: "Count the days between two dates.",
	}, `{"first":{"description":"a date like 2026-07-28","type":"string"},"second":{"description":"a later date","type":"string"}}`,
		[]string{"first", "second"}, daysBetween)
	addTool(server, &mcp.Tool{
		Name: "count_down", Annotations: readOnly, Description: "Count down from a number, with progress, one step every tenth of a second.",
	}, `{"from":{"description":"where to start, at most 100","type":"integer"}}`, []string{"from"}, countDown)
	return server
}

func convertLength(_ context.Context, req *mcp.CallToolRequest) (any, error) {
	var in struct {
		Value    float64
		From, To string
	}
	if err := read(req, &in); err != nil {
		return nil, err
	}
	metres := map[string]float64{"m": 1, "km": 1000, "mile": 1609.344, "foot": .3048, "inch": .0254, "yard": .9144, "nautical mile": 1852}
	from, ok := metres[in.From]
	to, okTo := metres[in.To]
	if !ok || !okTo {
		var known []string
		for unit := range metres {
			known = append(known, unit)
		}
		slices.Sort(known)
		return nil, fmt.Errorf("unknown unit; known: %s", strings.Join(known, ", "))
	}
	result := math.Round(in.Value*from/to*1e6) / 1e6
	return fmt.Sprintf("%g %s = %g %s", in.Value, in.From, result, in.To), nil
}

func daysBetween(_ context.Context, req *mcp.CallToolRequest) (any, error) {
	var in struct{ First, Second string }
	if err := read(req, &in); err != nil {
		return nil, err
	}
	first, err := time.Parse(time.DateOnly, in.First)
	if err != nil {
		return nil, fmt.Errorf("first: %q is no date like 2026-07-28", in.First)
	}
	second, err := time.Parse(time.DateOnly, in.Second)
	if err != nil {
		return nil, fmt.Errorf("second: %q is no date like 2026-07-28", in.Second)
	}
	return fmt.Sprintf("%d days", int(second.Sub(first).Hours()/24)), nil
}

func countDown(ctx context.Context, req *mcp.CallToolRequest) (any, error) {
	var in struct{ From int }
	if err := read(req, &in); err != nil {
		return nil, err
	}
	if in.From < 1 || in.From > 100 {
		return nil, fmt.Errorf("from is %d; allowed: 1 to 100", in.From)
	}
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for i := range in.From {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-ticker.C:
		}
		if token := req.Params.GetProgressToken(); token != nil {
			_ = req.Session.NotifyProgress(ctx, &mcp.ProgressNotificationParams{
				ProgressToken: token, Progress: float64(i + 1), Total: float64(in.From), Message: fmt.Sprintf("%d to go", in.From-i-1),
			})
		}
	}
	return "Lift-off.", nil
}
