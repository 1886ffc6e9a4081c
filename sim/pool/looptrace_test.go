package pool_test

import (
	"math/rand/v2"
	"slices"
)

// tickTrace makes a small trace in which everything can happen, and much of it at once: all times are small multiples of a
// tick, so that arrivals, returns, deadlines, cancellations and the ends of connects fall into the same instants, and only
// the order of the event loop's steps decides.
func tickTrace(r *rand.Rand) *vector {
	v := &vector{Name: "ticks"}
	tickPool(r, v)
	v.Trace.Costs = map[string]int64{}
	for _, what := range []string{"connect", "connect_fail", "ping", "ping_fail", "reset", "close", "terminate"} {
		v.Trace.Costs[what] = 0
		if r.IntN(3) > 0 {
			v.Trace.Costs[what] = ticks(r, 1, 5)
		}
	}
	if r.IntN(3) == 0 {
		v.Trace.Release = "shield"
	}
	last := ticks(r, 5, 60) // the less time, the more of a crowd
	tickFaults(r, v, last)
	v.Trace.Tasks = make([]vectorTask, 3+r.IntN(25))
	cancels := r.IntN(2) == 0
	for i := range v.Trace.Tasks {
		k := &v.Trace.Tasks[i]
		*k = vectorTask{Arrive: ticks(r, 0, last/tick), Nested: r.IntN(4) == 0, Stages: tickStages(r)}
		if at := k.Arrive + ticks(r, 0, 40); cancels && r.IntN(3) == 0 {
			k.Cancel = &at
		}
	}
	slices.SortStableFunc(v.Trace.Tasks, func(a, b vectorTask) int { return int(a.Arrive - b.Arrive) })
	number(v)
	return v
}

const tick = 1000

// ticks draws a number of ticks, and returns it as microseconds.
func ticks(r *rand.Rand, least, most int64) int64 { return tick * (least + r.Int64N(most-least+1)) }

func tickPool(r *rand.Rand, v *vector) {
	c := &v.Trace.Pool
	c.PoolSize, c.MaxOverflow = r.Int64N(4), r.Int64N(4)-1
	if timeout := max(0, ticks(r, -3, 20)); r.IntN(6) > 0 {
		c.Timeout = &timeout
	}
	c.Recycle = -1
	if r.IntN(3) == 0 {
		c.Recycle = ticks(r, 0, 20)
	}
	c.PrePing, c.UseLifo, c.HasTerminate = r.IntN(2) == 0, r.IntN(3) == 0, r.IntN(2) == 0
	if reset := []string{"rollback", "commit"}[r.IntN(2)]; r.IntN(4) > 0 {
		c.ResetOnReturn = &reset
	}
}

// tickFaults makes faults and operations.
func tickFaults(r *rand.Rand, v *vector, last int64) {
	for range r.IntN(4) {
		f := vectorFault{Kind: []string{"connect_fails", "restart", "slow_connect"}[r.IntN(3)], From: ticks(r, 0, last/tick)}
		f.To, f.Connect, f.At, f.ResetFails = f.From+ticks(r, 1, 20), ticks(r, 0, 10), f.From, r.IntN(2) == 0
		v.Trace.Faults = append(v.Trace.Faults, f)
	}
	for r.IntN(4) == 0 {
		v.Trace.Ops = append(v.Trace.Ops, struct {
			Op string `json:"op"`
			At int64  `json:"at"`
		}{[]string{"dispose", "dispose_recreate"}[r.IntN(2)], ticks(r, 0, 2*last/tick)})
	}
}

func tickStages(r *rand.Rand) []vectorStage {
	stages := make([]vectorStage, 1+r.IntN(3))
	for i := range stages {
		st := &stages[i]
		st.Hold = ticks(r, 0, 10)
		if r.IntN(3) == 0 {
			st.Gap, st.After = ticks(r, 0, 3), ticks(r, 0, 3)
		}
		if r.IntN(6) == 0 {
			st.End = []string{"invalidate", "soft", "gc", "leak"}[r.IntN(4)]
		}
	}
	return stages
}

// number gives the tasks of a trace their numbers.
func number(v *vector) {
	for i := range v.Trace.Tasks {
		v.Trace.Tasks[i].ID = i
	}
}
