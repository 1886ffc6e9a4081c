package model

import (
	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/sim/stat"
)

// Pilot runs one replication without a warm-up for the Config's duration, and returns the average number of requests that
// wait or have a place, of all pools and processes, in n bins of equal width (fewer if the duration is shorter than n
// nanoseconds): what tells how long a warm-up lasts.
func Pilot(cfg Config, n int) ([]float64, error) {
	cfg.Warmup = 0
	width := (int64(cfg.Duration) + int64(n) - 1) / int64(n)
	line := stat.NewTimeline(0, int64(cfg.Duration), width)
	m, err := New(cfg, Observer{Pool: &pool.Observer{Held: func(_, _ int32, from, until sim.Time, c pool.Counts) {
		line.Add(c.Waiting+c.InUse, int64(from), int64(until))
	}}})
	if err != nil {
		return nil, err
	}
	if err := m.Run(); err != nil {
		return nil, err
	}
	means := make([]float64, line.Bins())
	for i := range means {
		means[i] = line.Mean(i)
	}
	return means, nil
}
