package experiment

import (
	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// alerts adds a row for each alert and pool: the share of time, or of requests, beyond the threshold.
func alerts(sc *scenario.Scenario, r *model.Result) []row {
	t := &table{}
	for _, a := range sc.Alerts {
		for i := range r.Pools {
			t.at = key{pool: sc.Model.Pools[i].Name}
			y, x := beyond(a, sc.Model.Pools[i], &r.Pools[i], func() *model.LabelResult { return poolLabel(r, i) })
			t.ratio(a.Metric, "share", y, x)
		}
	}
	return t.rows
}

// beyond returns the time above an alert's threshold and all the time, or the same of requests.
func beyond(a scenario.Alert, p model.Pool, r *model.PoolResult, requests func() *model.LabelResult) (above, all float64) {
	limits := p.Dialect.Limits(p.Values)
	level := func(w *stat.TimeWeighted, x float64) (float64, float64) { return w.Above(x), w.Time() }
	observed := func(h *stat.Histogram) (float64, float64) {
		return float64(h.CountAbove(a.Above * 1e9)), float64(h.N())
	}
	switch a.Metric {
	case "in_use_connections":
		return level(&r.InUse, a.Above)
	case "idle_connections":
		return level(&r.Idle, a.Above)
	case "open_connections":
		return level(&r.Open, a.Above)
	case "overflow_connections":
		return level(&r.Open, a.Above+float64(max(limits.Keep, 0)))
	case "waiting_requests":
		return level(&r.Waiting, a.Above)
	case "utilisation_ratio":
		if limits.Limit <= 0 {
			return 0, r.InUse.Time()
		}
		return level(&r.InUse, a.Above*float64(limits.Limit))
	case "wait_seconds":
		return observed(waits(requests()))
	case "acquire_seconds":
		return observed(&requests().Acquire)
	case "hold_seconds":
		return observed(&requests().Hold)
	}
	return 0, 0
}

// shares says what the joined alert rows mean.
func shares(sc *scenario.Scenario, metrics []Metric) []AlertShare {
	out := []AlertShare{}
	for i, m := range metrics {
		out = append(out, AlertShare{
			Metric: m.Metric, Pool: m.Pool, Above: sc.Alerts[i/len(sc.Model.Pools)].Above,
			Share: m.Value, Lo: m.Lo, Hi: m.Hi,
		})
	}
	return out
}
