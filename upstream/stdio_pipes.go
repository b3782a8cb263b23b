package upstream

import (
	"context"
	"time"

	"ncp/internal/wire"
)

// farewell is how long a message may take that nobody waits for: the wire sends cancellations under a context without end.
const farewell = time.Second

// pipes is the Stream of a process that may stop reading: a full pipe then blocks a write, but no caller beyond its context.
type pipes struct {
	*wire.Lines
	turn chan struct{} // held by the write under way
}

func newPipes(lines *wire.Lines) *pipes {
	return &pipes{Lines: lines, turn: make(chan struct{}, 1)}
}

// WriteFrame implements wire.Stream. A write that has begun goes on after ctx, since half a line would spoil the next; the end of the
// process ends it.
func (p *pipes) WriteFrame(ctx context.Context, frame []byte) error {
	ctx, cancel := bounded(ctx)
	defer cancel()
	select {
	case p.turn <- struct{}{}:
	case <-ctx.Done():
		return wire.Unsent(context.Cause(ctx))
	}
	done := make(chan error, 1)
	go func() {
		done <- p.Lines.WriteFrame(ctx, frame)
		<-p.turn
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// bounded gives ctx an end if it has none.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if ctx.Done() == nil {
		return context.WithTimeout(ctx, farewell)
	}
	return ctx, func() {}
}
