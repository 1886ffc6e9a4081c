package experiment

import (
	"math"
	"strconv"
)

// Metrics returns the study as rows of the tidy table. Rows of a level have its number, from 1, as their stat.
func (r *RareResult) Metrics() []Metric {
	none := Number(math.NaN())
	row := func(metric, stat string, value Number) Metric {
		return Metric{Metric: metric, Stat: stat, Pool: r.Pool.Name, Value: value, Lo: none, Hi: none, N: r.Replications}
	}
	p := row("timeout_ratio", "ratio", r.Timeouts.Value)
	p.Lo, p.Hi = r.Timeouts.Lo, r.Timeouts.Hi
	rows := []Metric{
		p,
		row("timeouts_per_reach", "mean", r.PerReach),
		row("gain_ratio", "ratio", r.Gain),
		row("events_total", "total", Number(r.Events)),
		row("plain_events_total", "total", Number(r.PlainEvents)),
		row("acquires_total", "total", Number(r.Acquires)),
	}
	for i := range r.Levels {
		l, stat := &r.Levels[i], "level"+strconv.Itoa(i+1)
		rows = append(rows,
			row("level_age_seconds", stat, l.AgeSeconds), row("level_starts_total", stat, Number(l.Starts)),
			row("level_reached_total", stat, Number(l.Reached)), row("level_ratio", stat, l.Ratio))
	}
	return rows
}
