package main

import "poolsim/plots"

func init() {
	list(&listing{
		Name: "charts", Help: "pictures that run, sweep, merge, compare and plot draw with --charts FOLDER", columns: []string{"chart", "of", "shows"},
		make: func() []item {
			var out []item
			add := func(of, name, help string) {
				out = append(out, item{Name: name, Help: help, Facts: map[string]string{"of": of}})
			}
			for _, name := range plots.Charts.Names() {
				c, _ := plots.Charts.Lookup(name)
				add("run", name, c.Help)
			}
			for _, name := range plots.SweepCharts.Names() {
				c, _ := plots.SweepCharts.Lookup(name)
				add("sweep", name, c.Help)
			}
			for _, name := range plots.OverlayCharts.Names() {
				c, _ := plots.OverlayCharts.Lookup(name)
				add("several runs", name, c.Help)
			}
			for _, name := range plots.ComparisonCharts.Names() {
				c, _ := plots.ComparisonCharts.Lookup(name)
				add("comparison", name, c.Help)
			}
			return out
		},
	})
}
