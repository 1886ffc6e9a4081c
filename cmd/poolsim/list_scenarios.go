package main

import (
	"poolsim/configs"
	"poolsim/sim/scenario"
)

func init() {
	list(&listing{
		Name: "scenarios", Help: "those that come with poolsim; run, check and the like take them by name",
		columns: []string{"scenario", "title"},
		make: func() []item {
			var out []item
			for _, name := range configs.Names() {
				out = append(out, item{Name: name, Help: embeddedTitle(name)})
			}
			return out
		},
	})
}

// embeddedTitle returns the title of a scenario that comes with poolsim; a test keeps all of them free of faults.
func embeddedTitle(name string) string {
	text, err := configs.FS.ReadFile(name)
	if err != nil {
		return ""
	}
	sc, err := scenario.Parse(name, text, scenario.Options{ReadFile: configs.FS.ReadFile})
	if err != nil {
		return ""
	}
	return sc.Title
}
