package config

// Budget is how much text a host is answered with at once.
type Budget struct {
	Bytes int  // 0 is any number
	Set   bool // the file says so
}

// Budgets that make sense: a head, a tail and the words between them need some room, and no answer is longer than a frame.
const (
	leastBudget = 1000
	mostBudget  = 32 << 20
)

// budget is a number of bytes, or 0.
func budget[T any](get func(*T) *Budget) kind[T] {
	bytes := number(0, mostBudget, " (bytes)", func(to *T, v int64) { *get(to) = Budget{int(v), true} })
	return kind[T]{typ: bytes.typ, read: func(d *decoder, n node, to *T) {
		bytes.read(d, n, to)
		if b := get(to); b.Bytes > 0 && b.Bytes < leastBudget {
			d.fail(n.at(), n.path, "must be 0 or at least %d (bytes), not %d", leastBudget, b.Bytes)
			*b = Budget{}
		}
	}}
}
