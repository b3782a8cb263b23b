package toolindex

// scratch is the memory of one search, lent by the index so that a search allocates little.
type scratch struct {
	tokens     tokens
	sums       []sums // per tool; all zero but for old turns between searches
	servers    []serverFit
	bestServer float32
	inPart     []uint32
	inWhole    []uint32
	touched    []uint32
	order      []uint16
	budget     int
	sights     []sight
	flags      []bool
	top        []candidate
	heads      []uint16 // per word, the first of its links plus 1; all zero between searches
	links      []link
	matches    []match
	about      []float32
}

func (ix *Index) borrow() *scratch {
	s, ok := ix.scratch.Get().(*scratch)
	if !ok {
		s = &scratch{}
	}
	s.sums = resized(s.sums, len(ix.segmentOf))
	s.servers = resized(s.servers, len(ix.segments))
	s.heads = resized(s.heads, len(ix.list))
	clear(s.servers)
	return s
}

func resized[T any](list []T, n int) []T {
	if cap(list) >= n {
		return list[:n]
	}
	return make([]T, n+n/4)[:n]
}
