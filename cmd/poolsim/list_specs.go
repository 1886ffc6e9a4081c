package main

import (
	"poolsim/sim/database"
	"poolsim/sim/pool"
	"poolsim/sim/scenario"
	"poolsim/workload"
)

func init() {
	list(&listing{
		Name: "sections", Help: "plain tables of a scenario",
		Form: "[NAME], with these keys; all of them may be left out",
		make: func() []item {
			var out []item
			for _, spec := range scenario.SectionSpecs() {
				out = append(out, specItem(&spec))
			}
			return out
		},
	})
	list(&listing{
		Name: "dialects", Help: "whose pool is modelled",
		Form: `[[pool]] dialect = "NAME", with the product's own settings as further keys`,
		make: func() []item {
			var out []item
			for _, name := range pool.Dialects.Names() {
				d, _ := pool.Dialects.Lookup(name)
				out = append(out, specItem(&d.Spec))
			}
			return out
		},
	})
	list(&listing{
		Name: "distributions", Help: "laws of durations",
		Form: `hold = { dist = "NAME", ... }, wherever a duration may vary`,
		make: func() []item {
			var out []item
			for _, name := range workload.Distributions.Names() {
				d, _ := workload.Distributions.Lookup(name)
				out = append(out, specItem(&d.Spec))
			}
			return out
		},
	})
	list(&listing{
		Name: "faults", Help: "what can go wrong with the database",
		Form: `[[fault]] kind = "NAME", with these keys`,
		make: func() []item {
			var out []item
			for _, name := range database.Faults.Names() {
				f, _ := database.Faults.Lookup(name)
				out = append(out, specItem(&f.Spec))
			}
			return out
		},
	})
	list(&listing{
		Name: "arrivals", Help: "processes by which the jobs of a class arrive",
		Form: `[[class]] arrivals = { process = "NAME", ... }`,
		make: func() []item {
			var out []item
			for _, name := range workload.Processes.Names() {
				p, _ := workload.Processes.Lookup(name)
				out = append(out, specItem(&p.Spec))
			}
			return out
		},
	})
}
