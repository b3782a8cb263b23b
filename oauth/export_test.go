package oauth

import "time"

// SetFlowLifetime shortens the ten minutes of a sign-in for a test.
func SetFlowLifetime(t *Transport, d time.Duration) { t.lifetime = d }

// SetLeastInterval lets a test's server be asked more often than each second whether a code was typed.
func SetLeastInterval(t *Transport, d time.Duration) { t.leastInterval = d }
