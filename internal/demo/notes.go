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
	mcp.AddTool(server, &mcp.Tool{Name: "create_note", Description: "Write down a note with a title, a text and tags."}, b.create)
	mcp.AddTool(server, &mcp.Tool{Name: "search_notes", Annotations: readOnly, Description: "Search notes by words in their title, text or tags."}, b.search)
	mcp.AddTool(server, &mcp.Tool{Name: "read_note", Annotations: readOnly, Description: "Read one note by its number."}, b.read)
	mcp.AddTool(server, &mcp.Tool{
		Name: "delete_note", Annotations: &mcp.ToolAnnotations{DestructiveHint: &destructive},
		Description: "Delete one note by its number. It cannot be brought back.",
	}, b.delete)
	return server
}

type newNote struct {
	Title string   `json:"title" jsonschema:"what the note is about"`
	Text  string   `json:"text,omitempty" jsonschema:"the note itself"`
	Tags  []string `json:"tags,omitempty" jsonschema:"words to find it by"`
}

func (b *notebook) create(_ context.Context, _ *mcp.CallToolRequest, in newNote) (*mcp.CallToolResult, any, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.last++
	b.notes = append(b.notes, note{b.last, in.Title, in.Text, in.Tags})
	return text("Note %d is written down.", b.last), nil, nil
}

type noteQuery struct {
	Words string `json:"words" jsonschema:"words that the note has"`
}

func (b *notebook) search(_ context.Context, _ *mcp.CallToolRequest, in noteQuery) (*mcp.CallToolResult, any, error) {
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
		return text("No note has %q.", in.Words), nil, nil
	}
	return text("%s", strings.Join(lines, "\n")), nil, nil
}

type noteID struct {
	ID int `json:"id" jsonschema:"number of the note"`
}

func (b *notebook) read(_ context.Context, _ *mcp.CallToolRequest, in noteID) (*mcp.CallToolResult, any, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.notes, func(n note) bool { return n.ID == in.ID })
	if i < 0 {
		return nil, nil, fmt.Errorf("there is no note %d", in.ID)
	}
	return nil, b.notes[i], nil
}

func (b *notebook) delete(_ context.Context, _ *mcp.CallToolRequest, in noteID) (*mcp.CallToolResult, any, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := len(b.notes)
	b.notes = slices.DeleteFunc(b.notes, func(n note) bool { return n.ID == in.ID })
	if len(b.notes) == before {
		return nil, nil, fmt.Errorf("there is no note %d", in.ID)
	}
	return text("Note %d is gone.", in.ID), nil, nil
}
