package scenario

import (
	"slices"
	"strings"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
)

// maxFaults is the most faults of a scenario.
const maxFaults = 1000

// FaultSpecs returns the kinds of faults by name: those of the database and those of the application.
func FaultSpecs() []param.Spec {
	var out []param.Spec
	for _, name := range faultNames() {
		if f, ok := database.Faults.Lookup(name); ok {
			out = append(out, f.Spec)
		} else if f, ok := model.Faults.Lookup(name); ok {
			out = append(out, f.Spec)
		}
	}
	return out
}

func faultNames() []string {
	names := append(database.Faults.Names(), model.Faults.Names()...)
	slices.Sort(names)
	return names
}

// FaultTime says when a [[fault]] of the scenario strikes, for whoever marks it on a chart.
type FaultTime struct {
	Kind     string        // "restart"
	Label    string        // the kind in words, and the pool where it is about one: "dispose main"
	From, To time.Duration // from the start of the run, warm-up included; equal where it is an instant
}

// readFaults reads every [[fault]]. Without a [database] there is one that costs nothing, for them to happen to.
func (s scope) readFaults(out *Scenario) {
	const key = "fault"
	nodes := s.tables(key, key)
	if len(nodes) > maxFaults {
		s.fault(nodes[maxFaults].atValue(), key, "a scenario has at most %d faults", maxFaults)
		nodes = nodes[:maxFaults]
	}
	var echoes []map[string]any
	for i, n := range nodes {
		if echo, ok := s.within(n, label(key, "kind", n, i)).readFault(out); ok {
			echoes = append(echoes, echo)
		}
	}
	if len(echoes) > 0 {
		out.Echo[key] = echoes
	}
}

// readFault reads one [[fault]].
func (s scope) readFault(out *Scenario) (map[string]any, bool) {
	const key, what = "kind", "kind of fault"
	s.required(key, "the name of the "+what+": "+list(faultNames()))
	name, n, ok := s.text(key)
	if !ok {
		return nil, false
	}
	m := &out.Model
	if spec, ok := database.Faults.Lookup(name); ok {
		f, echo, ok := makeFault(s, &spec.Spec, spec.New, out)
		if !ok {
			return nil, false
		}
		if m.Database == nil {
			m.Database = &database.Config{}
		}
		m.Database.Faults = append(m.Database.Faults, f)
		return echo, true
	}
	if spec, ok := model.Faults.Lookup(name); ok {
		f, echo, ok := makeFault(s, &spec.Spec, spec.New, out)
		if ok {
			m.Faults = append(m.Faults, f)
		}
		return echo, ok
	}
	s.fault(n.atValue(), key, "there is no %s %s: %s", what, quote(name), unknown(name, faultNames()))
	return nil, false
}

// makeFault reads the settings of a fault and makes it, and notes its time.
func makeFault[F any](s scope, spec *param.Spec, make func(param.Values) (F, error), out *Scenario) (f F, echo map[string]any, ok bool) {
	const key = "kind"
	set, ok := s.settings(spec)
	s.finish(append([]string{key}, paramNames(spec)...))
	if !ok {
		return f, nil, false
	}
	f, err := make(set.values)
	if err != nil {
		s.problem(spec, key, err)
		return f, nil, false
	}
	set.echo[key] = spec.Name
	out.Faults = append(out.Faults, timeOf(spec.Name, set.values))
	return f, set.echo, true
}

// timeOf says when a fault strikes: faults have the parameter at, or from and to.
func timeOf(kind string, v param.Values) FaultTime {
	f := FaultTime{Kind: kind, Label: strings.ReplaceAll(kind, "-", " ")}
	if v.Has("pool") {
		f.Label += " " + v.Text("pool")
	}
	if v.Has("at") {
		f.From = v.Duration("at")
		f.To = f.From
	} else {
		f.From, f.To = v.Duration("from"), v.Duration("to")
	}
	return f
}
