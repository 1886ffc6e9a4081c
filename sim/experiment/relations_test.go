package experiment_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"poolsim/sim"
	"poolsim/sim/experiment"
	"poolsim/sim/model"
	"poolsim/sim/pool"
	"poolsim/sim/scenario/scenariotest"
)

// Relations between runs that must hold whatever the scenario (metamorphic testing: Chen, Cheung and Yiu 1998). None of them
// needs to know what the right numbers are.

// outcome is what a run of a random scenario came to.
type outcome struct {
	*experiment.Result
	log []byte // of its acquires
}

// outcomeOf runs a scenario with its acquire log, or without.
func outcomeOf(t *rapid.T, s *scenariotest.Scenario, workers int, logged bool) outcome {
	t.Helper()
	sc, err := s.Parse()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	o := experiment.Options{Workers: workers}
	if logged {
		o.Acquires = &log
	}
	r, err := experiment.Run(context.Background(), sc, o)
	if err != nil {
		t.Fatal(err)
	}
	return outcome{r, log.Bytes()}
}

func (o outcome) json(t *rapid.T) string {
	t.Helper()
	b, err := json.Marshal(o.Result)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// has fails unless every metric of the other outcome is there with the same value and interval.
func (o outcome) has(t *rapid.T, what string, other outcome) {
	t.Helper()
	type row struct{ metric, stat, pool, class, holder string }
	rows := make(map[row]string)
	say := func(m experiment.Metric) string {
		return m.Value.String() + " in " + m.Lo.String() + ", " + m.Hi.String()
	}
	for _, m := range o.Metrics {
		rows[row{m.Metric, m.Stat, m.Pool, m.Class, m.Holder}] = say(m)
	}
	for _, m := range other.Metrics {
		k := row{m.Metric, m.Stat, m.Pool, m.Class, m.Holder}
		if rows[k] != say(m) {
			t.Fatalf("%s: %v is %s, was %s", what, k, rows[k], say(m))
		}
	}
	if !bytes.Equal(o.log, other.log) {
		t.Fatalf("%s changes the acquires:\n%s", what, differingLines(string(o.log), string(other.log)))
	}
}

// differingLines shows the first line in which two texts differ.
func differingLines(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return x[i] + "\n" + y[i]
		}
	}
	return "one is longer"
}

// TestRelationSameBytes: the same scenario and seed give the same bytes, with one worker or several, and whoever looks on.
func TestRelationSameBytes(t *testing.T) {
	scenariotest.Check(t, 4, scenariotest.Any, func(t *rapid.T, s *scenariotest.Scenario) {
		s = s.Replicated(3)
		one := outcomeOf(t, s, 1, true)
		again, many, alone := outcomeOf(t, s, 1, true), outcomeOf(t, s, 3, true), outcomeOf(t, s, 2, false)
		want := one.json(t)
		if again.json(t) != want || !bytes.Equal(again.log, one.log) {
			t.Fatal("the second time it is another result")
		}
		if many.json(t) != want || !bytes.Equal(many.log, one.log) {
			t.Fatal("three workers have another result than one")
		}
		if alone.json(t) != want {
			t.Fatal("an acquire log changes the result")
		}
	})
}

// TestRelationWhatIsNotUsed: a class whose jobs never arrive and a pool that nobody asks change nothing of all others.
func TestRelationWhatIsNotUsed(t *testing.T) {
	scenariotest.Check(t, 4, scenariotest.Any, func(t *rapid.T, s *scenariotest.Scenario) {
		without := outcomeOf(t, s, 1, true)
		outcomeOf(t, s.WithIdleClass(), 1, true).has(t, "an idle class", without)
		outcomeOf(t, s.WithUnusedPool(), 1, true).has(t, "an unused pool", without)
	})
}

// TestRelationOrder: the order of classes and pools in the file changes nothing. What happens in one instant happens in
// the order in which it was scheduled, and that is the one thing that depends on the file; so here nothing meets by plan.
func TestRelationOrder(t *testing.T) {
	scenariotest.Check(t, 6, scenariotest.Profile{Apart: true}, func(t *rapid.T, s *scenariotest.Scenario) {
		outcomeOf(t, s.Reversed(), 1, true).has(t, "the opposite order", outcomeOf(t, s, 1, true))
	})
}

// TestRelationLargerPool: in a first-in-first-out queue without timeouts a larger pool delays no job (Kiefer and Wolfowitz
// 1955: the ordered workloads are smaller, one by one, and stay so at each arrival).
func TestRelationLargerPool(t *testing.T) {
	scenariotest.CheckAny(t, 25, func(t *rapid.T) {
		s := scenariotest.Draw(scenariotest.Profile{Queue: true}).Draw(t, "scenario")
		more := rapid.IntRange(1, 3).Draw(t, "more connections")
		small, large := placedAt(t, s), placedAt(t, s.Larger(more))
		for job, at := range small {
			if better, ok := large[job]; !ok || better > at {
				t.Fatalf("job %d: %d ns in the small pool, %d in the large one (%v)", job, at, better, ok)
			}
		}
	})
}

// placedAt returns when each job got its place.
func placedAt(t *rapid.T, s *scenariotest.Scenario) map[int64]sim.Time {
	t.Helper()
	sc, err := s.Parse()
	if err != nil {
		t.Fatal(err)
	}
	p := placements{}
	if err := model.Observe(sc.Model, p); err != nil {
		t.Fatal(err)
	}
	return p
}

// placements notes when each job got its place.
type placements map[int64]sim.Time

func (p placements) Observer() model.Observer {
	return model.Observer{Pool: &pool.Observer{Placed: func(r *pool.Request) { p[r.Owner] = r.Placed }}}
}
func (placements) Begin(*model.Model) {}
func (placements) End(*model.Model)   {}
