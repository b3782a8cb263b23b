package toolindex

// usual is written by make usual-find: words behind the number of 100 tools that have them. They are the tools that might be there besides:
// "list" says little also where one tool of three lists.
const usual = `
39 get
25 returns
19 name use
18 id
16 list number
15 args e g
14 default search
13 optional
12 information query specific tool
11 file path
10 content format include url
9 all code current data fetch results type user
8 details provided text
7 api containing generate limit new page parameters retrieve specified string
6 based description filter maximum
5 context create date directory documentation example given image json key max message need output project set start str time value
4 address available call check error execute find first full identifier info language multiple request required response run supports target title token whether
3 access add analysis analyze command complete configuration convert count dictionary docs false https index input keyword location markdown matching mcp model more object one operation other pagination perform price process prompt read server show size source state status structured symbol system task true update valid
2 absolute action additional agent ai allows app application array ask automatically b browser calculate category changes city com complex components connect custom database days delete dict element end ensure evaluate existing extract features field follow found function game git google height helps html hub important indicating initial items latest level library like line links llm local log memory metadata mm most network next note num obtain open order point post problem public python question reasoning recommendations relevant repo repository save script seconds send service single step stored summary table tags term test thinking timeout top total two understanding username variable version video want weather web word working write x year yyyy
1 across active against always another apply arguments articles authentication author best books branch build cache capture case chain characters cloud coin collection comma comments company compatible comprehensive compute control coordinates correction country ctx dd de definitions design develop device different dir direct display domain download email empty en enable environment events explained expression graph group h high history host ignore insights int interactive iso issues k large last latitude length live longitude look make manager map market milliseconds mode multi natural node o offset package paper param parse pass pattern person platform png position previous product progress properties purpose random range rate raw recent reference region related resources scan security select separated session short snippets solution solving sort sql statistics stock suggestions take thought topic track transcript trending tube txt ui unique unit v various verify view width y
`
