package config

// Policy is what may be said at the top for all servers, and in an entry for that server instead.
type Policy struct {
	Confirm      Confirm
	OnToolChange OnToolChange
	ResultBudget Budget
}

// inherit takes over from the top what the entry does not say itself.
func (p *Policy) inherit(top *Policy) {
	if !p.Confirm.Set {
		p.Confirm = top.Confirm
	}
	if p.OnToolChange == "" {
		p.OnToolChange = top.OnToolChange
	}
	if !p.ResultBudget.Set {
		p.ResultBudget = top.ResultBudget
	}
}

// OnToolChange says what becomes of a call of a tool that its server describes otherwise than when it was first used.
type OnToolChange string

// The values of onToolChange; "" means OnToolChangeWarn.
const (
	OnToolChangeWarn  OnToolChange = "warn"  // it is made, and logged
	OnToolChangeBlock OnToolChange = "block" // it is refused until the user has accepted the tool as it is now
)

var onToolChangeWords = []string{string(OnToolChangeWarn), string(OnToolChangeBlock)}
