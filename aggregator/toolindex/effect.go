package toolindex

type (
	effect uint8
	intent uint8
)

func effectOf(t *Tool) effect         { return 0 }
func intentOf(t *tokens) intent       { return 0 }
func (i intent) fit(e effect) float32 { return 1 }
