package toolindex

import "strings"

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// stopWords are the words of grammar: they count only in a query that has no others.
var stopWords = set(`a an the this that these those there here it its i me my mine we us our ours you your yours he him his she her hers they them their theirs
who whom whose which what when where why how is am are was were be been being do does did doing done have has had having
will would shall should can could may might must and or but nor if then else so than as of at by for from in into on onto to with without within
about over under between through during before after above below up down out off not no yes too very just also both each any some such only own same
s t d ll m re ve don isn aren doesn didn can couldn wouldn shouldn won let via per etc eg ie`)

// noiseWords are the words of asking and of courtesy. Tools use them too, so they count a little.
var noiseWords = set(`please help want need like show tell give know look looking see find get make provide use using able wish hope thanks thank hi hello
could interested trying try currently planning going sure additionally furthermore moreover lastly finally suggest recommend
friend friends family company team project working work new great good best latest information info details detail related specific various available
tool tools api server service data`)
