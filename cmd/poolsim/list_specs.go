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
		make: func() []item { return specItems(scenario.SectionSpecs()) },
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
		Name: "classes", Help: "what a class and its steps can hold besides names and arrivals",
		Form: `[[class]] and [[class.step]], with these keys`,
		make: func() []item { return specItems(scenario.StepSpecs()) },
	})
	list(&listing{
		Name: "contentions", Help: "how the database's work stretches as more connections work at once",
		Form: `[database] contention = { model = "NAME", ... }; holds are work then, not time`,
		make: registered(&database.Contentions),
	})
	list(&listing{
		Name: "faults", Help: "what can go wrong with the database and in the application",
		Form: `[[fault]] kind = "NAME", with these keys`,
		make: func() []item { return specItems(scenario.FaultSpecs()) },
	})
}

// specItems makes items of declared things.
func specItems(specs []param.Spec) []item {
	var out []item
	for i := range specs {
		out = append(out, specItem(&specs[i]))
	}
	return out
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
