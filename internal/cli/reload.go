package cli

import (
	"context"
	"os"
	"time"

	"ncp/config"
)

// lookEvery is how often the configuration is looked at while a host is served. A look is one stat.
const lookEvery = 500 * time.Millisecond

// stamp is a state of the file, as far as stat tells; nil means that there is none.
func stamp(path string) os.FileInfo {
	info, err := os.Stat(path) // through a link: what counts is the file behind it
	if err != nil {
		return nil
	}
	return info
}

// sameStamp reports whether nothing has happened to the file. Editors replace it, so that another file of the same size and time is another state.
func sameStamp(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// follow takes over every change of the configuration, and takes part in every sign-in, until ctx ends. before is the file's state before it was first read. A change counts once it
// has stood for two looks: the first may fall into the middle of writing, or between the old file and the new.
func (g *gateway) follow(ctx context.Context, paths config.Paths, before os.FileInfo) {
	looks := time.NewTicker(lookEvery)
	defer looks.Stop()
	for last := before; ; {
		select {
		case <-looks.C:
		case <-ctx.Done():
			return
		}
		now := stamp(paths.ConfigFile)
		if !sameStamp(now, before) && sameStamp(now, last) {
			before = now
			g.reload(paths)
		}
		last = now
		g.hostSignIns.join(g.signIns.all())
	}
}

// reload reads the configuration again. A file that is broken as a whole leaves everything as it is, and find says so.
func (g *gateway) reload(paths config.Paths) {
	cfg, err := config.Load(paths, g.a.lookup)
	if err != nil {
		g.a.sayf("%v", err)
		g.SetNotice("the configuration is broken since its last change, and the servers are still those from before it: " + firstLine(err.Error()))
		return
	}
	for _, p := range cfg.Problems {
		g.a.sayf("%v", p)
	}
	g.a.neverOpens.Store(cfg.OpenBrowser == config.OpenBrowserNever)
	g.Expose(g.a.exposure(cfg))
	g.Replace(g.wire(cfg.Servers), notice(cfg, paths))
	g.signIns.retain(cfg.Servers)
	g.a.logger().Debug("configuration read again", "count", len(cfg.Servers))
}
