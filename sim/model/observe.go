package model

// Observe runs one replication as Replicate does, with nothing but the recorders: for programs that want one number of many
// replications, and would not read a Result. What nobody asks for is not measured, and a single recorder's hooks are
// called as they are.
func Observe(cfg Config, recorders ...Recorder) error {
	observers := make([]Observer, len(recorders))
	for i, r := range recorders {
		observers[i] = r.Observer()
	}
	m, err := New(cfg, observers...)
	if err != nil {
		return err
	}
	for _, r := range recorders {
		r.Begin(m)
	}
	if err := m.Run(); err != nil {
		return err
	}
	for _, r := range recorders {
		r.End(m)
	}
	return nil
}
