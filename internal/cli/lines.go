package cli

import (
	"bufio"
	"sync"
)

// lines reads standard input line by line on a goroutine of its own, so that a person can paste while something else is awaited.
// It begins with the first wish for a line, and what is read is never lost between two sign-ins.
type lines struct {
	once sync.Once
	next chan string // closed at the end of the input
}

const maxLine = 64 << 10

// lineInput returns the channel of lines.
func (a *app) lineInput() <-chan string {
	a.lines.once.Do(func() {
		a.lines.next = make(chan string)
		go func() {
			defer close(a.lines.next)
			scanner := bufio.NewScanner(a.Stdin)
			scanner.Buffer(nil, maxLine)
			for scanner.Scan() {
				a.lines.next <- scanner.Text()
			}
		}()
	})
	return a.lines.next
}
