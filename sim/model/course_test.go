package model_test

import (
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/stat"
)

func total(c *stat.Counts) (n uint64) {
	for i := range c.Bins() {
		n += c.N(i)
	}
	return n
}

// TestCourseAddsUp: what is counted in bins of time is what is counted in all, and who has connections at the database has
// all of them, with everything on and whether or not the measured time is told in batches.
func TestCourseAddsUp(t *testing.T) {
	t.Parallel()
	for _, warmup := range []time.Duration{0, 5 * time.Second} {
		cfg := everything(t, param.Values{"pool_size": int64(2), "max_overflow": int64(2), "pool_timeout": 100 * time.Millisecond})
		cfg.Processes, cfg.Instances, cfg.Warmup = 6, 3, warmup
		batches, err := model.Batched(cfg, 4, 700*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		r := model.Join(batches)
		line := r.Timeline
		n, f := r.Pools[0].Totals, line.Flows[0]
		for what, c := range map[string]struct{ got, want uint64 }{
			"connects": {total(f.Connects), n.Connects}, "recycles": {total(f.Recycles), n.Recycles}, "pings": {total(f.Pings), n.Pings},
			"closes": {total(f.Closes), n.Closes}, "timeouts": {total(f.Timeouts), n.Timeouts}, "refused": {total(line.Refused), r.Database.Refused},
		} {
			if c.got != c.want || c.want == 0 {
				t.Errorf("%s: %d in the bins, %d in all", what, c.got, c.want)
			}
		}
		for i := range r.Classes {
			e := line.Ends[i]
			if total(e.Completed) != r.Classes[i].Completed || total(e.Failed) != r.Classes[i].Failed {
				t.Errorf("class %d: %d and %d in the bins, %+v", i, total(e.Completed), total(e.Failed), r.Classes[i])
			}
		}
		var mean, peak float64
		for i := range line.Connections.Bins() {
			sum, width := 0.0, min(700*time.Millisecond, cfg.Duration-time.Duration(i)*700*time.Millisecond)
			for _, l := range line.Instances {
				sum += l.Mean(i)
			}
			if d := sum - line.Connections.Mean(i); d > 1e-9 || d < -1e-9 || len(line.Instances) != 3 {
				t.Errorf("bin %d: %v connections, %v of all %d instances", i, line.Connections.Mean(i), sum, len(line.Instances))
			}
			mean += line.Connections.Mean(i) * float64(width) / float64(cfg.Duration)
			peak = max(peak, float64(line.Connections.Max(i)))
		}
		if w := &r.Database.Connections; mean/w.Mean()-1 > 1e-9 || mean/w.Mean()-1 < -1e-9 || peak != w.Max() {
			t.Errorf("connections: mean %v, peak %v; want %v, %v", mean, peak, w.Mean(), w.Max())
		}
	}
}

// TestCourseChangesNothing: a replication that is watched has the same result.
func TestCourseChangesNothing(t *testing.T) {
	t.Parallel()
	cfg := everything(t, param.Values{})
	cfg.Processes, cfg.Instances = 4, 2
	plain := must(model.Replicate(cfg, 0))(t)
	watched := must(model.Replicate(cfg, time.Second))(t)
	if plain.Events != watched.Events || plain.Pools[0].Totals != watched.Pools[0].Totals || plain.Database.Connections.Mean() != watched.Database.Connections.Mean() {
		t.Errorf("%d events, %+v; watched %d, %+v", plain.Events, plain.Pools[0].Totals, watched.Events, watched.Pools[0].Totals)
	}
	cfg.Instances = 3
	if _, err := model.New(cfg); err == nil {
		t.Error("4 processes of 3 instances are accepted")
	}
}
