package study_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"poolsim/sim/queueing"
	"poolsim/sim/study"
)

// TestCapacityFindsErlangC lets capacity search random M/M/c settings whose largest rate is known exactly: it must lie from the
// answer to the next rate above (exact), or to the first that is shown to be too much, those between being called not decided.
func TestCapacityFindsErlangC(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1917, 2))
	exact, stated, n := 0, 0, settings(t, 2)
	for i := range n {
		m := newMarkovian(r)
		m.blind = false // its rate is the key
		c := m.size()
		lo, hi := 0.0, 10*m.rate
		for range 100 {
			if mid := (lo + hi) / 2; m.meets(c, mid) {
				lo = mid
			} else {
				hi = mid
			}
		}
		m.rate = math.Round(m.rate*(0.5+r.Float64())*10) / 10 // so that the scenario's own rate is no hint
		s := search(t, study.Capacity, m.toml(c, 8000), "class.api.arrivals.rate")
		found := find(t, s)
		if !found.Found || !found.Confirmed || found.Harder == nil {
			t.Errorf("setting %d, %+v: %s", i, m, brief(found))
			continue
		}
		got, above := rate(t, found.At[0]), rate(t, found.Harder[0])
		verdict := "exact"
		switch {
		case got <= lo && lo < above:
			exact++
		case got <= lo && found.Fails != nil && lo < rate(t, found.Fails[0]):
			stated++
			verdict = "not decided above"
		default:
			verdict = "WRONG"
			t.Errorf("setting %d, %+v: capacity says %g to %g/s, Erlang C %g/s: %s", i, m, got, above, lo, brief(found))
		}
		t.Logf("%2d c %d, %s <= %g: %g to %g/s, Erlang C %.2f/s: %s; %.3g acquires; %s", i, c, m.key, m.limit, got, above, lo, verdict, found.Work.Acquires, brief(found))
	}
	t.Logf("capacity: %d of %d exact, %d within the stated confidence", exact, n, stated)
	if exact+stated != n {
		t.Errorf("%d of %d settings are wrong", n-exact-stated, n)
	}
}

// rate reads a rate in jobs a second.
func rate(t *testing.T, text string) float64 {
	t.Helper()
	var x float64
	if _, err := fmt.Sscanf(strings.TrimSuffix(text, "/s"), "%g", &x); err != nil {
		t.Fatal(err)
	}
	return x
}

// TestCapacityOfClosedUsers looks for the most users, which the machine repairman knows exactly.
func TestCapacityOfClosedUsers(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulates")
	}
	const limit = 0.020
	toml := `
[run]
duration = "400s"
warmup = "20s"
replications = 8
[[pool]]
name = "main"
dialect = "textbook"
size = 5
[[class]]
name = "user"
arrivals = { process = "closed", users = 3, think = { dist = "exponential", mean = "1s" } }
[[class.step]]
holder = "main"
hold = { dist = "exponential", mean = "100ms" }
[slo]
wait_mean = "20ms"
`
	want := 1
	for (queueing.Closed{C: 5, Users: want + 1, Think: 1, Hold: 0.1}).WaitMean() <= limit {
		want++
	}
	s := search(t, study.Capacity, toml, "class.user.arrivals.users")
	if key := study.LoadKey(s.Base); key != s.For[0].Key {
		t.Errorf("the load is %s", key)
	}
	r := find(t, s)
	if !r.Found || r.At[0] != fmt.Sprint(want) || !r.Confirmed || !r.Shown || !r.Monotone {
		t.Errorf("%v, the repairman says %d: %s", r.At, want, brief(r))
	}
	if r.Guess.By != "machine repairman (closed M/M/c)" || !r.Guess.Exact || r.Guess.At[0] != fmt.Sprint(want) {
		t.Errorf("the guess is %+v", r.Guess)
	}
	if len(r.Binding) != 1 || r.Binding[0].What != "wait" || r.Harder[0] != fmt.Sprint(want+1) {
		t.Errorf("%s: %+v binds", r.Harder, r.Binding)
	}
}
