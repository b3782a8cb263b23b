package toolindex

// kin are words that are forms of one another although their stems differ, a family a line.
const kin = `
subscribe subscription subscriber unsubscribe
describe description descriptive
decide decision
permit permission
submit submission
convert conversion
extend extension
expand expansion
receive receipt
apply application applicant
multiply multiplication
classify classification classifier
notify notification
verify verification
specify specification
identify identification
modify modification
simplify simplification
analyze analyse analysis analytics analytical analyst
diagnose diagnosis diagnostic
optimize optimization optimal
choose choice chosen chose
advise advice advisor
weigh weight
high height
long length
deep depth
wide width
fly flight flew
enter entry
depart departure
finance financial
commerce commercial
medicine medical medication
economy economic economics
history historical historic historian
photo photography photographic photograph
geography geographic geographical
science scientific scientist
technology technical tech
statistic statistical
academia academic
week weekly
year yearly annual
hour hourly
teach taught
compare comparison
tax taxation
bought buy
sold sell sale
sent send
written wrote write
drove drive driven
ate eat eaten
paid pay
built build
spoke speak speech spoken
drew draw drawn drawing
sang sing sung
took take taken
children child
men man
women woman
feet foot
mice mouse
indices index indexes
vertices vertex
matrices matrix
criteria criterion
lost lose loss
won win winner
ran run
hid hide hidden
broke break broken
stole steal stolen theft
grew grow growth grown
pronounce pronunciation
explain explanation
maintain maintenance
detain detention
destroy destruction
create creation
react reaction
remind reminder
define definition
compose composition
repeat repetition
recognize recognition
acquire acquisition
publish publication
certify certification
transcribe transcription
resolve resolution
solve solution
divide division
suspend suspension
exclude exclusion
transmit transmission
register registration
cite citation
quote quotation
vary variation
deploy deployment
move movement
treat treatment
fail failure
deliver delivery
discover discovery
recover recovery
produce production
reduce reduction
introduce introduction
consume consumption
subtract subtraction
summary summarize summarization
category categorize categorization
astrology astrological
astronomy astronomical
biology biological
chemistry chemical
physics physical
psychology psychological
nutrition nutrient nutritional
architect architecture architectural
music musician musical
engineer engineering
journal journalist journalism
crypto cryptocurrency
electric electricity electrical
energy energetic
nation national
europe european
america american
asia asian
china chinese
japan japanese
india indian
france french
germany german
italy italian
spain spanish
mexico mexican
russia russian
korea korean
canada canadian
britain british
`
