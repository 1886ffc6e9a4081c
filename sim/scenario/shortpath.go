package scenario

import (
	"slices"

	"poolsim/workload"
)

// classKeys are the keys of [[class]].
func classKeys() []string {
	return append([]string{"name", "arrivals", "step"}, paramNames(&classSpec)...)
}

// lengthen fills in what a path may leave out: the arrivals of a class, so that class.NAME.rate is class.NAME.arrivals.rate. It
// does so for every parameter that some arrival process has, not only the class's own: a process that is set by the same
// command line is known only later, and the reader says best what is wrong with a parameter. A class's own keys come first.
func lengthen(path []pathPart) []pathPart {
	const class, member, arrivals = 0, 2, "arrivals"
	if len(path) <= member || path[class].name != "class" {
		return path
	}
	key := path[member]
	if slices.Contains(classKeys(), key.name) || !ofArrivals(key.name) {
		return path
	}
	missing := pathPart{keyPart{arrivals, key.span}, key.src}
	return slices.Insert(slices.Clone(path), member, missing)
}

// ofArrivals reports whether the table of some arrival process can have that key.
func ofArrivals(key string) bool {
	if key == "process" {
		return true
	}
	for _, name := range workload.Processes.Names() {
		if p, ok := workload.Processes.Lookup(name); ok && p.Param(key) != nil {
			return true
		}
	}
	return false
}
