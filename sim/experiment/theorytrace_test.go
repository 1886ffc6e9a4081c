package experiment_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// theoryTrace is a model.Recorder that keeps what became of every request of a recording.
type theoryTrace struct {
	m         *model.Model
	rows      []theoryRow
	completed int
	end       sim.Time // of the last thing that happened
}

// theoryRow is one attempt.
type theoryRow struct {
	job      int64
	step     int32
	label    int32
	wait     float64 // seconds
	timedOut bool
}

// Observer returns the hooks.
func (t *theoryTrace) Observer() model.Observer {
	happened := func(*pool.Request) { t.end = t.m.Now() }
	return model.Observer{
		Pool:  &pool.Observer{Placed: t.placed, Returned: happened, Freed: happened, Failed: t.failed},
		Ended: t.ended,
	}
}

// Begin notes the model.
func (t *theoryTrace) Begin(m *model.Model) { t.m = m }

// End does nothing.
func (t *theoryTrace) End(*model.Model) {}

func (t *theoryTrace) placed(q *pool.Request) {
	t.rows = append(t.rows, theoryRow{job: q.Owner, step: q.Step, label: q.Label, wait: q.Placed.Sub(q.Asked).Seconds()})
}

func (t *theoryTrace) failed(q *pool.Request) {
	t.end = t.m.Now()
	t.rows = append(t.rows, theoryRow{job: q.Owner, step: q.Step, label: q.Label, wait: t.end.Sub(q.Asked).Seconds(), timedOut: true})
}

func (t *theoryTrace) ended(_ int32, at sim.Time, o model.JobOutcome, _ time.Duration) {
	if o == model.Completed {
		t.completed++
	}
	t.end = at
}

// values are the measures of a recording: numbers by request in order of arrival, or a single one.
func (t *theoryTrace) values(res *model.Result) map[string][]float64 {
	slices.SortStableFunc(t.rows, func(a, b theoryRow) int { return int(a.job - b.job) })
	v := map[string][]float64{
		"completed_count":    {float64(t.completed)},
		"connections_opened": {float64(res.Pools[0].Totals.Connects)},
		"connections_closed": {float64(res.Pools[0].Totals.Closes)},
		"end_time":           {t.end.Sub(0).Seconds()},
	}
	for _, row := range t.rows {
		outcome := 1.0
		if row.timedOut {
			outcome = 2 + float64(row.step)
		} else {
			stage := "stage." + t.m.Labels()[row.label].Holder
			v[stage+".wait_list_connected"] = append(v[stage+".wait_list_connected"], row.wait)
		}
		if row.step == 0 {
			v["wait_list"] = append(v["wait_list"], row.wait)
			v["outcome_list"] = append(v["outcome_list"], outcome)
		} else {
			v["outcome_list"][len(v["outcome_list"])-1] = outcome
		}
	}
	return v
}

// checkTrace plays a recording and compares every number with the exact one, to 1e-9.
func checkTrace(t *testing.T, c *theoryCase, cfg model.Config) {
	t.Helper()
	trace := &theoryTrace{}
	res, err := model.Replicate(cfg, 0, trace)
	if err != nil {
		t.Fatal(err)
	}
	got := trace.values(res)
	for _, name := range c.measures() {
		var want []float64
		if err := json.Unmarshal(c.Measure[name], &want); err != nil {
			var x float64
			if err := json.Unmarshal(c.Measure[name], &x); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			want = []float64{x}
		}
		have, known := got[name]
		same := known && slices.EqualFunc(have, want, func(a, b float64) bool { return math.Abs(a-b) <= 1e-9 })
		if !same {
			t.Errorf("%s: %s, exact %s", name, fmt.Sprint(have), fmt.Sprint(want))
		}
	}
}
