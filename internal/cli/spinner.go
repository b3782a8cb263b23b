package cli

import (
	"fmt"
	"sync"
	"time"
)

// spinner shows on stderr that something is under way; in a pipe it shows nothing.
type spinner struct {
	a    *app
	once sync.Once // closes stop
	stop chan struct{}
	done chan struct{}

	mu   sync.Mutex // guards text
	text string
}

// spin starts a spinner. Its end must be called before anything else is written.
func (a *app) spin(text string) *spinner {
	s := &spinner{a: a, stop: make(chan struct{}), done: make(chan struct{}), text: text}
	if !isTerminal(a.Stderr) {
		close(s.done)
		return s
	}
	go s.run()
	return s
}

// say changes the text.
func (s *spinner) say(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = text
}

// end removes the spinner from the screen; further calls do nothing.
func (s *spinner) end() {
	s.once.Do(func() { close(s.stop) })
	<-s.done
}

func (s *spinner) run() {
	defer close(s.done)
	const quiet = 150 * time.Millisecond // what is quicker needs no spinner
	frames := []rune("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
	start := time.Now()
	ticker := time.NewTicker(80 * time.Millisecond)
	defer ticker.Stop()
	shown := false
	for i := 0; ; i++ {
		select {
		case <-s.stop:
			if shown {
				fmt.Fprint(s.a.Stderr, "\r\x1b[K")
			}
			return
		case <-ticker.C:
		}
		if time.Since(start) < quiet {
			continue
		}
		s.mu.Lock()
		text := []rune(clean(s.text))
		s.mu.Unlock()
		if room := width(s.a.Stderr) - 10; room > 0 && len(text) > room {
			text = append(text[:room], '…')
		}
		fmt.Fprintf(s.a.Stderr, "\r\x1b[K%c %s %ds", frames[i%len(frames)], string(text), int(time.Since(start).Seconds()))
		shown = true
	}
}
