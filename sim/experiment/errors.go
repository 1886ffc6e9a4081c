package experiment

import "poolsim/sim/scenario"

// LoggedError is an error that the application would log, and how often in a replication.
type LoggedError struct {
	Pool    string `json:"pool"`    // "" for an error of the database
	Message string `json:"message"` // as the product words it
	Total   Number `json:"total"`   // mean over replications, with its 95 % interval
	Lo      Number `json:"lo"`
	Hi      Number `json:"hi"`
	N       int    `json:"n"`
}

// loggedErrors are the errors that occurred.
func loggedErrors(sc *scenario.Scenario, metrics []Metric) []LoggedError {
	out := []LoggedError{}
	add := func(k key, message string) {
		k.stat = "total"
		if i := position(metrics, k); i >= 0 && metrics[i].Value > 0 {
			m := &metrics[i]
			out = append(out, LoggedError{Pool: k.pool, Message: message, Total: m.Value, Lo: m.Lo, Hi: m.Hi, N: m.N})
		}
	}
	for _, p := range sc.Model.Pools {
		if p.Dialect.TimeoutMessage != nil {
			add(key{metric: "timeouts_total", pool: p.Name}, p.Dialect.TimeoutMessage(p.Values))
		}
	}
	if db := sc.Model.Database; db != nil {
		add(key{metric: "refused_connects_total"}, db.RefusedMessage())
	}
	return out
}
