package model_test

import (
	"slices"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// diary is a recorder that notes when what happened.
type diary struct {
	m             *model.Model
	begun, closed int
	instants      []sim.Time
	until         sim.Time
	counts        pool.Counts // until then
}

func (d *diary) Observer() model.Observer {
	return model.Observer{
		Pool: &pool.Observer{
			Placed: func(r *pool.Request) { d.instants = append(d.instants, r.Placed) },
			Held: func(_, _ int32, from, until sim.Time, n pool.Counts) {
				if from != d.until || n != d.counts { // whoever reads statistics on the way cuts an interval in two
					d.instants = append(d.instants, from, sim.Time(n.InUse))
				}
				d.until, d.counts = until, n
			},
		},
		Ended: func(_ int32, at sim.Time, _ model.JobOutcome, _ time.Duration) { d.instants = append(d.instants, at) },
	}
}

func (d *diary) Begin(m *model.Model) { d.m, d.begun = m, d.begun+1 }

func (d *diary) End(m *model.Model) {
	if d.m == m {
		d.closed++
	}
}

// TestObserve: recorders alone see what they see beside the statistics, and are begun and ended once.
func TestObserve(t *testing.T) {
	t.Parallel()
	cfg := lcfs(t, 5*time.Second)
	cfg.Warmup = time.Second
	var beside, first, second diary
	if _, err := model.Replicate(cfg, time.Second, &beside); err != nil {
		t.Fatal(err)
	}
	if err := model.Observe(cfg, &first, &second); err != nil {
		t.Fatal(err)
	}
	if len(beside.instants) < 1000 || !slices.Equal(first.instants, beside.instants) || !slices.Equal(second.instants, beside.instants) {
		t.Errorf("recorders alone saw %d and %d instants, beside the statistics %d", len(first.instants), len(second.instants), len(beside.instants))
	}
	if first.begun != 1 || first.closed != 1 {
		t.Errorf("begun %d times, ended %d times", first.begun, first.closed)
	}
	cfg.Processes = 0
	if err := model.Observe(cfg, &first); err == nil {
		t.Error("no process is no error")
	}
}
