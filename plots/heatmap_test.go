package plots

import "testing"

// TestHeatMapOf maps other metrics than the wait.
func TestHeatMapOf(t *testing.T) {
	r := makeSweep(sweepMaker{noise: 0.1, limit: 0.1, between: func(at []string) toy { return toy{430, numberAt(at[0]) + numberAt(at[1]), 2} }},
		"pool.main.pool_size=20:60:10", "pool.main.max_overflow=0:30:5")
	chart, _ := SweepCharts.Lookup("heat-map")
	for _, tt := range []struct{ metric, stat, want string }{
		{"timeout_ratio", "ratio", "Share of timeouts lies between 0 % (pool_size 20, max_overflow 25) and 53.5 % (pool_size 20, max_overflow 0)"},
		{"utilisation_ratio", "mean", "Utilisation lies between 47.8 % (pool_size 60, max_overflow 30) and 100 % (pool_size 20, max_overflow 0)"},
		{"completions_per_second", "mean", "Rate of completions lies between 200/s (pool_size 20, max_overflow 0) and 430/s (pool_size 20, max_overflow 25)"},
		{"in_use_connections", "mean", "Mean number of connections in use lies between 20 (pool_size 20, max_overflow 0) and 43 (pool_size 20, max_overflow 25)"},
	} {
		figures, err := chart.Draw(r, Options{Metric: tt.metric, Stat: tt.stat})
		if err != nil {
			t.Errorf("%s: %v", tt.metric, err)
			continue
		}
		checkXML(t, tt.metric, svgOf(t, &figures[0]))
		if got := plain(figures[0].Title); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.metric, got, tt.want)
		}
	}
}
