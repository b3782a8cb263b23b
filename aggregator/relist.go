package aggregator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"ncp/internal/wire"
)

// listing is one run through all lists of a server.
type listing struct {
	first  chan struct{} // closed when the tools are there, or not to be had
	all    chan struct{} // closed when the other lists are as well, by this run or by the one that it has made way for
	ended  chan struct{} // closed at its end
	cancel context.CancelFunc
	before *listing // that has made way; nil if none has
}

// begin starts to list what the server has, unless that is under way already.
func (s *server) begin() *listing {
	s.lock()
	defer s.mu.Unlock()
	if s.listing == nil {
		s.startListing(nil)
	}
	return s.listing
}

// renew is begin for who wants to know the tools as they are now: a run that has them already, and is at the other lists, makes way.
func (s *server) renew() *listing {
	s.lock()
	defer s.mu.Unlock()
	before := s.listing
	if before != nil {
		select {
		case <-before.first:
			before.cancel()
		default:
			return before
		}
	}
	s.startListing(before)
	return s.listing
}

// startListing runs through all lists, behind a run that is ending or nil. The caller holds mu.
func (s *server) startListing(before *listing) {
	ctx, cancel := context.WithCancel(s.ctx)
	l := &listing{make(chan struct{}), make(chan struct{}), make(chan struct{}), cancel, before}
	s.listing = l
	s.a.tasks.Go(func() {
		defer close(l.ended)
		defer cancel()
		if before != nil {
			<-before.ended
		}
		lists, err := s.relist(ctx)
		s.lock()
		s.listErr = err
		s.mu.Unlock()
		close(l.first)
		if err == nil {
			s.relistRest(ctx, lists)
		}
		s.lock()
		defer s.mu.Unlock()
		if s.listing != l {
			return // it has made way
		}
		s.listing = nil
		for run := l; run != nil; run = run.before {
			close(run.all)
		}
	})
}

// refresh lists the server's tools and waits for them.
func (s *server) refresh(ctx context.Context) error { return s.outcome(ctx, s.renew()) }

// outcome waits for the tools of a run.
func (s *server) outcome(ctx context.Context, l *listing) error {
	select {
	case <-l.first:
		s.lock()
		defer s.mu.Unlock()
		return s.listErr
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// relist lists what matters most: the server's tools, unless they are not relayed. It returns what is known then.
func (s *server) relist(ctx context.Context) (map[wire.Kind]wire.List, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.spec.Upstream.ConnectTimeout()+listTimeLimit, errors.New("the list of tools took too long"))
	defer cancel()
	kinds := s.spec.kinds()
	list, err := s.ask(ctx, kinds[0])
	if err != nil {
		s.note(err)
		return nil, err
	}
	lists := map[wire.Kind]wire.List{kinds[0]: list}
	for _, kind := range kinds[1:] {
		lists[kind] = s.knownOf(kind)
	}
	s.publish(lists)
	s.note(nil)
	return lists, nil
}

// ask lists what the server has of a kind. What hosts would reject is left out and named, but for tools: those can be called all the same, see toolItems.
func (s *server) ask(ctx context.Context, kind wire.Kind) (wire.List, error) {
	list, err := s.spec.Upstream.List(ctx, kind, s.a.client())
	if err != nil || kind == wire.Tools {
		return list, err
	}
	list.Items = slices.DeleteFunc(list.Items, func(raw json.RawMessage) bool {
		bad := misfit(kind, raw, legacy) // the same in both eras, but for tools
		if bad != nil && len(list.Problems) < maxProblems {
			item, _ := wire.ParseObject(raw)
			list.Problems = append(list.Problems, fmt.Sprintf("%s %q is left out, since hosts would reject the list with it: %v", kind.Word(), item.Text(kind.Key()), bad))
		}
		return bad != nil
	})
	return list, nil
}

// relistRest lists the other kinds. One that cannot be had leaves what was known of it.
func (s *server) relistRest(asking context.Context, lists map[wire.Kind]wire.List) {
	ctx, cancel := context.WithTimeoutCause(asking, restTimeLimit, fmt.Errorf("no list within %v", restTimeLimit))
	defer cancel()
	kinds := s.spec.kinds()[1:]
	rest := make([]wire.List, len(kinds))
	var asked sync.WaitGroup
	for i, kind := range kinds {
		asked.Go(func() {
			var err error
			if rest[i], err = s.ask(ctx, kind); err != nil && asking.Err() == nil {
				s.a.log.Warn("list", "server", s.spec.Name, "method", kind.Method(), "err", err)
				rest[i] = wire.List{Items: lists[kind].Items, Problems: []string{kind.Method() + ": " + err.Error()}}
			}
		})
	}
	asked.Wait()
	if asking.Err() != nil {
		return // what was asked for is no longer wanted
	}
	same := true
	for i, kind := range kinds {
		same = same && rest[i].TTL == 0 && slices.Equal(rest[i].Problems, lists[kind].Problems) && slices.EqualFunc(rest[i].Items, lists[kind].Items, func(x, y json.RawMessage) bool { return bytes.Equal(x, y) })
		lists[kind] = rest[i]
	}
	if !same {
		s.publish(lists)
	}
	s.lock()
	defer s.mu.Unlock()
	s.whole = true
}

// publish takes over lists, keeps them in the catalogue's file, and tells of what has changed.
func (s *server) publish(lists map[wire.Kind]wire.List) {
	now := time.Now()
	list, items := s.allowed(lists[wire.Tools].Items), s.spec.items(lists)
	s.lock()
	changed := s.take(list, items, lists, now)
	s.mu.Unlock()
	if len(changed) > 0 {
		s.a.log.Debug("listed", "server", s.spec.Name, "count", len(list.tools)+len(items))
		for _, kind := range wire.Kinds() {
			for _, p := range lists[kind].Problems {
				s.a.log.Warn("bad definition", "server", s.spec.Name, "err", p)
			}
		}
		_, exposing := s.a.exposure()
		s.a.news.tell(slices.DeleteFunc(changed, func(kind wire.Kind) bool { return kind == wire.Tools && !exposing })...)
	}
	if s.a.opts.CacheDir != "" {
		f := catalogueFile{Server: s.spec.Name, Era: s.spec.Upstream.Era(), Grant: s.grant(), Listed: now, lists: lists}
		if err := f.write(s.a.opts.CacheDir, s.identity()); err != nil {
			s.a.log.Warn("keep the catalogue", "server", s.spec.Name, "err", err)
		}
	}
}
