package experiment

import (
	"context"
	"fmt"

	"poolsim/sim/scenario"
)

// Cell is one scenario of a study, run replication by replication. Different replications of a cell may run at the same
// time; everything else is one call at a time.
type Cell struct{ b *batch }

// NewCell returns the cell of a scenario. With an effort, replications are added until the targets of its [slo] are
// decided.
func NewCell(sc *scenario.Scenario, effort *Effort) *Cell { return &Cell{newBatch(sc, effort)} }

// FindWarmup finds the warm-up of a scenario that asks for it, by replications of its own, several at once. It must come
// before the first replication.
func (c *Cell) FindWarmup(ctx context.Context, workers int) error {
	if !c.b.sc.AutoWarmup {
		return nil
	}
	return c.b.findWarmup(ctx, workers)
}

// Planned returns how many replications there are to be, as far as is known.
func (c *Cell) Planned() int { return c.b.total }

// Replicate runs replication i, from 0.
func (c *Cell) Replicate(i int) error {
	ran, err := c.b.replicate(i, nil)
	if err != nil {
		return fmt.Errorf("replication %d: %w", i+1, err)
	}
	c.b.mu.Lock()
	defer c.b.mu.Unlock()
	for len(c.b.runs) <= i {
		c.b.runs = append(c.b.runs, replication{})
	}
	c.b.keep(i, ran)
	return nil
}

// Extend plans further replications, after all planned ones have run, where the scenario's precision or the effort asks for
// them, and returns how many.
func (c *Cell) Extend() int {
	n := c.b.more()
	if n == 0 {
		n = c.b.undecided()
	}
	c.b.total += n
	return n
}

// Result joins the replications that have run, of which there must be one.
func (c *Cell) Result(version string) *Result { return c.b.result(version) }
