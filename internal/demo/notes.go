package demo

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type note struct {
	ID    int      `json:"id"`
	Title string   `json:"title"`
	Text  string   `json:"text"`
	Tags  []string `json:"tags,omitempty"`
}

// notebook holds notes.
type notebook struct {
	mu    sync.Mutex // guards what follows
	notes []note
	last  int
}

func notes() *mcp.Server {
	b := &notebook{}
	server := mcp.NewServer(&mcp.Implementation{Name: "notes", Version: "1.0.0"}, nil)
	readOnly := &mcp.ToolAnnotations{ReadOnlyHint: true}
	destructive := true
	const byNumber = `{"id":{"description":"number of the note","type":"integer"}}`
	addTool(server, &mcp.Tool{Name: "create_note", Description: "Write down a note with a title, a text and tags."},
		`{"title":{"description":"what the note is about","type":"string"},"text":{"description":"the note itself","type":"string"},`+
			`"tags":{"description":"words to find it by","items":{"type":"string"},"type":["null","array"]}}`,
		[]string{"title"}, b.create)
	addTool(server, &mcp.Tool{Name: "search_notes", Annotations: readOnly, Description: "Search notes by words in their title, text or tags."},
		`{"words":{"description":"words that the note has","type":"string"}}`, []string{"words"}, b.search)
	addTool(server, &mcp.Tool{Name: "read_note", Annotations: readOnly, Description: "Read one note by its number."}, byNumber, []string{"id"}, b.read)
	addTool(server, &mcp.Tool{
		Name: "delete_note", Annotations: &mcp.ToolAnnotations{DestructiveHint: &destructive},
		Description: "Delete one note by its number. It cannot be brought back.",
	}, byNumber, []string{"id"}, b.delete)
	return server
}

func (b *notebook) create(_ context.Context, req *mcp.CallToolRequest) (any, error) {
	var in struct {
		Title, Text string
		Tags        []string
	}
	if err := read(req, &in); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	b.notes = append(b.notes, note{b.last, in.Title, in.Text, in.Tags})
	return fmt.Sprintf("Note %d is written down.", b.last), nil
}

func (b *notebook) search(_ context.Context, req *mcp.CallToolRequest) (any, error) {
	var in struct{ Words string }
	if err := read(req, &in); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	var lines []string
	for _, n := range b.notes {
		all := strings.ToLower(strings.Join(append([]string{n.Title, n.Text}, n.Tags...), " "))
		if strings.Contains(all, strings.ToLower(in.Words)) {
			lines = append(lines, fmt.Sprintf("%d: %s", n.ID, n.Title))
		}
	}
	if lines == nil {
		return fmt.Sprintf("No note has %q.", in.Words), nil
	}
	return strings.Join(lines, "\n"), nil
}

type noteID struct{ ID int }

func (b *notebook) read(_ context.Context, req *mcp.CallToolRequest) (any, error) {
	var in noteID
	if err := read(req, &in); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.notes, func(n note) bool { return n.ID == in.ID })
	if i < 0 {
		return nil, fmt.Errorf("there is no note %d", in.ID)
	}
	return b.notes[i], nil
}

func (b *notebook) delete(_ context.Context, req *mcp.CallToolRequest) (any, error) {
	var in noteID
	if err := read(req, &in); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	before := len(b.notes)
	b.notes = slices.DeleteFunc(b.notes, func(n note) bool { return n.ID == in.ID })
	if len(b.notes) == before {
		return nil, fmt.Errorf("there is no note %d", in.ID)
	}
	return fmt.Sprintf("Note %d is gone.", in.ID), nil
}
