package main

import "poolsim/plots"

func init() {
	list(&listing{
		Name: "charts", Help: "pictures that run --charts FOLDER draws", columns: []string{"chart", "shows"},
		make: func() []item {
			var out []item
			for _, name := range plots.Charts.Names() {
				c, _ := plots.Charts.Lookup(name)
				out = append(out, item{Name: name, Help: c.Help})
			}
			return out
		},
	})
}
