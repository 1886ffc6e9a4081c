package study

import (
	"poolsim/sim/experiment"
	"poolsim/sim/queueing"
	"poolsim/sim/scenario"
)

// Guess is where a search began, before anything was simulated.
type Guess struct {
	At    []string `json:"at"`
	By    string   `json:"by"`    // the closed form, "square-root staffing", or "the scenario's own value"
	Exact bool     `json:"exact"` // the scenario is just what the form supposes
}

// What a guess can rest on beside a closed form.
const (
	byStaffing = "square-root staffing"
	byOwnValue = "the scenario's own value"
)

// spare is how many standard deviations of the load square-root staffing keeps in reserve: one request in 40 waits then, as
// long as the load is large (Halfin and Whitt, Operations Research 29 (1981) 567-588, equation 2.3).
const spare = 2.0

// opinion is what theory says of a candidate.
type opinion struct {
	meets bool
	by    string // "" is no opinion
	exact bool
}

// expects asks theory whether a scenario meets its targets: those of which a closed form knows the metric. Where there is
// none, a pool should have room for its load and some more.
func expects(sc *scenario.Scenario) opinion {
	o := opinion{meets: true, exact: true}
	for _, r := range experiment.Theory(sc) {
		for _, t := range sc.SLO {
			if t.Metric == r.Metric && t.Stat == r.Stat {
				o.by, o.exact = r.Form, o.exact && r.Exact
				o.meets = o.meets && float64(r.Value) <= t.Limit
			}
		}
	}
	for _, p := range experiment.Check(sc).Pools {
		if p.Limit <= 0 || p.OfferedLoad.IsNaN() {
			continue
		}
		full := p.Utilisation >= 1 && p.TimeoutSeconds == nil
		if o.by == "" || full {
			enough := queueing.SquareRootServers(float64(p.OfferedLoad), spare)
			o.meets = o.meets && !full && p.Limit >= enough
			if o.by == "" || o.by == byStaffing {
				o.by, o.exact = byStaffing, false
			}
		}
	}
	o.exact = o.exact && o.by != ""
	return o
}

// guess finds where theory says that the boundary is, without simulating: the first position of n, from the hardest to the
// easiest, at which it expects the targets to be met. ok is false where it has no opinion or expects them nowhere.
func guess(n int, ask func(at int) (opinion, error)) (at int, o opinion, ok bool, err error) {
	o, err = ask(n - 1)
	if err != nil || o.by == "" || !o.meets {
		return 0, o, false, err
	}
	lo, hi := -1, n-1
	for lo+1 < hi {
		mid := lo + (hi-lo)/2
		at, err := ask(mid)
		if err != nil {
			return 0, o, false, err
		}
		if at.by != "" && at.meets {
			hi, o = mid, at
		} else {
			lo = mid
		}
	}
	return hi, o, true, nil
}
