package toolindex

// scratch is the memory of one search, lent by the index so that a search allocates little. Between searches all its
// sums are empty.
type scratch struct {
	tokens  tokens
	concept sums // per tool: the best word for one concept
	covered sums // per tool: how much of the sentence it knows
	total   sums // per tool: score of one sentence
	found   sums // per tool: score of the query
	server  sums // per server: the best of its tools for one concept
	servers sums // per server: fit of the query
}

func (ix *Index) borrow() *scratch {
	if s, ok := ix.scratch.Get().(*scratch); ok {
		return s
	}
	tools, servers := len(ix.server), len(ix.servers)
	return &scratch{
		concept: newSums(tools), covered: newSums(tools), total: newSums(tools), found: newSums(tools),
		server: newSums(servers), servers: newSums(servers),
	}
}

// sums is a number for each tool or server, nearly all of them zero.
type sums struct {
	score []float32
	list  []uint32 // those that are not zero
}

func newSums(n int) sums { return sums{score: make([]float32, n)} }

// raise sets the number of i to x if that is more. x is above 0.
func (s *sums) raise(i uint32, x float32) {
	if s.score[i] == 0 {
		s.list = append(s.list, i)
	}
	s.score[i] = max(s.score[i], x)
}

// add adds x, which is above 0.
func (s *sums) add(i uint32, x float32) {
	if s.score[i] == 0 {
		s.list = append(s.list, i)
	}
	s.score[i] += x
}

// reset makes all numbers zero.
func (s *sums) reset() {
	for _, i := range s.list {
		s.score[i] = 0
	}
	s.list = s.list[:0]
}
