package main

import (
	"poolsim/sim/database"
	"poolsim/sim/param"
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
		make: registered(&pool.Dialects),
	})
	list(&listing{
		Name: "distributions", Help: "laws of durations",
		Form: `hold = { dist = "NAME", ... }, wherever a duration may vary`,
		make: registered(&workload.Distributions),
	})
	list(&listing{
		Name: "arrivals", Help: "processes by which the jobs of a class arrive",
		Form: `[[class]] arrivals = { process = "NAME", ... }`,
		make: registered(&workload.Processes),
	})
	list(&listing{
		Name: "faults", Help: "what can go wrong with the database",
		Form: `[[fault]] kind = "NAME", with these keys`,
		make: registered(&database.Faults),
	})
}

// registered lists everything in a registry of things with a spec.
func registered[T interface{ Declared() *param.Spec }](things *param.Registry[T]) func() []item {
	return func() []item {
		var out []item
		for _, name := range things.Names() {
			thing, _ := things.Lookup(name)
			out = append(out, specItem(thing.Declared()))
		}
		return out
	}
}
