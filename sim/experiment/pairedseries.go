package experiment

// waitTails returns the curves P(wait > t) of whole pools, over all replications.
func (v *variant) waitTails() []Series {
	var out []Series
	for _, c := range v.columns {
		if c.kind != quantile || c.metric != "wait_seconds" || c.stat != "p99" || c.pool == "" || c.class+c.holder != "" {
			continue
		}
		s := Series{Metric: c.metric, Stat: "ccdf", Pool: c.pool}
		s.X, s.Y = ccdf(v.tails[c.of].Pooled())
		out = append(out, s)
	}
	return out
}
