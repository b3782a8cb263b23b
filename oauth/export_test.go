package oauth

import "time"

// SetFlowLifetime shortens the ten minutes of a sign-in for a test.
func SetFlowLifetime(t *Transport, d time.Duration) { t.lifetime = d }
