package cli

import "sync"

// Interrupt lets a command take Ctrl-C for itself: to skip one sign-in rather than to end. The zero value is ready, and safe for
// concurrent use.
type Interrupt struct {
	mu      sync.Mutex // guards handler
	handler func()
}

// Fire calls who has taken Ctrl-C and reports whether anybody has.
func (i *Interrupt) Fire() bool {
	i.mu.Lock()
	handler := i.handler
	i.mu.Unlock()
	if handler == nil {
		return false
	}
	handler()
	return true
}

// take makes handler get Ctrl-C until restore is called. A nil Interrupt takes nothing.
func (i *Interrupt) take(handler func()) (restore func()) {
	if i == nil {
		return func() {}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.handler = handler
	return func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.handler = nil
	}
}
