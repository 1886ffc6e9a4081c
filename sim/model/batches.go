package model

import (
	"fmt"
	"time"

	"poolsim/sim/stat"
)

// Batched runs one replication as Replicate does, and returns its statistics in n batches of the measured time, a multiple
// of 4: each is as if it were a replication of its own that began where the one before it ended. Join makes the whole of
// them; the timeline is the first batch's, and covers all. Batches change nothing of what happens.
func Batched(cfg Config, n int, bin time.Duration, recorders ...Recorder) ([]*Result, error) {
	if n < 4 || n%4 != 0 {
		return nil, fmt.Errorf("model: %d batches: must be a multiple of 4", n)
	}
	return replicate(cfg, n, bin, recorders)
}

// Join returns the statistics of the whole time of which there are batches, whose number is a multiple of 4. Counts and
// times are whole numbers, so that they are exactly those without batches.
func Join(batches []*Result) *Result {
	first := batches[0]
	all := &Result{
		Pools:    make([]PoolResult, len(first.Pools)),
		Labels:   make([]LabelResult, len(first.Labels)),
		Classes:  make([]ClassResult, len(first.Classes)),
		Timeline: first.Timeline,
	}
	quarter := len(batches) / 4
	for i, b := range batches {
		all.Seconds += b.Seconds
		all.Events = b.Events
		for k := range b.Pools {
			all.Pools[k].merge(&b.Pools[k], i/quarter, quarter)
		}
		for k := range b.Labels {
			all.Labels[k].merge(&b.Labels[k])
		}
		for k := range b.Classes {
			all.Classes[k].merge(&b.Classes[k])
		}
		all.Database.Connections.Merge(&b.Database.Connections)
		all.Database.Refused += b.Database.Refused
	}
	return all
}

// merge adds one of the batches that make a quarter.
func (p *PoolResult) merge(b *PoolResult, quarter, batches int) {
	p.InUse.Merge(&b.InUse)
	p.Idle.Merge(&b.Idle)
	p.Open.Merge(&b.Open)
	p.Waiting.Merge(&b.Waiting)
	p.Totals = p.Totals.Add(b.Totals)
	p.Quarters[quarter].Waiting += b.Waiting.Mean() / float64(batches)
	p.Quarters[quarter].InUse += b.InUse.Mean() / float64(batches)
}

func (l *LabelResult) merge(b *LabelResult) {
	l.Label = b.Label
	for _, h := range [][2]*stat.Histogram{{&l.Wait, &b.Wait}, {&l.Lost, &b.Lost}, {&l.Acquire, &b.Acquire}, {&l.Hold, &b.Hold}, {&l.Left, &b.Left}} {
		h[0].Merge(h[1])
	}
	l.Spent.Merge(&b.Spent)
	l.Queued += b.Queued
	l.ConnectErrors += b.ConnectErrors
	l.Cancelled += b.Cancelled
	l.Rejected += b.Rejected
}

func (c *ClassResult) merge(b *ClassResult) {
	c.Arrived += b.Arrived
	c.Completed += b.Completed
	c.Failed += b.Failed
	c.Cancelled += b.Cancelled
	c.Retries += b.Retries
	c.Response.Merge(&b.Response)
	c.Spent.Merge(&b.Spent)
}
