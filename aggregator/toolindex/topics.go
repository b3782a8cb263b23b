package toolindex

// topics lead from words of requests to the words by which tools say what they are about, one topic a line. They hold
// general vocabulary: kinds of things, never names of tools or servers.
const topics = `
umbrella rain rainy raining snow snowy sunny cloudy wind windy storm thunderstorm hurricane tornado humidity precipitation heatwave celsius fahrenheit uv > weather forecast temperature climate
forecast humid chilly warm hot cold degrees > weather temperature
smog pollen pm2 pollutant emissions > air quality pollution
carbon footprint sustainability sustainable renewable eco greenhouse > emissions carbon environment climate energy
stock stocks nasdaq dow sp500 ticker dividend dividends earnings bull bear ipo etf > stock market finance financial price investment
invest investing investor investors investments portfolio hedge bonds bond fund funds mutual wealth retirement savings > investment finance financial stock portfolio
bitcoin ethereum btc eth dogecoin solana xrp litecoin token tokens defi blockchain wallet nft nfts altcoin stablecoin usdt binance coinbase > crypto cryptocurrency blockchain coin price exchange
usd eur gbp jpy cny euro euros dollar dollars yen pound pounds rupee yuan peso franc won > currency exchange rate conversion price
inflation gdp economy economic recession unemployment > economic indicator finance statistics data
budget budgeting expense expenses spending debt mortgage loan loans interest amortization principal repayment refinance credit > finance financial loan credit calculator
tax taxes irs deduction income salary wage payroll vat > tax finance calculator salary
insurance premium policy claim coverage > insurance finance
bank banking account balance transfer deposit withdraw atm iban > bank account payment transaction
startup founder entrepreneur venture > business company funding
merger acquisition revenue profit competitor competitors shareholders sec filing filings annual > company finance financial stock filings
gold silver platinum palladium metal metals oil commodity commodities > price commodity asset metal
buy purchase shopping shop cheap cheapest bargain deal deals discount discounts coupon coupons promo sale sales goods goodies store stores retailer amazon ebay walmart aliexpress > product shopping price item shop coupon deal
laptop laptops phone phones smartphone smartphones iphone android headphones monitor keyboard camera tv television gadget gadgets electronics console > product device electronics price shopping
shoes shirt dress clothes clothing outfit fashion jacket jeans sneakers wardrobe style handbag jewelry > fashion clothing product shopping
furniture sofa mattress chair decor interior renovation > home furniture product shopping
gift gifts present birthday anniversary valentine valentines christmas holiday wedding surprise > gift ideas event
recipe recipes cook cooking bake baking dinner lunch breakfast dish dishes meal meals ingredient ingredients cuisine dessert chef kitchen > recipe food cooking meal dish
chicken beef pork fish salmon rice pasta noodle noodles pizza soup salad cake bread cheese egg eggs vegetable vegetables fruit chocolate curry sushi tofu sandwich vegan vegetarian > food recipe ingredient dish meal
cocktail cocktails wine beer whiskey drink drinks beverage beverages bartender sake vodka juice coffee tea > drink cocktail beverage wine recipe
restaurant restaurants dine dining eatery cafe bistro brunch takeout delivery menu reservation > restaurant food dining menu
grocery groceries supermarket pantry > grocery food product shopping
calorie calories protein carbs vitamin vitamins nutrient nutrients nutrition nutritional diet diets dietary keto healthy healthier eating weight obesity > nutrition diet food health calorie meal
workout workouts gym fitness exercise exercises muscle muscles yoga running jogging cardio squat squats strength marathon abs pilates stretching training > fitness exercise workout health training
bmi sleep stress heart blood pressure wellness hygiene > health medical wellness
doctor doctors hospital clinic patient patients physician nurse surgery symptom symptoms diagnosis treatment treatments therapy disease diseases illness cancer diabetes covid vaccine infection pain headache fever flu medical healthcare > medical health disease clinical doctor
drug drugs medicine medication pill dosage prescription pharmacy antibiotic side > drug medication medicine pharmacy
gene genes genetic genome dna rna protein variant variants mutation mutations genomic > gene variant genetic biology
trial trials clinical nct pubmed biomedical > clinical trial research article study medical
mental anxiety depression mood therapist emotional emotions feelings mindfulness meditation happiness lonely > mental health therapy emotion meditation mood
pregnancy pregnant baby babies infant parenting parent parents toddler kids children child > children kids family parenting
dog dogs cat cats puppy kitten pet pets breed breeds animal animals veterinary bird wildlife zoo > pet animal breed
plant plants garden gardening flower flowers tree soil crop crops farm farming agriculture > plant garden crop agriculture
trip trips travel traveling travelling vacation holiday itinerary tourist tourism sightseeing destination destinations getaway backpacking cruise honeymoon attraction attractions landmark landmarks > travel trip tour itinerary attraction
flight flights fly flying airline airlines airport airports plane departure arrival boarding layover > flight airport airline travel
hotel hotels motel hostel resort accommodation accommodations airbnb lodging stay booking rooms > hotel accommodation booking travel
train trains railway rail station stations metro subway tram > train railway station ticket transport
bus buses taxi uber cab commute transit transportation ferry shuttle > transport transit route bus
car cars vehicle vehicles automobile automotive driving truck motorcycle suv dealership vin toyota tesla bmw ford honda > car vehicle auto
parking park garage carpark > parking
fuel gas gasoline petrol diesel charging ev > fuel gas price vehicle
paris london tokyo beijing shanghai york chicago sydney berlin rome madrid dubai singapore toronto seattle boston angeles francisco miami > city location travel
france germany japan china india brazil italy spain canada australia mexico russia korea usa uk > country location
restaurant hotel museum store station airport hospital > place location map
nearest nearby closest near around directions route drive walking distance miles kilometers navigate > map location place route distance directions
address zip postcode zipcode latitude longitude gps coordinates street > address location geocode postal map
visa passport immigration embassy customs border > visa passport travel country
apartment apartments condo rent rental renting tenant landlord lease house houses housing home homes property properties bedroom bathroom realtor neighborhood > house home rental property real estate apartment
movie movies film films cinema actor actors actress director hollywood imdb trailer oscar drama comedy thriller horror documentary netflix > movie film media watch tv
series episode episodes season sitcom show shows tv television anime streaming watch watching binge > tv series episode movie media watch
song songs music album albums artist artists band bands singer lyrics playlist playlists track tracks concert guitar piano melody spotify genre rap jazz rock > music song artist album track
podcast podcasts radio broadcast audiobook > podcast audio radio
book books novel novels author authors reading literature library isbn chapter bestseller > book library reading author
poem poems poetry haiku verse rhyme > poem poetry writing
story stories tale fiction fairy narrative bedtime > story writing
quote quotes saying inspirational motivational motivation inspire > quote motivation
joke jokes funny humor laugh pun meme memes comedian > joke humor meme funny
game games gaming gamer video console playstation xbox nintendo steam esports multiplayer > game gaming player
chess checkers sudoku crossword puzzle puzzles riddle riddles trivia quiz tic hangman wordle solitaire > game puzzle play quiz
card cards deck poker magic mtg pokemon yugioh tarot > card deck game
champion champions league legends summoner hero heroes dota valorant fortnite minecraft > game player champion match
football soccer basketball nba nfl mlb baseball hockey nhl tennis cricket golf rugby f1 formula olympics olympic fifa premier sport sports team teams match matches tournament league standings scores athlete athletes > sports team match game league player
bet betting odds casino lottery gambling jackpot > odds betting lottery
horoscope zodiac astrology aries taurus gemini leo virgo libra scorpio sagittarius capricorn aquarius pisces tarot fortune psychic numerology > horoscope astrology zodiac tarot
dream dreams dreamed nightmare > dream interpretation
bible quran hadith prayer god church religion religious islamic muslim christian buddhist scripture spiritual faith > religious bible prayer quran spiritual
news headline headlines breaking politics political election president government policy war current journalist media press > news article headline media
law laws legal lawyer attorney court lawsuit contract regulation regulations legislation compliance rights patent trademark copyright license > law legal court patent contract
crime police fraud scam theft > crime security fraud
government census federal public dataset datasets open agency > government data dataset public
population demographics poverty census statistics statistical survey > population statistics data census
school schools university universities college colleges student students teacher teachers education tuition degree campus scholarship > education school university course learning
learn learning study studying course courses lesson lessons tutorial tutorials class homework lecture exam exams tutor teach > education course learning tutor study
research researcher paper papers journal academic scholar scholarly citation citations literature thesis publication publications scientific peer arxiv doi > research paper article academic citation
physics chemistry biology science scientist scientific experiment molecule chemical element atom > science chemistry physics research
math mathematics mathematical equation equations algebra geometry calculus integral derivative arithmetic addition multiply multiplication divide subtract sum sqrt square root percent percentage fraction decimal binary > math calculator calculate equation
unit units convert conversion inches meters feet kilograms pounds liters > unit conversion converter
time timezone timezones clock hour hours utc gmt est pst > time timezone date clock
date day days week month year calendar tomorrow yesterday today deadline > date time calendar
meeting meetings appointment appointments schedule scheduling agenda invite reschedule availability > calendar event meeting schedule
remind reminder reminders alarm todo todos task tasks checklist priority priorities productivity organize > task reminder todo list
note notes notebook jot diary journal memo journaling > note notebook
email emails inbox gmail outlook mailbox newsletter newsletters subject recipient recipients spam > email mail message
sms text whatsapp telegram slack discord messenger chat chats dm > message chat channel
phone call calls caller voicemail dial > phone number call
tweet tweets twitter instagram facebook tiktok linkedin reddit hashtag hashtags influencer influencers followers viral social post posts > social media post user
youtube vlog channel channels subscriber subscribers > video channel youtube
marketing advertising advertisement advertise ads ad campaign campaigns brand brands branding audience > marketing ad advertising brand campaign
seo backlink backlinks serp ranking keyword keywords traffic > seo keyword website search
website websites webpage site sites url urls link links homepage web blog > website web url page
internet online google bing search browse googling > web search internet
browser chrome click scroll navigate form fill login screenshot scraping scrape crawl > browser web page scrape navigate
domain domains dns whois ssl certificate hostname subdomain nameserver registrar > domain dns certificate
ip network networks networking ping port ports firewall proxy vpn bandwidth latency traceroute > network ip port
server servers deploy deployment hosting cloud infrastructure uptime devops terraform > server deployment cloud infrastructure
docker kubernetes pod pods container containers cluster clusters namespace helm > container kubernetes cluster docker
disk memory cpu usage load process processes > system usage monitor process
terminal shell bash command commands console script cli > command execute terminal shell
file files folder folders directory directories path filesystem save open disk > file directory filesystem read write
code coding program programming programmer developer function functions class debug debugging bug compile python java javascript typescript golang rust php script algorithm refactor > code programming developer
repository repositories repo repos commit commits branch branches merge git github gitlab pull fork > repository git github code
package packages dependency dependencies library libraries npm pip module version versions > package dependency version library
vulnerability vulnerabilities cve exploit malware virus phishing hacker breach security secure > security vulnerability scan
password passwords encrypt encryption decrypt hash authentication login credentials > password security encryption authentication
database databases sql mysql postgres postgresql mongodb query queries table tables row rows column columns schema > database sql table query
api endpoint endpoints webhook webhooks integration integrate rest graphql http request requests > api http request
automate automation workflow workflows zap integrate trigger automatically > automation workflow integration
crm customer customers client clients lead leads prospect prospects sales pipeline > customer crm sales lead
support ticket tickets helpdesk complaint complaints > ticket support customer
invoice invoices billing payment payments receipt refund refunds checkout subscription > invoice payment billing
order orders shipping shipment shipped package parcel delivery tracking courier > order shipping tracking delivery package
job jobs career careers hire hiring recruiter resume interview employment employer vacancy cv salary > job career resume employment
employee employees hr staff workforce onboarding > employee hr
logo logos font fonts color colors palette icon icons design designs designer graphic graphics illustration > design image color icon logo
image images picture pictures photo photos photograph photographs painting drawing portrait wallpaper artwork > image photo picture
art artist artists museum museums painting paintings sculpture sculptures gallery exhibition artwork artworks > art museum artwork collection object
video videos clip clips footage animation subtitle subtitles render > video clip
speech voice speak spoken pronunciation audio dictation narration tts > speech voice audio text
transcript transcripts transcription transcribe captions > transcript video audio
chart charts graph graphs plot diagram diagrams flowchart visualization visualize histogram dashboard trend > chart diagram graph visualization
mindmap mindmaps brainstorm brainstorming outline > mindmap diagram idea
map maps geographic gis heatmap > map location geographic
presentation presentations slide slides powerpoint pptx deck > presentation slide powerpoint
spreadsheet spreadsheets excel xlsx csv workbook worksheet cell cells > excel spreadsheet workbook csv
pdf pdfs document documents docx word paragraph paragraphs report > document pdf word
markdown md html xml json yaml latex > format markdown document convert
essay essays article blog copywriting write writing writer draft cover letter proofread > writing text article
grammar spelling punctuation sentence sentences paraphrase rewrite rephrase wording tone > grammar text writing rewrite
word words vocabulary definition synonym synonyms antonym dictionary meaning etymology > word dictionary definition
translate translation language languages english spanish french german chinese japanese korean hindi arabic italian > translate translation language
summarize summary summaries summarise tldr recap gist > summary summarize text
encyclopedia wiki wikipedia history historical facts fact knowledge biography > wikipedia article knowledge
ai chatgpt gpt llm prompt prompts chatbot machine neural model models > ai model prompt chat
memory remember recall past previous conversation history > memory history conversation
feedback review reviews rating ratings testimonial opinion opinions > review rating feedback
survey poll questionnaire form forms > survey form poll
event events concert concerts festival party conference ticket venue tonight weekend > event ticket venue
activity activities fun hobby hobbies bored weekend > activity event things
donate donation charity charities nonprofit volunteer > charity donation nonprofit
space mars moon nasa planet planets star stars galaxy astronaut rocket satellite telescope asteroid astronomy solar rover > space astronomy nasa planet
earthquake earthquakes seismic tsunami volcano disaster > earthquake disaster
energy electricity electric power solar battery > energy electricity power
manual manuals instruction instructions troubleshoot repair fix appliance > manual guide repair
random dice coin shuffle pick generator > random number generate
qr barcode scan > qr code barcode
trending trend trends popular viral hot hottest > trending popular rank top hot
celebrity celebrities famous > celebrity person
name names baby nickname username > name generator
ocr handwriting handwritten scanned > ocr text image recognition
ship vessel boat maritime port harbor > ship vessel port
aircraft helicopter drone aviation > aircraft flight aviation
holiday holidays christmas thanksgiving easter halloween > holiday date event
sensor device devices iot thermostat light lights smart > device home sensor
`
