package model

import (
	"time"

	"poolsim/sim"
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
	c := &collector{}
	observers := []Observer{c.observer()}
	var t *timelines
	if bin > 0 {
		t = &timelines{bin: bin}
		observers = append(observers, t.observer())
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
	if err := m.Run(c.reset); err != nil {
		return nil, err
	}
	result := c.finish()
	if t != nil {
		result.Timeline = t.finish()
	}
	for _, r := range recorders {
		r.End(m)
	}
	return result, nil
}

// Run runs the model once: the warm-up, then the measured time. The function, which may be nil, is called between them.
func (m *Model) Run(warm func()) error {
	m.Start()
	if m.cfg.Warmup > 0 {
		if err := m.run(m.cfg.Warmup); err != nil {
			return err
		}
	}
	if warm != nil {
		warm()
	}
	return m.run(m.cfg.Warmup + m.cfg.Duration)
}

// begin starts measuring at time 0; reset does so again after the warm-up.
func (c *collector) begin(m *Model) {
	c.m = m
	c.reset()
	m.server.Held = func(from, until sim.Time, n int32) {
		c.result.Database.Connections.Add(n, int64(until-from))
	}
}
