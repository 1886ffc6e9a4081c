package model

import (
	"time"

	"poolsim/sim/pool"
)

// Recorder is an observer with a beginning and an end, such as an acquire log.
type Recorder interface {
	Observer() Observer
	Begin(m *Model) // before the run: the model that it observes
	End(m *Model)   // after the run
}

// Replicate runs one replication, the warm-up and then the measured time, and returns its statistics. With a bin
// of more than 0 the Result has a Timeline of bins that wide. Neither bins nor recorders change what happens.
func Replicate(cfg Config, bin time.Duration, recorders ...Recorder) (*Result, error) {
	results, err := replicate(cfg, 1, bin, recorders)
	if err != nil {
		return nil, err
	}
	return results[0], nil
}

// replicate runs one replication and returns its statistics by batches of equal length.
func replicate(cfg Config, batches int, bin time.Duration, recorders []Recorder) ([]*Result, error) {
	c := &collector{pools: len(cfg.Pools), batches: batches}
	observers := []Observer{c.observer()}
	var t *timelines
	if bin > 0 {
		t = newTimelines(&cfg, bin)
		observers = append(observers, t.observer())
	}
	var s *sampler
	if len(cfg.SampleAt) > 0 {
		s = newSampler(&cfg)
		observers = append(observers, Observer{Pool: &pool.Observer{Held: s.held}})
	}
	for _, r := range recorders {
		observers = append(observers, r.Observer())
	}
	m, err := New(cfg, observers...)
	if err != nil {
		return nil, err
	}
	c.begin(m)
	if t != nil {
		t.begin(m)
	}
	for _, r := range recorders {
		r.Begin(m)
	}
	results, err := c.run()
	if err != nil {
		return nil, err
	}
	if t != nil {
		results[0].Timeline = t.finish()
	}
	if s != nil {
		for _, r := range results {
			r.Samples = s.taken
		}
	}
	for _, r := range recorders {
		r.End(m)
	}
	return results, nil
}

// run runs the model and returns what was measured, by batches. What happens does not depend on them: events fire as
// they would if time passed in one go.
func (c *collector) run() ([]*Result, error) {
	if err := c.m.start(); err != nil {
		return nil, err
	}
	results := make([]*Result, c.batches)
	for i := range results {
		from, until := c.batch(i), c.batch(i+1)
		c.reset(until - from)
		quarter := (until - from + 3) / 4
		for k := range 4 {
			begin, end := min(from+time.Duration(k)*quarter, until), min(from+time.Duration(k+1)*quarter, until)
			if err := c.m.run(end); err != nil {
				return nil, err
			}
			c.quarter(k, end-begin)
		}
		results[i] = c.finish()
	}
	return results, nil
}

// quarter notes the levels of a quarter of the measured time that has just ended. A very short time may not have all four.
func (c *collector) quarter(k int, length time.Duration) {
	c.drain()
	for i := range c.sums {
		p, before := &c.result.Pools[i], c.sums[i]
		c.sums[i] = Quarter{Waiting: p.Waiting.Integral(), InUse: p.InUse.Integral()}
		if copies := float64(c.m.cfg.Processes); length > 0 {
			p.Quarters[k] = Quarter{
				Waiting: (c.sums[i].Waiting - before.Waiting) / float64(length) / copies,
				InUse:   (c.sums[i].InUse - before.InUse) / float64(length) / copies,
			}
		}
	}
}

// batch returns the instant at which a batch begins.
func (c *collector) batch(i int) time.Duration {
	cfg := &c.m.cfg
	n := time.Duration(c.batches)
	part, rest := cfg.Duration/n, cfg.Duration%n
	return cfg.Warmup + part*time.Duration(i) + rest*time.Duration(i)/n
}

// Run runs the model once: the warm-up, then the measured time.
func (m *Model) Run() error {
	if err := m.start(); err != nil {
		return err
	}
	return m.run(m.cfg.Warmup + m.cfg.Duration)
}

// start sets everything going, and lets the warm-up pass.
func (m *Model) start() error {
	m.Start()
	if m.cfg.Warmup > 0 {
		return m.run(m.cfg.Warmup)
	}
	return nil
}

// begin starts measuring at time 0; reset does so again after the warm-up.
func (c *collector) begin(m *Model) {
	c.m = m
	c.reset(m.cfg.Duration)
}
