package aggregator

import (
	"maps"
	"sync"

	"ncp/internal/wire"
)

// news counts how often what we list of each kind has changed. Its methods are safe for concurrent use.
type news struct {
	mu     sync.Mutex // guards what follows
	counts map[wire.Kind]int
	next   chan struct{} // closed at the next change
}

func newNews() *news { return &news{counts: map[wire.Kind]int{}, next: make(chan struct{})} }

// tell notes that the lists of these kinds have changed.
func (n *news) tell(kinds ...wire.Kind) {
	if len(kinds) == 0 {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, kind := range kinds {
		n.counts[kind]++
	}
	close(n.next)
	n.next = make(chan struct{})
}

// look returns the counts, and what is closed when they next change.
func (n *news) look() (counts map[wire.Kind]int, next <-chan struct{}) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return maps.Clone(n.counts), n.next
}
