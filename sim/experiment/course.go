package experiment

import (
	"poolsim/sim/stat"
)

// courses returns what happened over the time of the first replication, in the same bins as its levels: what jobs came to,
// the churn of connections, and who has how many at the database.
func (b *batch) courses() []Series {
	t := b.timeline
	if t == nil {
		return nil
	}
	var out []Series
	for i := range t.Ends {
		of := Series{Class: b.class(i)}
		out = append(out, rate(of, "completions", t.Ends[i].Completed), rate(of, "failures", t.Ends[i].Failed))
	}
	for i := range t.Flows {
		of, f := Series{Pool: b.pool(i)}, t.Flows[i]
		out = append(out,
			rate(of, "timeouts", f.Timeouts), rate(of, "connects", f.Connects), rate(of, "recycles", f.Recycles),
			rate(of, "pings", f.Pings), rate(of, "closes", f.Closes),
			b.overTime(Series{Metric: "open_connections", Stat: "mean", Pool: of.Pool}, t.Open[i]),
		)
	}
	for i, l := range append([]*stat.Timeline{t.Connections}, t.Instances...) {
		for _, s := range []string{"mean", "max"} {
			out = append(out, b.overTime(Series{Metric: "database_connections", Stat: s, Instance: i}, l))
		}
	}
	return append(out, rate(Series{}, "refused_connects", t.Refused))
}

// rate fills in the points of a rate over time.
func rate(s Series, name string, c *stat.Counts) Series {
	s.Metric, s.Stat = name+"_per_second", "mean"
	s.X, s.Y = make([]float64, c.Bins()), make([]float64, c.Bins())
	for i := range s.X {
		s.X[i] = float64(int64(i)*c.Width()) / 1e9
		s.Y[i] = float64(c.N(i)) * 1e9 / float64(c.Length(i))
	}
	return s
}
