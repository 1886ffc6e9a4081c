package experiment

import (
	"poolsim/sim/model"
	"poolsim/sim/stat"
)

// spent adds the rows that say where time goes: the mean of an acquire from asking until its place is free again, of those
// that ended, or, with a time between acquires, of the response of jobs that completed. The parts add up to the total.
func (t *table) spent(s *model.Spent, between *stat.Sum) {
	metric := "time_seconds"
	if between != nil {
		metric = "response_time_seconds"
	}
	part := func(name string, sum stat.Sum) { t.ratio(metric, name, sum.Float()/1e9, float64(s.N)) }
	part("wait", s.Wait)
	part("connect", s.Connect)
	part("ping", s.Ping)
	part("hold", s.Hold)
	part("reset", s.Reset)
	part("close", s.Close)
	total := s.Total()
	if between != nil {
		part("between", *between)
		total.Merge(*between)
	}
	part("total", total)
}
