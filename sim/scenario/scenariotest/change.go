package scenariotest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Scaled returns the scenario with every time k times as long. Its profile must be Constant: then every rate is a time, too.
func (s *Scenario) Scaled(k int) *Scenario {
	factor := time.Duration(k)
	var table func(t Table) Table
	table = func(t Table) Table {
		out := Table{Keys: slices.Clone(t.Keys)}
		for i, key := range out.Keys {
			switch v := key.Value.(type) {
			case time.Duration:
				out.Keys[i].Value = factor * v
			case Table:
				out.Keys[i].Value = table(v)
			}
		}
		for _, step := range t.Steps {
			out.Steps = append(out.Steps, table(step))
		}
		return out
	}
	tables := func(list []Table) (out []Table) {
		for _, t := range list {
			out = append(out, table(t))
		}
		return out
	}
	traces := make(map[string][]TraceRow)
	for name, rows := range s.Traces {
		for _, r := range rows {
			r.Arrival, r.Hold, r.Before, r.After, r.Cancel = factor*r.Arrival, factor*r.Hold, factor*r.Before, factor*r.After, factor*r.Cancel
			traces[name] = append(traces[name], r)
		}
	}
	return &Scenario{
		Run: table(s.Run), Database: table(s.Database), App: table(s.App),
		Pools: tables(s.Pools), Classes: tables(s.Classes), Faults: tables(s.Faults), Traces: traces,
	}
}

// copied returns a scenario whose lists can be changed.
func (s *Scenario) copied() *Scenario {
	out := *s
	out.Pools, out.Classes, out.Traces = slices.Clone(s.Pools), slices.Clone(s.Classes), maps.Clone(s.Traces)
	return &out
}

// Reversed returns the scenario with its pools and classes in the opposite order.
func (s *Scenario) Reversed() *Scenario {
	out := s.copied()
	slices.Reverse(out.Pools)
	slices.Reverse(out.Classes)
	return out
}

// WithIdleClass returns the scenario with one more class, whose jobs never arrive.
func (s *Scenario) WithIdleClass() *Scenario {
	out := s.copied()
	idle := Table{Keys: []Key{{"name", `"idle"`}, {"arrivals", `{ process = "poisson", rate = "0/s" }`}}}
	idle.Steps = []Table{{Keys: []Key{{"holder", `"nobody"`}, {"pool", s.Pools[0].Get("name")}, {"hold", time.Second}}}}
	out.Classes = append(out.Classes, idle)
	return out
}

// WithUnusedPool returns the scenario with one more pool, which nobody asks.
func (s *Scenario) WithUnusedPool() *Scenario {
	out := s.copied()
	out.Pools = append(out.Pools, Table{Keys: []Key{{"name", `"unused"`}, {"pool_size", 3}}})
	return out
}

// Larger returns the scenario with more connections in every pool.
func (s *Scenario) Larger(more int) *Scenario {
	out := s.copied()
	for i, p := range out.Pools {
		for _, key := range []string{"size", "pool_size"} {
			if n, err := strconv.Atoi(p.Get(key)); err == nil {
				out.Pools[i] = p.with(key, n+more)
			}
		}
	}
	return out
}

// Replicated returns the scenario with so many replications.
func (s *Scenario) Replicated(n int) *Scenario {
	out := s.copied()
	out.Run = s.Run.with("replications", n)
	return out
}

// Split returns the scenario with its first class, a Poisson one, as two of half the rate.
func (s *Scenario) Split() *Scenario {
	out := s.copied()
	first := s.Classes[0]
	for _, k := range first.Keys {
		if arrivals, ok := k.Value.(Table); ok && k.Name == "arrivals" {
			rate, err := strconv.Atoi(strings.Trim(arrivals.Get("rate"), `"/s`))
			if err != nil {
				panic("scenariotest: the first class is no Poisson one")
			}
			first = first.with("arrivals", arrivals.with("rate", fmt.Sprintf(`"%d/s"`, rate/2)))
		}
	}
	out.Classes[0] = first.with("name", `"half"`)
	out.Classes = append(out.Classes, first.with("name", `"half2"`))
	return out
}

// Replay returns the scenario in which every class plays back a recording instead; traces are by the name of the class.
func (s *Scenario) Replay(traces map[string][]TraceRow) *Scenario {
	out := s.copied()
	for i, c := range out.Classes {
		name := strings.Trim(c.Get("name"), `"`)
		replayed := Table{Keys: []Key{{"name", c.Get("name")}, {"arrivals", Table{Keys: []Key{{"process", `"trace"`}, {"file", fmt.Sprintf(`"%s.csv"`, name)}}}}}}
		for _, step := range c.Steps {
			keys := slices.DeleteFunc(slices.Clone(step.Keys), func(k Key) bool { return slices.Contains([]string{"hold", "before", "after"}, k.Name) })
			replayed.Steps = append(replayed.Steps, Table{Keys: keys})
		}
		out.Classes[i] = replayed
		out.Traces[name+".csv"] = traces[name]
	}
	return out
}
