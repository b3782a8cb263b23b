package oauth

import "ncp/tokenstore"

// Prompt is what a person has to be shown.
type Prompt struct {
	Server   string
	Account  string   // as configured, "" for none
	Hint     string   // the configured login_hint, "" for none
	URL      string   // of the authorization server's page; checked, fit to be opened
	Code     string   // to be typed on that page; "" if the browser comes back by itself
	Complete string   // the page with the code in it, "" if there is none
	Issuer   string   // whose page it is
	Scopes   []string // that the server demands beyond what was granted before
	Shown    bool     // another process, now dead, has shown it already: the page may be open
	Theirs   bool     // another process shows it and waits for the answer: there is nothing to open, and URL may be empty
	Replaced bool     // of Theirs: it was otherwise than a person wants it here, so it is ended, and a page of our own follows
}

// prompt is what a person is shown of a pending flow.
func (f *Flow) prompt(p *tokenstore.PendingFlow) Prompt {
	shown := Prompt{Server: f.t.set.Name, Account: f.t.set.Account, Hint: f.t.set.LoginHint, URL: p.URL, Issuer: p.Issuer, Scopes: p.Added}
	if p.Device != nil {
		shown.Code, shown.Complete = p.Device.UserCode, p.Device.Complete
	}
	return shown
}
