package experiment_test

import (
	"math"
	"testing"

	"poolsim/sim/experiment"
)

// TestAlertsOnADashboard: a connection is in use for 2 s of every 10 s, and a dashboard that looks every 15 s sees a fifth of
// the looks beyond, but only two stretches of fifteen.
func TestAlertsOnADashboard(t *testing.T) {
	t.Parallel()
	const clock = `
[run]
duration = "1h"
warmup = "5s"
replications = 40
[[pool]]
name = "main"
[[class]]
name = "api"
arrivals = { process = "deterministic", rate = "6/min" }
  [[class.step]]
  holder = "main"
  hold = "2s"
[[alert]]
metric = "in_use"
above = 0
[[alert]]
metric = "in_use"
above = 0
scrape = "1s"
[[alert]]
metric = "response"
above = "1s"
[[alert]]
metric = "wait"
above = "0s"
`
	r := run(t, parse(t, clock), experiment.Options{})
	near := func(what string, got experiment.Number, want, off float64) {
		t.Helper()
		if !(math.Abs(float64(got)-want) <= off) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	if len(r.Alerts) != 4 {
		t.Fatalf("%d alerts", len(r.Alerts))
	}
	in := r.Alerts[0].Watched
	near("share", r.Alerts[0].Share, 0.2, 1e-9)
	near("stretches", in.PerHour.Value, 360, 1)
	near("longest", in.Longest.Value, 2, 1e-9)
	near("looks beyond", in.Scraped.Value, 0.2, 0.01)
	near("unseen", in.Unseen.Value, 13.0/15, 0.01)
	fast := r.Alerts[1].Watched
	near("looks every second", fast.Scraped.Value, 0.2, 1e-9)
	near("all are seen", fast.Unseen.Value, 0, 0)
	response := r.Alerts[2]
	if response.Class != "api" || response.Pool != "" {
		t.Errorf("response times of pool %q, class %q", response.Pool, response.Class)
	}
	near("share of responses", response.Share, 1, 0)
	near("all of them are seen", response.Watched.Unseen.Value, 0, 0)
	if w := r.Alerts[3].Watched; !w.Unseen.Value.IsNaN() || w.Longest.Value != 0 {
		t.Errorf("nothing waits: %+v", w)
	}
	if r := run(t, parse(t, busy, "run.replications=1"), experiment.Options{}); len(r.Alerts) != 0 {
		t.Errorf("%d alerts of a scenario without", len(r.Alerts))
	}
}
