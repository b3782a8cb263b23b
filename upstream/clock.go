package upstream

import (
	"context"
	"sync"
	"time"
)

// clock calls late once a call has been silent for its limit. It stands while it is paused.
type clock struct {
	limit time.Duration
	timer *time.Timer

	mu     sync.Mutex // guards paused
	paused int
}

func newClock(limit time.Duration, late func()) *clock {
	return &clock{limit: limit, timer: time.AfterFunc(limit, late)}
}

func (c *clock) restart() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paused == 0 {
		c.timer.Reset(c.limit)
	}
}

func (c *clock) pause() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paused++
	c.timer.Stop()
}

func (c *clock) resume() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.paused--; c.paused == 0 {
		c.timer.Reset(c.limit)
	}
}

// stand waits for either of two things, or the end of ctx, whose cause it returns; meanwhile the clock stands.
func (c *clock) stand(ctx context.Context, one, other <-chan struct{}) error {
	c.pause()
	defer c.resume()
	select {
	case <-one:
		return nil
	case <-other:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (c *clock) stop() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.paused++ // whatever comes late no longer starts it
	c.timer.Stop()
}
