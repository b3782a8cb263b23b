package toolindex

func nameKeys(t *Tool) []string                                { return nil }
func (ix *Index) exact(q string, o *Options, hits []Hit) []Hit { return hits }
