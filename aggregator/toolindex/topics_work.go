package toolindex

// workTopics are of offices, companies and software, in the form of topics.
const workTopics = `
meeting appointment schedule scheduling agenda invite reschedule availability calendar attendee standup slot book busy > calendar event meeting schedule
zoom webinar teams attend conference > meeting video conference
remind reminder alarm todo task checklist priority productivity organize procrastinate habit focus pomodoro > task reminder todo list
project milestone deadline sprint kanban backlog scrum agile gantt roadmap jira trello asana epic > project task issue board | workspace
note notebook jot diary journal memo journaling > note notebook
goal objective okr kpi > goal plan
email inbox gmail outlook mailbox newsletter subject recipient spam unread attachment cc draft > email mail message
sms text whatsapp telegram slack discord messenger chat dm message channel > message chat channel
phone call caller voicemail dial > phone number call
contact address people colleague phonebook > contact person
tweet twitter instagram facebook tiktok linkedin reddit hashtag influencer follower viral social post like caption thread > social media post user
youtube vlog channel subscriber playlist livestream streamer twitch > video channel youtube
marketing advertising advertisement advertise ad campaign brand branding audience promote promotion growth engagement slogan outreach persona conversion segment > marketing ad advertising brand campaign
seo backlink serp ranking keyword traffic rank crawl sitemap visibility > seo keyword website search
website webpage site url link homepage web blog landing > website web url page
wordpress cms webflow hosting builder elementor > website page content post
internet online google bing search browse googling lookup web > web search internet
crm customer client lead prospect sales pipeline opportunity salesforce hubspot deal account > customer crm sales lead contact
support ticket helpdesk complaint zendesk agent faq > support ticket customer
chatbot assistant bot conversational virtual > chat assistant ai
invoice billing payment receipt refund checkout subscription stripe paypal charge quote estimate > invoice payment billing
order shipping shipment shipped package parcel delivery tracking courier fedex ups dhl usps mail carrier > order shipping tracking delivery package
inventory warehouse stockroom sku supply supplier procurement vendor logistics manufacturer wholesale > inventory product supplier order
ecommerce shopify storefront merchant cart woocommerce seller dropshipping > product order store shop
employee hr staff workforce onboarding payroll leave vacation attendance timesheet absence > employee hr time
recruit recruiting candidate applicant interview screening talent > candidate job recruit
logo font color palette icon design designer graphic illustration branding mockup typography banner flyer poster figma canva creative ui ux wireframe prototype layout > design image color icon logo
image picture photo photograph painting drawing portrait wallpaper artwork visual midjourney dalle sketch snapshot illustration > image photo picture
edit crop resize filter background retouch enhance thumbnail watermark upscale collage > image edit photo
camera lens photography shoot aperture > camera photo
video clip footage animation subtitle render cinematic trailer reel storyboard montage > video clip
speech voice speak spoken pronunciation audio dictation narration tts voiceover accent > speech voice audio text
transcript transcription transcribe caption minutes recording recorded > transcript video audio
chart graph plot diagram flowchart visualization visualize histogram dashboard trend pie bar scatter infographic > chart diagram graph visualization
diagram flowchart uml sequence mermaid architecture gantt whiteboard > diagram chart flowchart
mindmap brainstorm brainstorming outline idea > mindmap diagram idea
presentation slide powerpoint pptx deck keynote slideshow pitch presenter > presentation slide powerpoint
spreadsheet excel xlsx csv workbook worksheet cell column row formula pivot sheet > excel spreadsheet workbook csv sheet
pdf document docx word paragraph report page scan annotate > pdf document word
markdown html xml json yaml latex > format markdown document convert
template boilerplate letterhead > template document
sign signature esign docusign notarize > signature document sign
summarize summary summarise tldr recap gist condense shorten brief key takeaway overview > summary summarize text
feedback review rating testimonial opinion > review rating feedback
survey poll questionnaire form respondent > survey form poll
plan planner strategy roadmap > plan planning
business strategy swot competitor market benchmark model > business market analysis company
market trend demand consumer insight > market research trend analysis
trending trend popular viral hot hottest > trending popular rank top hot
sentiment opinion tone emotion attitude > sentiment text analysis
analytics analysis metric insight dashboard report funnel cohort > analytics data report metric
data dataset dataframe pandas column clean explore > data dataset analysis
ai chatgpt gpt llm prompt chatbot machine neural model openai claude gemini deepmind > ai model prompt chat
prompt instruct instruction persona jailbreak > prompt ai
train training finetune classifier inference neural tensorflow pytorch huggingface benchmark > model training dataset
embedding vector rag semantic retrieval chunk index similarity > vector search embedding index
memory remember recall past previous forget entity recollect > memory history conversation knowledge
think reasoning reason step logic > thinking step reasoning
browser chrome click scroll navigate form fill login screenshot tab firefox element dom headless > browser web page navigate
scrape scraping crawl crawler extract webpage content html fetch > scrape web page extract url
screenshot capture screen > screenshot image capture
domain dns whois ssl certificate hostname subdomain nameserver registrar registration > domain dns certificate
shorten shortener bitly redirect > url link short
qr barcode scan > qr code barcode
rss feed subscribe atom > feed rss news
ip network networking ping port firewall proxy vpn bandwidth latency traceroute subnet router packet > network ip port
geolocate geolocation ip whereabouts > ip location country
server deploy deployment hosting cloud infrastructure uptime devops terraform provision ansible > server deployment cloud infrastructure
aws azure gcp ec2 s3 lambda bucket > cloud resource storage
vm instance compute machine virtual hypervisor > vm compute instance virtual
docker kubernetes pod container cluster namespace helm image deployment kubectl > container kubernetes cluster docker
disk memory cpu usage load process ram > system usage monitor process
log error exception stacktrace crash trace debug > log error trace monitor
monitor alert incident outage oncall pagerduty grafana prometheus datadog sentry downtime slow performance healthcheck > monitor alert metric incident
metric latency throughput telemetry observability > metric monitor log
pipeline ci cd build workflow jenkins action release artifact > build pipeline workflow deployment
backup restore snapshot recovery replicate > backup restore snapshot
cost billing spend usage quota budget > cost billing usage
queue kafka rabbitmq pubsub topic broker event stream > queue message topic event
cache redis memcached > cache redis key
function serverless lambda > function app
terminal shell bash command console script cli powershell ssh > command execute terminal shell | windows macos
file folder directory path filesystem save open disk rename upload drive > file directory filesystem read write
cloud dropbox drive gdrive onedrive storage upload share blob > file storage drive
zip unzip archive compress extract > archive file compress
code coding program programming programmer developer function class debug debugging bug compile python java javascript typescript golang rust php script algorithm refactor software compiler syntax snippet framework > code programming developer
repository repo commit branch merge git github gitlab pull fork clone diff stash tag pr > repository git github code
issue bug defect ticket report > issue bug
review lint quality smell refactor > code review analysis
test unittest testing qa assertion coverage > test code
package dependency library npm pip module version pypi maven cargo > package dependency version library
documentation docs reference sdk readme > documentation library code
vulnerability cve exploit malware virus phishing hacker breach security secure pentest ransomware antivirus attack threat > security vulnerability scan
password encrypt encryption decrypt hash authentication login credential secret token key > password security encryption authentication
role permission access identity rbac policy tenant admin > role access identity permission
privacy gdpr anonymize pii redact > privacy data
database sql mysql postgres postgresql mongodb query table row column schema record nosql sqlite snowflake bigquery warehouse > database sql table query
api endpoint webhook integration integrate rest graphql http request openapi swagger > api http request
automate automation workflow zap integrate trigger automatically zapier ifttt recurring > automation workflow integration
app mobile ios android simulator emulator install > app mobile device
device gadget firmware sensor bluetooth > device
robot robotics arduino raspberry > robot device
3d cad model mesh render blender printing sculpt > 3d model scene
game unity unreal scene sprite > game scene object
regex pattern match string > text string pattern
encode decode base64 url escape > encode decode text
uuid guid identifier > generate id
hash checksum md5 sha > hash
ocr handwriting handwritten scanned > ocr text image recognition
detect recognize recognition classify identify face object > detection image recognition
satellite imagery remote sensing > satellite image earth
molecule compound smiles ligand docking pdb > chemical compound protein structure
contract solidity token onchain gas transaction ethereum wallet > blockchain contract transaction token
ad campaign adwords ppc click impression > ad campaign
shop storefront catalog catalogue > product store
simulation simulate model scenario > simulation model
debate argue argument persuade controversial perspective > argument debate opinion
roleplay pretend simulate character persona > character game chat
brand slogan tagline naming > name brand marketing
speech toast presentation eulogy > speech writing
notify notification alert push > notification alert message
vote poll ballot > poll vote
location geofence gps whereabouts > location
`
