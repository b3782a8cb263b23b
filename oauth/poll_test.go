package oauth

import (
	"errors"
	"testing"
	"time"
)

func TestNextPoll(t *testing.T) {
	const interval = 5 * time.Second
	broken := errors.New("x")
	for name, test := range map[string]struct {
		pause time.Duration
		err   error
		next  time.Duration
		end   error
	}{
		"pending":                {interval, &refusalError{"authorization_pending", ""}, interval, nil},
		"slow down":              {interval, &TemporaryError{err: errSlowDown}, 10 * time.Second, nil},
		"slow down, again":       {10 * time.Second, &TemporaryError{err: errSlowDown}, 15 * time.Second, nil},
		"pending, slowed down":   {15 * time.Second, &refusalError{"authorization_pending", ""}, 15 * time.Second, nil},
		"network":                {interval, &TemporaryError{err: broken}, 10 * time.Second, nil},
		"network, for long":      {40 * time.Second, &TemporaryError{err: broken}, time.Minute, nil},
		"asked to come back":     {interval, &TemporaryError{err: broken, after: 90 * time.Second}, 90 * time.Second, nil},
		"refused":                {interval, &refusalError{"access_denied", ""}, 0, ErrRefused},
		"expired":                {interval, &refusalError{"expired_token", ""}, 0, ErrExpired},
		"an error of the client": {interval, errClientUnknown, 0, errClientUnknown},
	} {
		if next, end := nextPoll(test.pause, interval, test.err); next != test.next || !errors.Is(end, test.end) {
			t.Errorf("%s: %v, %v; not %v, %v", name, next, end, test.next, test.end)
		}
	}
}
