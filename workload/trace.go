package workload

import (
	"math/rand/v2"
	"time"

	"poolsim/sim/param"
)

// Trace is a recording played back: every job arrives when it did, and holds its connections as long as it did. It is
// read by ReadTrace, is the same in every replication, and may be shared by any number of runs.
type Trace struct {
	arrivals []time.Duration // of each job, in order
	cancels  []time.Duration // of each job, when its client goes away after its arrival; Forever if it does not
	first    []int32         // steps[first[n]:first[n+1]] are those of the n-th job
	steps    []ScriptedStep
	holders  []string
}

var (
	_ Scripted = (*Trace)(nil)
	_ Scalable = (*Trace)(nil)
)

var traceSpec = param.Spec{
	Name:   "trace",
	Help:   "a recording played back: a CSV file (also .gz) with job, arrival_seconds, step, holder, hold_seconds",
	Source: "the recording itself",
	Params: []param.Param{
		{
			Name: "file", Kind: param.Path, Required: true,
			Help: "CSV with a header: job,arrival_seconds,step,holder,hold_seconds[,before_seconds,after_seconds,end,cancel_seconds], one row a step",
		},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{Spec: traceSpec, New: newTrace})
}

// newTrace reads the file that a scenario names.
func newTrace(v param.Values, readFile func(string) ([]byte, error)) (Arrivals, error) {
	name := v.Text("file")
	if readFile == nil {
		return nil, param.Problemf("file", "cannot be read: there are no files here")
	}
	data, err := readFile(name)
	if err != nil {
		return nil, param.Problemf("file", "cannot be read: %v", err)
	}
	t, err := ReadTrace(name, data)
	if err != nil {
		return nil, param.Problemf("file", "is not a trace that can be played back:\n%v", err)
	}
	return t, nil
}

// Jobs returns the number of jobs.
func (t *Trace) Jobs() int { return len(t.arrivals) }

// MeanRate returns 0: a recording ends.
func (t *Trace) MeanRate() float64 { return 0 }

// Holders returns the distinct holders in the order of their first appearance in the file. The caller must not change
// it.
func (t *Trace) Holders() []string { return t.holders }

// Script returns the steps of the n-th job to arrive. The caller must not change it.
func (t *Trace) Script(n int) []ScriptedStep { return t.steps[t.first[n]:t.first[n+1]] }

// CancelAfter returns how long after its arrival the client of the n-th job goes away; Forever if it does not.
func (t *Trace) CancelAfter(n int) time.Duration { return t.cancels[n] }

// Scaled divides the instants of arrival by load: the same jobs come in the same order, closer together, and hold as long
// as they did; clients go away as long after their arrival as they did.
func (t *Trace) Scaled(load float64) (Arrivals, error) {
	out := *t
	out.arrivals = make([]time.Duration, len(t.arrivals))
	for i, at := range t.arrivals {
		seconds := at.Seconds() / load
		if seconds > maxSeconds {
			return nil, param.Problemf("file", "has a job that would arrive after %g s: at most %g s", seconds, float64(maxSeconds))
		}
		out.arrivals[i] = nanos(seconds)
	}
	return &out, nil
}

// Schedule starts the recording anew.
func (t *Trace) Schedule() Schedule { return &traceSchedule{arrivals: t.arrivals} }

type traceSchedule struct {
	arrivals []time.Duration // still to come
}

// Next returns the arrival of the next job. Jobs of one instant are returned one by one.
func (s *traceSchedule) Next(*rand.Rand) (at time.Duration, jobs int, ok bool) {
	if len(s.arrivals) == 0 {
		return 0, 0, false
	}
	at, s.arrivals = s.arrivals[0], s.arrivals[1:]
	return at, 1, true
}
