package scenario

import (
	"poolsim/sim/database"
)

// maxFaults is the most faults of a scenario.
const maxFaults = 1000

// databaseFaults reads every [[fault]]. Without a [database] there is one that costs nothing, for them to happen to.
func (s scope) databaseFaults(out *Scenario) {
	const key = "fault"
	nodes := s.tables(key, key)
	if len(nodes) > maxFaults {
		s.fault(nodes[maxFaults].atValue(), key, "a scenario has at most %d faults", maxFaults)
		nodes = nodes[:maxFaults]
	}
	var echoes []map[string]any
	for i, n := range nodes {
		in := s.within(n, label(key, "kind", n, i))
		f, echo, ok := in.databaseFault()
		if !ok {
			continue
		}
		if out.Model.Database == nil {
			out.Model.Database = &database.Config{}
		}
		out.Model.Database.Faults = append(out.Model.Database.Faults, f)
		echoes = append(echoes, echo)
	}
	if len(echoes) > 0 {
		out.Echo[key] = echoes
	}
}

// databaseFault reads one [[fault]].
func (s scope) databaseFault() (database.Fault, map[string]any, bool) {
	spec, set, _, ok := declared(s, "kind", "kind of fault", &database.Faults)
	if !ok {
		return nil, nil, false
	}
	f, err := spec.New(set.values)
	if err != nil {
		s.problem(&spec.Spec, "kind", err)
		return nil, nil, false
	}
	return f, set.echo, true
}
