package main

import "poolsim/plots"

func init() {
	list(&listing{
		Name: "charts", Help: "pictures that run, sweep and merge draw with --charts FOLDER", columns: []string{"chart", "of", "shows"},
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
			return out
		},
	})
}
