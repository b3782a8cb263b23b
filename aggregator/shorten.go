package aggregator

import (
	"encoding/json"
	"fmt"
	"strings"

	"ncp/internal/wire"
)

// shorten returns result with what is longer than budget bytes replaced by its head, its tail, its sizes and a link to the whole, which goes on the shelf; a
// result within the budget is returned as it is. All texts of a result count together, embedded resources' too, and so does structuredContent, which is
// replaced as a whole unless keepStructured: half of a JSON value is none. Pictures, sound and links stay, and so does what would not become shorter.
func (h *host) shorten(result json.RawMessage, budget int, keepStructured bool) json.RawMessage {
	if budget <= 0 || len(result) <= budget { // JSON is no shorter than the text in it
		return result
	}
	obj, err := wire.ParseObject(result)
	if err != nil {
		return result
	}
	var whole string
	if items, err := wire.Items(obj.Get("content")); err == nil {
		var short []json.RawMessage
		if short, whole = h.shortenTexts(items, budget); short != nil {
			obj = obj.Set("content", array(short))
		}
	}
	structured := obj.Get("structuredContent")
	if len(structured) <= budget || keepStructured {
		return obj.Raw()
	}
	obj = obj.Delete("structuredContent")
	if says(structured, whole) { // as it usually does, for hosts that know texts only
		return obj.Raw()
	}
	held := newHeld(string(structured), "application/json", budget)
	note := textContent(fmt.Sprintf("[ncp: structuredContent is %d bytes of JSON. %s]", len(structured), h.howToRead(held, 0)))
	link := held.link("structuredContent")
	if len(note)+len(link) >= len(structured) {
		return obj.Set("structuredContent", structured).Raw()
	}
	h.shelf.put(held)
	items, _ := wire.Items(obj.Get("content"))
	return obj.Set("content", array(append(items, note, link))).Raw()
}

// shortenTexts replaces the texts among items by one text and a link, if together they are longer than budget; whole is then all of them, else "". short is
// nil where nothing is replaced, also because that would not be shorter.
func (h *host) shortenTexts(items []json.RawMessage, budget int) (short []json.RawMessage, whole string) {
	var texts []string
	first, size := -1, 0
	isText := make([]bool, len(items))
	for i, item := range items {
		text, ok := textOf(item)
		if !ok {
			continue
		}
		if first < 0 {
			first = i
		}
		isText[i] = true
		texts = append(texts, text)
		size += len(text)
	}
	if size <= budget {
		return nil, ""
	}
	whole = strings.Join(texts, "\n")
	held := newHeld(whole, "text/plain", budget)
	head := headEnd(whole, budget*3/4)
	tail := max(tailStart(whole, budget/4), head)
	note := fmt.Sprintf("\n[ncp: %d of %d bytes are left out here (%d lines in all). %s]\n", tail-head, len(whole), strings.Count(strings.TrimSuffix(whole, "\n"), "\n")+1, h.howToRead(held, head))
	for i, item := range items {
		switch {
		case i == first:
			shown := textContent(whole[:head] + note + whole[tail:])
			if block, err := wire.ParseObject(item); err == nil && len(texts) == 1 && block.Text("type") == "text" { // with its annotations
				shown = block.Set("text", wire.AppendText(nil, whole[:head]+note+whole[tail:])).Raw()
			}
			short = append(short, shown, held.link("result"))
		case !isText[i]:
			short = append(short, item)
		}
	}
	if len(array(short)) >= len(array(items)) {
		return nil, whole
	}
	h.shelf.put(held)
	return short, whole
}

// says reports whether structured content is what the text says: its JSON, or an object around the text alone.
func says(structured json.RawMessage, text string) bool {
	if string(structured) == text {
		return true
	}
	obj, err := wire.ParseObject(structured)
	if err != nil || len(obj) != 1 {
		return false
	}
	only, ok := wire.Text(obj[0].Value)
	return ok && only == text
}

// textOf is the text of a content block that is made of text.
func textOf(item json.RawMessage) (string, bool) {
	block, err := wire.ParseObject(item)
	if err != nil {
		return "", false
	}
	switch block.Text("type") {
	case "text":
		return wire.Text(block.Get("text"))
	case "resource":
		resource, _ := wire.ParseObject(block.Get("resource"))
		text, ok := wire.Text(resource.Get("text"))
		return "[" + resource.Text("uri") + "]\n" + text, ok
	}
	return "", false
}

// howToRead tells a model how it goes on at offset, with the tools that it has.
func (h *host) howToRead(t *heldText, offset int) string {
	how := fmt.Sprintf(`run {"tool":%q,"parameters":{"id":%q,"offset":%d}}`, readResult, t.id, offset)
	if exposure, _ := h.a.exposure(); exposure == ExposeAll {
		how = fmt.Sprintf(`%s {"id":%q,"offset":%d}`, exposedReadResult, t.id, offset)
	}
	return fmt.Sprintf("Read on with %s; it is kept for %d minutes.", how, int(shelfTime.Minutes()))
}

// link is a resource link to the text.
func (t *heldText) link(name string) json.RawMessage {
	return fmt.Appendf(nil, `{"type":"resource_link","uri":%q,"name":%q,"mimeType":%q,"size":%d}`, t.uri(), name, t.mimeType, len(t.text))
}

func textContent(text string) json.RawMessage {
	return append(wire.AppendText([]byte(`{"type":"text","text":`), text), '}')
}

func array(items []json.RawMessage) json.RawMessage {
	out := []byte{'['}
	for i, item := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, item...)
	}
	return append(out, ']')
}

// readResult is the tool that reads a text on the shelf. It is not in the catalogue: who needs it is told so in the answer that was shortened.
// A host without run is listed it by itself.
const (
	readResult        = "ncp:read_result"
	exposedReadResult = "ncp" + separator + "read_result"
)

const readResultSchema = `{"type":"object","properties":{` +
	`"id":{"type":"string","description":"of the result"},` +
	`"offset":{"type":"integer","minimum":0,"description":"first byte, default 0"},` +
	`"limit":{"type":"integer","minimum":1,"description":"bytes at most; never more than the budget of the server that it came from"}},` +
	`"required":["id"],"additionalProperties":false}`

func readResultDefinition() json.RawMessage {
	return json.RawMessage(`{"name":"` + exposedReadResult + `","title":"Read a long result","description":"Read on in a result that was too long to be shown at once.",` +
		`"inputSchema":` + readResultSchema + `,"annotations":{"readOnlyHint":true,"openWorldHint":false}}`)
}

// readHeld answers run ncp:read_result, or whatever name the tool is called by: one page as it is, then where it stands.
func (h *host) readHeld(name string, parameters json.RawMessage) (json.RawMessage, error) {
	args := struct {
		ID     string      `json:"id"`
		Offset json.Number `json:"offset"`
		Limit  json.Number `json:"limit"`
	}{}
	if err := checkMeta(readResultSchema, name, parameters, &args); err != nil {
		return nil, err
	}
	held, err := h.shelf.get(args.ID)
	if err != nil {
		return nil, err
	}
	offset, err := whole(name, "offset", args.Offset, 0, 0, len(held.text))
	if err != nil {
		return nil, err
	}
	limit, err := whole(name, "limit", args.Limit, 0, 1, wire.MaxFrame)
	if err != nil {
		return nil, err
	}
	page, next := held.slice(offset, limit)
	return append(append([]byte(`{"content":`), array([]json.RawMessage{textContent(page), textContent(held.position(page, next))})...), '}'), nil
}

// position says where a page stands, and how to go on.
func (t *heldText) position(page string, next int) string {
	where := fmt.Sprintf("[ncp: bytes %d to %d of %d; ", next-len(page), next, len(t.text))
	if next == len(t.text) {
		return where + "this is the end]"
	}
	return where + fmt.Sprintf("the next page is at offset %d]", next)
}

// readHeldResource answers resources/read of ncp://result/ID, or of ncp://result/ID?offset=N, as the page before it is named: a page, then, where there
// is more, what the next one is called.
func (h *host) readHeldResource(era era, uri string) (json.RawMessage, error) {
	id, offset := strings.TrimPrefix(uri, heldURI), 0
	id, query, paged := strings.Cut(id, "?offset=")
	held, err := h.shelf.get(id)
	if err == nil && paged {
		offset, err = whole(uri, "offset", json.Number(query), 0, 0, len(held.text))
	}
	if err != nil {
		return nil, notFound(era, uri, err.Error())
	}
	page, next := held.slice(offset, 0)
	contents := []json.RawMessage{resourceText(uri, held.mimeType, page)}
	if next < len(held.text) {
		contents = append(contents, resourceText(fmt.Sprintf("%s?offset=%d", held.uri(), next), "text/plain", held.position(page, next)))
	}
	return append(append([]byte(`{"contents":`), array(contents)...), '}'), nil
}

func resourceText(uri, mimeType, text string) json.RawMessage {
	return wire.Object{
		{Key: "uri", Value: wire.AppendText(nil, uri)}, {Key: "mimeType", Value: wire.AppendText(nil, mimeType)}, {Key: "text", Value: wire.AppendText(nil, text)},
	}.Raw()
}
