package scenario

import (
	"path"
	"strings"
)

// Options are what Parse may be told beside the text.
type Options struct {
	// Set are overrides, "key=value": the key is a path such as pool.main.pool_size, the value is TOML or, when it is
	// no TOML, a text without quotes. Later ones win. See override.go.
	Set []string

	// ReadFile reads a file that the scenario names, such as a trace; the path is as the scenario writes it. nil makes
	// every such name a fault.
	ReadFile func(path string) ([]byte, error)
}

// topKeys are the keys at the top of a scenario, in the order in which TOML writes them.
var topKeys = []string{"title", "run", "database", "pool", "app", "class", "fault", "slo", "alert", "sweep"}

// Parse reads a scenario. name is the file's name, for faults and for Scenario.Name. The error, if any, is a *Faults that
// holds everything that is wrong.
func Parse(name string, text []byte, opts Options) (*Scenario, error) {
	faults := &collector{}
	src := &source{name: name, text: strings.TrimPrefix(string(text), "\ufeff")}
	root := load(src, faults)
	if root == nil {
		return nil, faults.faults()
	}
	for i, text := range opts.Set {
		override(root, i, text, faults)
	}
	out := &Scenario{Name: path.Base(name), Echo: make(map[string]any)}
	top := scope{&reader{faults: faults, readFile: out.noting(opts.ReadFile), pools: &poolTable{}}, root, ""}
	if len(root.names) == 0 {
		top.fault(place{src, span{0, 1}}, "", "the scenario is empty: it needs at least a [[pool]] with a name, and a [[class]] "+
			"with a name, arrivals and a [[class.step]] with a holder and a hold")
		return nil, faults.faults()
	}
	top.title(out)
	top.run(out)
	top.database(out)
	top.readPools(out)
	top.app(out)
	top.classes(out)
	top.load(out)
	top.readFaults(out)
	top.slo(out)
	top.alerts(out)
	top.sweep(out)
	top.finish(topKeys)
	if f := faults.faults(); f != nil {
		return nil, f
	}
	return out, nil
}
