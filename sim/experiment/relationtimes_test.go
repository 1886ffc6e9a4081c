package experiment_test

import (
	"encoding/csv"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"poolsim/sim/scenario"
	"poolsim/sim/scenario/scenariotest"
)

// acquire is a row of an acquire log; times that are not there are negative.
type acquire struct {
	job, class, step, holder, pool, process, outcome, conn, how string

	asked, wait, granted, released time.Duration
}

// acquiresOf reads a log.
func acquiresOf(t *rapid.T, log []byte) []acquire {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(log))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Duration {
		if s == "" {
			return -1
		}
		d, err := scenario.ParseDuration(s + "s")
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	var out []acquire
	for _, r := range rows[1:] {
		out = append(out, acquire{
			job: r[0], class: r[1], step: r[2], holder: r[3], pool: r[4], process: r[5], outcome: r[7], conn: r[11], how: r[12],
			asked: at(r[6]), wait: at(r[8]), granted: at(r[9]), released: at(r[10]),
		})
	}
	return out
}

// scaled is the row with all of its times k times as long.
func (a acquire) scaled(k int) acquire {
	for _, d := range []*time.Duration{&a.asked, &a.wait, &a.granted, &a.released} {
		if *d > 0 {
			*d *= time.Duration(k)
		}
	}
	return a
}

// TestRelationScale: with all times k times as long, everything takes k times as long, to the nanosecond. That is exact where
// times are whole nanoseconds in the scenario, constants and recordings: what is drawn is rounded to nanoseconds, and the
// rounded double is not the double of the rounded (TestRelationScaledLaws in workload looks at the draws by themselves).
func TestRelationScale(t *testing.T) {
	acquires := 0
	scenariotest.CheckAny(t, 8, func(t *rapid.T) {
		s := scenariotest.Draw(scenariotest.Profile{Constant: true}).Draw(t, "scenario")
		k := rapid.SampledFrom([]int{2, 3, 10, 1000}).Draw(t, "times as long")
		once, more := outcomeOf(t, s, 1, true), outcomeOf(t, s.Scaled(k), 1, true)
		a, b := acquiresOf(t, once.log), acquiresOf(t, more.log)
		for i := range min(len(a), len(b)) {
			if want := a[i].scaled(k); b[i] != want {
				t.Fatalf("acquire %d with times %d times as long:\n%+v, want\n%+v", i, k, b[i], want)
			}
		}
		if len(a) != len(b) {
			t.Fatalf("%d acquires, with times %d times as long %d", len(a), k, len(b))
		}
		for i, m := range once.Metrics {
			if n := more.Metrics[i]; strings.HasSuffix(m.Metric, "_total") && n.Value != m.Value && !m.Value.IsNaN() {
				t.Fatalf("%s %s %s: %v, with times %d times as long %v", m.Metric, m.Pool, m.Class, m.Value, k, n.Value)
			}
		}
		acquires += len(a)
	})
	t.Logf("%d acquires compared", acquires)
}

// TestRelationReplay: the acquires of a run as a recording, played back, have the same waits and the same connections.
func TestRelationReplay(t *testing.T) {
	compared, waited := 0, 0
	scenariotest.Check(t, 6, scenariotest.Profile{Plain: true, Apart: true}, func(t *rapid.T, s *scenariotest.Scenario) {
		recorded := acquiresOf(t, outcomeOf(t, s, 1, true).log)
		traces, until := recording(t, s, recorded)
		for _, c := range s.Classes {
			if traces[strings.Trim(c.Get("name"), `"`)] == nil {
				return // a trace without jobs is none
			}
		}
		type id struct{ job, step string }
		again := make(map[id]acquire)
		for _, a := range acquiresOf(t, outcomeOf(t, s.Replay(traces), 1, true).log) {
			again[id{a.job, a.step}] = a
		}
		for _, a := range recorded {
			if a.asked >= until || a.granted >= until {
				continue
			}
			if b := again[id{a.job, a.step}]; b.asked != a.asked || b.wait != a.wait || b.granted != a.granted || b.conn != a.conn || b.how != a.how || a.released < until && b.released != a.released {
				t.Fatalf("played back (until %v):\n%+v, recorded as\n%+v", until, b, a)
			}
			compared++
			if a.wait > 0 {
				waited++
			}
		}
	})
	t.Logf("%d acquires compared, %d of them waited", compared, waited)
}

// recording turns acquires into traces by class. The first request that was not finished asked at until: what it holds is
// not known, so nothing can be said of what comes later.
func recording(t *rapid.T, s *scenariotest.Scenario, acquires []acquire) (traces map[string][]scenariotest.TraceRow, until time.Duration) {
	t.Helper()
	until = math.MaxInt64
	var order []string
	jobs := make(map[string][]acquire)
	slices.SortStableFunc(acquires, func(a, b acquire) int { return int(a.asked - b.asked) })
	for _, a := range acquires {
		if a.released < 0 {
			until = min(until, a.asked)
		}
		if jobs[a.job] == nil {
			order = append(order, a.job)
		}
		jobs[a.job] = append(jobs[a.job], a)
	}
	nested := make(map[string]bool)
	for _, c := range s.Classes {
		for _, step := range c.Steps {
			nested[strings.Trim(step.Get("holder"), `"`)] = step.Get("nested") == "true"
		}
	}
	traces = make(map[string][]scenariotest.TraceRow)
	for n, job := range order {
		steps := jobs[job]
		traces[steps[0].class] = append(traces[steps[0].class], rowsOf(n, steps, nested)...)
	}
	return traces, until
}

// rowsOf turns the acquires of a job into rows, up to the first that was not finished. Nothing but holding takes time: a
// nested step begins when the hold of the one before ends, the others after a time from when everything is back.
func rowsOf(job int, steps []acquire, nested map[string]bool) (rows []scenariotest.TraceRow) {
	base := 0
	for i, a := range steps {
		if a.released < 0 {
			return rows
		}
		r := scenariotest.TraceRow{Job: job, Step: i, Arrival: steps[0].asked, Holder: a.holder, Hold: a.released - a.granted}
		if i > 0 && !nested[a.holder] {
			r.Before = a.asked - steps[base].released
			base = i
		}
		if i+1 < len(steps) && nested[steps[i+1].holder] {
			r.Hold = steps[i+1].asked - a.granted
			r.After = max(0, a.released-steps[i+1].released)
		}
		rows = append(rows, r)
	}
	return rows
}
