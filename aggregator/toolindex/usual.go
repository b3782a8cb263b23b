package toolindex

import (
	"strconv"
	"strings"
)

// usual lists the words that tools mostly have, behind the number of 150 tools that have them, as counted in the public pool of tools that has no queries.
// They are the tools that might be there besides: "list" says little also where one tool of three lists.
const usual = `
85 server
61 get
56 mcp
34 id return
30 name
28 list
22 api
20 number specific default arg
19 data
18 e
17 g all option
16 inform
15 search type
14 include
13 tool detail file
12 result retrieve limit provide user
11 path format new page create current query
10 model content key
9 operate specify url code filter set
8 access read start fetch update symbol text request zscaler value
7 string time base parameter description message date max integrity example financial maximum
6 contain fmp prep address market control token whether document ar project available company identify context delete status index require general info stock error str
5 dictionary paginate group json price full given multiple end find exist perform run check browser support valid session configure
4 database need title analyze call manage target size object execute more custom ai match directory app count output task language true first field analysis service yyyy change property mm array googl add trade input source item network
3 unique function complete proxy dd openapi response web active associate image command order category client node structure x write open single other cache body metadata hubspot false make latest automate prompt show refer comprehensive test system trend email level calculate like link ds table track note version markdown element send state okta variable zia second statistic locate account tag component agent process rule year exchange sort term connect allow applicable script log day playwright
2 organism resource admin product protocol local store help repository line crypto endpoint stat doc environment convert rate transaction http found post package addition event zpa summary game period memory v word total com html historic kong initial public recent collect save timestamp authenticity remove cursor offset report across next username lookup y repo contact metric block batch timeout two cryptocurrency plugin last multi volume select selector ui gmail device case action range direct git positive most remote scrape want absolute cloud clear port min top schema paper enable recommend research balance chat record related insight b flow share k display owner meilisearch download separes work indice map label domain pair short de slug real dict relevant interact apply keyword step int currency chain hub history bright view crm profile debug confirm pattern namespace usage assist country verify solana weather uid config city hash en point h large ask python height superset
1 quickly live rank amount instance credential figma automatic pro quote chart differ empty attribute exclude comment look policy ensure sql instead essential contract os argument import ha coin success best previous compute follow binance understand folder mode permission various num ur interface deal z q ticker desc iso btc player reason score statement channel host library ls param none entity ip extract filename css cluster whatsapp ad secure high asset feature build comma evm password thought wallet progress old video author drive io column template brand definite issue skip meta against length criteria schedule modify obtain edit reliable eth chembl phone header finance redis think replace mlb dataset advance random hex asc ctx fail method team evaluate pub region purpose exact complex navigate develop ida digit stop quran article detect deployer dir define ccxt coordinate minimum intelligent route visual overview org bitcoin c cap explore kubernetes nature expect always cn llm review auto topic class destruction row archive txt compare sign global play postman non platform color know common optimal semantic wa correct unit question
`

// parseUsual returns how many tools have a stem.
func parseUsual(table string) map[string]uint8 {
	counts := map[string]uint8{}
	for line := range strings.Lines(strings.TrimSpace(table)) {
		number, words, _ := strings.Cut(line, " ")
		n, err := strconv.ParseUint(number, 10, 8)
		if err != nil {
			continue // TestUsual finds it
		}
		for _, root := range stems(words) {
			counts[root] = uint8(n)
		}
	}
	return counts
}
