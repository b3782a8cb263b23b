package toolindex

// synonyms lists words of the world of tools that stand for one another, one class a line. Words before a ">" lead to those
// after it and not back.
const synonyms = `
delete remove erase destroy drop discard purge uninstall unregister
create add make new insert register
create generate produce build compose draft design
update modify change edit alter adjust set
rename update
resize update
show display view get read
get fetch retrieve obtain read
list enumerate all
list get
search find query lookup look discover
send post publish deliver submit
send message
announce > post send message notify
upload put store save push
save write store
download fetch pull
run execute invoke launch start
start resume enable launch
restore recover undelete undo revert
stop halt terminate kill cancel end shutdown
restart reboot
open load read
close shut
check verify validate test inspect
copy duplicate clone
move relocate transfer
convert transform translate
translate translation language
merge combine join concatenate
split divide separate
compare diff difference
calculate compute evaluate calculator math
count number
summarize summary summarise digest
analyze analysis analyse examine inspect
extract scrape parse
scrape crawl webpage
recommend suggest recommendation suggestion advice
describe explain
schedule plan planner
book reserve reservation booking
buy purchase order shop
sell sale
pay payment billing
price cost pricing quote
draw paint sketch drawing
plot chart graph visualize visualization diagram
image picture photo photograph
picture illustration artwork > image
video movie film clip
movie film cinema
music song track audio
audio sound speech voice
mail email inbox mailbox gmail
email message
message chat sms
person user people contact
user account member profile
customer client
employee staff worker
team group
file document
folder directory dir
doc document documentation
docx word document
xlsx excel spreadsheet workbook
spreadsheet sheet excel
pptx ppt powerpoint presentation slide
slideshow deck slides > presentation
pdf document
website web site webpage page url
page webpage html
url link uri
browser navigate
repo repository
pr pull
issue bug ticket
task todo
calendar event schedule appointment
meeting event calendar
note memo notebook
db database
database table sql
sql query
k8s kubernetes kube
vm virtual
container docker
server host machine
log logs logging
error exception failure
warning alert
postpone reschedule > move update
config configuration setting settings
settings preferences
option parameter
param parameter
app application
auth authentication authorization login
password secret credential
key credential
permission access role
directions route navigation
route path
map location
location place address coordinate geocode
address geocode
coordinate latitude longitude geocode
nearby near around
distance far
city town
country nation
trip travel journey vacation tour itinerary
flight airline plane airport
hotel accommodation lodging stay
train rail railway
car vehicle auto
restaurant dining food
food meal dish
recipe cook cooking dish
weather forecast temperature climate
time date clock
date day
now current today
current latest recent
trending trend popular hot
top best ranking rank
news headline article
article paper
paper research arxiv study
book novel
stock share equity ticker
finance financial money
investment invest portfolio
crypto cryptocurrency bitcoin coin
currency exchange
exchange rate
company business firm organization
job career vacancy employment
resume cv
health medical
doctor physician
disease illness
drug medicine medication
exercise workout fitness
diet nutrition calorie
house home apartment property
house housing real estate
rent rental lease
product item goods
review rating feedback
gift present
game play
match fixture game
player athlete
score result
team club
joke humor funny
quote saying
word term
definition meaning dictionary
synonym thesaurus
grammar spelling
rewrite rephrase paraphrase polish
text content
keyword seo
domain dns whois
ip address
image ocr
ocr text
qr barcode
screenshot capture
memory remember knowledge
conversation chat thread
transcript subtitle caption
statistics stats metric
metric usage
report summary
history historical past
status state health
info information detail
detail get
random generate
id identifier
folder path
category type
tag label hashtag
comment reply
video youtube
horoscope astrology zodiac
course learn education
university college school
law legal
event concert
concert ticket
ticket booking
astronomy space nasa
earthquake quake seismic
air quality pollution
`
