package toolindex

// usual is written by make usual-find: words behind the number of 150 tools that have them. They are the tools that might be there besides:
// "list" says little also where one tool of three lists.
const usual = `
81 server
59 get
44 mcp
37 returns
29 name use
26 id
25 list
24 number
22 args e g search
21 default tool
19 optional
18 information query specific
16 content data file path
15 include
14 all api format text url
13 code current fetch provided results type user
12 details
11 generate new retrieve
10 containing limit page parameters specified string
9 based description filter maximum
8 context create date documentation json key max need output start
7 available check directory example execute full given image message project required set str time token value
6 access address dictionary error find first identifier info integration language model multiple request run supports whether
5 add ai analysis analyze call command database docs https input location markdown more operation price prompt response system target title true valid weather
4 calculate com complete configuration convert count custom end false function git google index keyword like line local log manager matching object one open other pagination perform process read service show size source state status structured summary symbol task test update web
3 absolute action additional agent allows app array ask assistant automatically b browser category changes city complex components con connect control days dict ensure existing extract features field found height helps html hub important initial items latest level library links llm market memory metadata mm most network next node note order post problem public python recommendations reference relevant repo repository save script seconds send single step tags term thinking timeout total two username version video want word working write x year
2 across active advanced against always another application apply arguments articles authentication author automation best block book branch build c cache capture case chain characters clear client cloud coin collection comma comments company compatible comprehensive compute coordinates correction country crypto cryptocurrency ctx dd de debug definitions delete design detection development device different dir direct display domain download element email empty en enable environment evaluate events explained explorer expression extension follow forecast game github graph group h high history host ignore indicating insights int interactive internet iso issues js k large last latitude length live longitude look make map meta milliseconds mode multi natural num o obtain offset organization package papers param parse pass pattern person platform png point position previous product progress properties protocol purpose question random range rate raw reasoning recent region related remote report research resource scan security select separated session shell short simple snippets solution solving sort sql statistics stock stored suggestions summarize table take thought top topic tracking transcript translate trending tube txt ui understanding unique units v variable various verify view visual width y youtube yyyy
1 account added already alternative amount analytics animations append approaches appropriate area attributes audio auth balance basic benefit better blockchain boolean bridge btc business channel chart chat claude color column commit common compare config consider conversion copy criteria currency cursor daily dataset datetime defined deployment depth determine diagram digital duration dynamic edit encoded endpoint engine entity env estimate eth exact exchange exclude expected explanation explicitly f failed filename final flow focus folder free go good handling hash headers higher historical human implementation instance instead instructions interface io java know knowledge l label lang letter long lookup machine main math md media medium method metrics min minimum modify month n navigate none observe old omitted optimized org original os overview owner pair pdf period plain planning play playwright port potential prefer present profile pub q quality ranking record registry relative remove restrictions review revise root routing rules safe scale schema scholar school score scrape screenshot section see selector semantic sequence similarity skip smithery space standard statement stats style success sum svg syntax team temperature template terminal ticker timestamp timezone trading transaction transformer tree usage vector verification volume wait webpage website whatsapp workflow workspace
`
