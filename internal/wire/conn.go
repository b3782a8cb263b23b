package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
)

// ErrClosed is wrapped by every error of a Conn whose stream has ended.
var ErrClosed = errors.New("connection closed")

// Handler takes what the other peer begins. Its methods run on the goroutine that reads the stream, in the order of the stream,
// and must not block; a request may be answered later and from anywhere.
type Handler interface {
	// HandleRequest must see to it that r is answered once. ctx ends when the other side cancels the request or the Conn closes.
	HandleRequest(ctx context.Context, r *Request)
	// HandleNotification takes all but notifications/cancelled, and the progress and subscriptions of own calls that have a sink.
	HandleNotification(m Message)
	// HandleBroken learns of a frame that is no message, unless it was to be the answer to an own call, which it ends. The stream goes on.
	HandleBroken(err *FrameError)
}

// Conn is one JSON-RPC peer on a Stream. All its methods are safe for concurrent use.
type Conn struct {
	stream  Stream
	handler Handler
	ctx     context.Context // parent of every incoming request's context
	cancel  context.CancelFunc
	lastID  atomic.Int64
	done    chan struct{}
	err     error // why the stream ended; set before done is closed

	mu       sync.Mutex               // guards the two maps
	outgoing map[string]*outgoingCall // by id as text; nil once the stream has ended
	incoming map[string]*Request
	idle     chan struct{} // closed when incoming becomes empty while somebody drains
}

type outgoingCall struct {
	sink   func(Message)
	answer chan answer // buffered, one
}

// answer is what came for a call.
type answer struct {
	message Message
	err     error // *FrameError: why it is none
}

// NewConn makes a peer on stream whose incoming requests live no longer than ctx. It reads nothing until Run.
func NewConn(ctx context.Context, stream Stream, handler Handler) *Conn {
	ctx, cancel := context.WithCancel(ctx)
	return &Conn{
		stream: stream, handler: handler, ctx: ctx, cancel: cancel, done: make(chan struct{}),
		outgoing: make(map[string]*outgoingCall), incoming: make(map[string]*Request),
	}
}

// Run reads the stream until it ends and returns why (nil: in good order). Requests under way keep their contexts: see Drain and Close.
func (c *Conn) Run() error {
	var err error
	for {
		var frame []byte
		if frame, err = c.stream.ReadFrame(); err != nil {
			var broken *FrameError
			if errors.As(err, &broken) {
				c.broken(broken)
				continue
			}
			break
		}
		good, bad := ParseBatch(frame)
		for _, m := range good {
			c.dispatch(m)
		}
		for _, b := range bad {
			c.broken(b)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	c.mu.Lock()
	c.outgoing = nil
	c.mu.Unlock()
	c.err = err
	close(c.done)
	return err
}

// Done is closed when the stream has ended.
func (c *Conn) Done() <-chan struct{} { return c.done }

// Err is why the stream ended, after Done.
func (c *Conn) Err() error {
	<-c.done
	if c.err == nil {
		return ErrClosed
	}
	return fmt.Errorf("%w: %w", ErrClosed, c.err)
}

// Drain waits until every incoming request is answered or ctx ends.
func (c *Conn) Drain(ctx context.Context) {
	c.mu.Lock()
	if len(c.incoming) == 0 {
		c.mu.Unlock()
		return
	}
	if c.idle == nil {
		c.idle = make(chan struct{})
	}
	idle := c.idle
	c.mu.Unlock()
	select {
	case <-idle:
	case <-ctx.Done():
	}
}

// Cancel ends the context of every incoming request. The stream stays as it is.
func (c *Conn) Cancel() { c.cancel() }

func (c *Conn) dispatch(m Message) {
	switch {
	case m.Method == "":
		if call := c.take(m.ID); call != nil {
			call.answer <- answer{message: m}
		}
	case m.ID != nil:
		c.receive(m)
	case m.Method == "notifications/cancelled":
		c.mu.Lock()
		r := c.incoming[string(member(m.Params, "requestId"))]
		c.mu.Unlock()
		if r != nil {
			r.Abandon()
		}
	case m.Method == "notifications/progress":
		c.mu.Lock()
		call := c.outgoing[string(member(m.Params, "progressToken"))]
		c.mu.Unlock()
		if call != nil && call.sink != nil {
			call.sink(m)
		} // late or unasked: dropped
	default:
		meta, _ := ParseObject(member(m.Params, "_meta"))
		c.mu.Lock()
		call := c.outgoing[string(meta.Get(subscriptionID))]
		c.mu.Unlock()
		if call != nil && call.sink != nil {
			call.sink(m)
			return
		}
		c.handler.HandleNotification(m)
	}
}

// take returns the call under id, which is answered with that; nil if there is none.
func (c *Conn) take(id json.RawMessage) *outgoingCall {
	c.mu.Lock()
	defer c.mu.Unlock()
	call := c.outgoing[string(id)]
	delete(c.outgoing, string(id))
	return call
}

// broken ends the call to which a broken frame was to be the answer: that which it names, else the only one under way.
func (c *Conn) broken(err *FrameError) {
	id := err.ID
	if err.Answer && id == nil {
		c.mu.Lock()
		if len(c.outgoing) == 1 {
			for only := range c.outgoing {
				id = json.RawMessage(only)
			}
		}
		c.mu.Unlock()
	}
	if err.Answer {
		if call := c.take(id); call != nil {
			call.answer <- answer{err: err}
			return
		}
	}
	c.handler.HandleBroken(err)
}

// subscriptionID names in _meta the request whose subscription a notification belongs to (2026-07-28, patterns/subscriptions).
const subscriptionID = "io.modelcontextprotocol/subscriptionId"

func (c *Conn) receive(m Message) {
	ctx, cancel := context.WithCancel(c.ctx)
	r := &Request{Message: m, conn: c, cancel: cancel}
	c.mu.Lock()
	_, twice := c.incoming[string(m.ID)]
	if !twice {
		c.incoming[string(m.ID)] = r
	}
	c.mu.Unlock()
	if twice {
		cancel()
		_ = c.write(c.ctx, Message{ID: m.ID, Error: Errorf(CodeInvalidRequest, "a request with this id is still under way")})
		return
	}
	c.handler.HandleRequest(ctx, r)
}

// NextID returns a fresh id for Call. It also serves as that call's progress token.
func (c *Conn) NextID() json.RawMessage {
	return strconv.AppendInt(nil, c.lastID.Add(1), 10)
}

// Call sends a request under id (from NextID) and returns its answer, which may carry an Error. Progress notifications that name id as
// their token, and those that name it as their subscription, go to sink, in order and before the answer; sink may be nil and must not block.
// If ctx ends first the other side is told with notifications/cancelled, unless nothing was sent yet, and Call returns ctx's cause. An error that Is ErrUnsent means
// that the request never left, and a *FrameError that an answer came which is none.
func (c *Conn) Call(ctx context.Context, id json.RawMessage, method string, params json.RawMessage, sink func(Message)) (Message, error) {
	if ctx.Err() != nil {
		return Message{}, context.Cause(ctx)
	}
	call := &outgoingCall{sink: sink, answer: make(chan answer, 1)}
	c.mu.Lock()
	if c.outgoing == nil {
		c.mu.Unlock()
		return Message{}, Unsent(c.Err())
	}
	c.outgoing[string(id)] = call
	c.mu.Unlock()
	if err := c.write(ctx, Message{ID: id, Method: method, Params: params}); err != nil {
		c.forget(id)
		if ctx.Err() != nil && !errors.Is(err, ErrUnsent) { // it may have arrived, and be under way by now
			c.cancelled(ctx, id, method)
		}
		return Message{}, err
	}
	select {
	case a := <-call.answer:
		return a.message, a.err
	case <-c.done:
		select {
		case a := <-call.answer: // the stream ended behind the answer
			return a.message, a.err
		default:
			return Message{}, c.Err()
		}
	case <-ctx.Done():
		if c.forget(id) {
			c.cancelled(ctx, id, method)
		}
		return Message{}, context.Cause(ctx)
	}
}

// cancelled tells the other side that nobody waits for id any more.
func (c *Conn) cancelled(ctx context.Context, id json.RawMessage, method string) {
	if method == "initialize" { // "The initialize request MUST NOT be cancelled"
		return
	}
	params := Object{{"requestId", id}, {"reason", AppendText(nil, context.Cause(ctx).Error())}}.Raw()
	_ = c.Notify(context.WithoutCancel(ctx), "notifications/cancelled", params)
}

// Awaits reports whether the answer to the call under id is still to come. To a Handler it says so in the order of the stream.
func (c *Conn) Awaits(id json.RawMessage) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.outgoing[string(id)] != nil
}

func (c *Conn) forget(id json.RawMessage) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, there := c.outgoing[string(id)]
	delete(c.outgoing, string(id))
	return there
}

// Notify sends a notification.
func (c *Conn) Notify(ctx context.Context, method string, params json.RawMessage) error {
	return c.write(ctx, Message{Method: method, Params: params})
}

// Reject answers a frame that was no request. It names a request only, never an answer, whose id is one of ours.
func (c *Conn) Reject(err *FrameError) error {
	id := err.ID
	if id == nil || err.Answer {
		id = json.RawMessage("null")
	}
	return c.write(c.ctx, Message{ID: id, Error: &Error{Code: err.Code, Message: err.Reason}})
}

func (c *Conn) write(ctx context.Context, m Message) error {
	n := 64 + len(m.Params) + len(m.Result)
	return c.stream.WriteFrame(ctx, m.AppendTo(make([]byte, 0, n)))
}

// Request is an incoming request that waits for its answer. Exactly one of its methods takes effect, once;
// after the other side has cancelled it none does, since nothing more may be sent for it then.
type Request struct {
	Message
	conn   *Conn
	cancel context.CancelFunc
	order  sync.Mutex // held while something about r is written, so that nothing follows its answer
}

// Notify sends a notification that belongs to r. It sends nothing once r has ended.
func (r *Request) Notify(method string, params json.RawMessage) error {
	r.order.Lock()
	defer r.order.Unlock()
	r.conn.mu.Lock()
	open := r.conn.incoming[string(r.ID)] == r
	r.conn.mu.Unlock()
	if !open {
		return nil
	}
	return r.conn.Notify(r.conn.ctx, method, params)
}

// ErrEnded is the error of an Answer or a Fail that has no effect, since the other side has cancelled the request, or it has its answer.
var ErrEnded = errors.New("the request has ended")

// Answer sends the result.
func (r *Request) Answer(result json.RawMessage) error {
	return r.finish(Message{ID: r.ID, Result: result})
}

// Fail sends an error: err itself if it is an *Error, else an internal error with its text.
func (r *Request) Fail(err error) error {
	var e *Error
	if !errors.As(err, &e) {
		e = &Error{Code: CodeInternal, Message: err.Error()}
	}
	return r.finish(Message{ID: r.ID, Error: e})
}

func (r *Request) finish(m Message) error {
	r.order.Lock()
	defer r.order.Unlock()
	if !r.take() {
		return ErrEnded
	}
	defer r.leave()
	return r.conn.write(r.conn.ctx, m)
}

// Abandon ends r without an answer.
func (r *Request) Abandon() {
	if r.take() {
		r.leave()
	}
}

// take claims the right to end r: of an answer and a cancellation the first wins.
func (r *Request) take() bool {
	c := r.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.incoming[string(r.ID)] != r {
		return false
	}
	c.incoming[string(r.ID)] = nil // still counted for Drain until it is written
	return true
}

func (r *Request) leave() {
	c := r.conn
	c.mu.Lock()
	delete(c.incoming, string(r.ID))
	if len(c.incoming) == 0 && c.idle != nil {
		close(c.idle)
		c.idle = nil
	}
	c.mu.Unlock()
	r.cancel()
}

func member(params json.RawMessage, key string) json.RawMessage {
	if params == nil {
		return nil
	}
	obj, err := ParseObject(params)
	if err != nil {
		return nil
	}
	return obj.Get(key)
}
