package scenario

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"poolsim/sim/param"
	"poolsim/workload"
)

// constantName is the law that a bare duration stands for.
const constantName = "constant"

// sampler reads a duration, which stands for a constant, or a table that names a law.
func (s scope) sampler(n *node, p *param.Param) (workload.Distribution, any, bool) {
	if n.kind == scalarNode {
		return s.constant(n, p)
	}
	if n.kind != tableNode {
		s.fault(n.atValue(), p.Name, "%s is due, not %s", p.Kind, n.describe())
		return nil, nil, false
	}
	in := s.within(n, p.Name)
	spec, set, _, ok := declared(in, "dist", "distribution", &workload.Distributions)
	if !ok {
		return nil, nil, false
	}
	d, err := spec.New(set.values)
	if err != nil {
		in.problem(&spec.Spec, "dist", err)
		return nil, nil, false
	}
	return d, set.echo, true
}

// constant reads a bare duration as the constant law.
func (s scope) constant(n *node, p *param.Param) (workload.Distribution, any, bool) {
	spec, ok := workload.Distributions.Lookup(constantName)
	if !ok || len(spec.Params) == 0 {
		panic("scenario: no law " + constantName + " with a parameter")
	}
	if _, isText := n.data.(string); !isText {
		if _, isNumber := n.number(); !isNumber {
			s.fault(n.atValue(), p.Name, "%s is due, not %s", p.Kind, n.describe())
			return nil, nil, false
		}
	}
	value := spec.Params[0]
	named := value
	named.Name = p.Name
	d, ok := s.duration(n, &named)
	if !ok {
		return nil, nil, false
	}
	law, err := spec.New(param.Values{value.Name: d}.With(&spec.Spec))
	if err != nil {
		s.fault(n.atValue(), p.Name, "%v", err)
		return nil, nil, false
	}
	return law, FormatDuration(d), true
}

// arrivals reads the arrival process of a class. scripted may also be true where the process is unknown: then nothing can
// be said about what the class lacks.
func (s scope) arrivals() (process workload.Arrivals, echo map[string]any, scripted bool) {
	const key = "arrivals"
	const example = `such as { process = "poisson", rate = "300/s" }`
	s.required(key, "when its jobs arrive, "+example)
	n := s.take(key)
	if n == nil {
		return nil, nil, false
	}
	if n.kind != tableNode {
		s.fault(n.atValue(), key, "a table is due, %s, not %s", example, n.describe())
		return nil, nil, true
	}
	in := s.within(n, key)
	spec, set, known, ok := declared(in, "process", "arrival process", &workload.Processes)
	files := !known || slices.ContainsFunc(spec.Params, func(p param.Param) bool { return p.Kind == param.Path })
	if !ok {
		return nil, nil, files
	}
	process, err := spec.New(set.values, s.readFile)
	if err != nil {
		in.problem(&spec.Spec, "process", err)
		return nil, nil, files
	}
	_, scripted = process.(workload.Scripted)
	return process, set.echo, scripted
}

// declared reads the table of a thing with a spec: the member that names it, and its settings. known says that there is
// such a thing, ok that its settings are right.
func declared[T interface{ Declared() *param.Spec }](
	s scope, key, what string, things *param.Registry[T],
) (thing T, set settings, known, ok bool) {
	name, thing, known := named(s, key, what, things)
	if !known {
		return thing, set, false, false
	}
	spec := thing.Declared()
	set, ok = s.settings(spec)
	s.finish(append([]string{key}, paramNames(spec)...))
	if ok {
		set.echo[key] = name
	}
	return thing, set, true, ok
}

// named returns the thing that a member names, out of a table of things. Members of an unknown thing are not looked at.
func named[T any](s scope, key, what string, things *param.Registry[T]) (name string, thing T, ok bool) {
	s.required(key, fmt.Sprintf("the name of the %s: %s", what, list(things.Names())))
	name, n, ok := s.text(key)
	if !ok {
		return "", thing, false
	}
	thing, ok = things.Lookup(name)
	if !ok {
		s.fault(n.atValue(), key, "there is no %s %s: %s", what, quote(name), unknown(name, things.Names()))
	}
	return name, thing, ok
}

// problem notes what a constructor found: at the parameter that it names; a failure without a name at the file that was
// read, or else at the member that names the thing.
func (s scope) problem(spec *param.Spec, key string, err error) {
	message := err.Error()
	var p *param.Problem
	if errors.As(err, &p) {
		key, message = p.Param, p.Message
	} else {
		for i := range spec.Params {
			if spec.Params[i].Kind == param.Path && s.node.fields[spec.Params[i].Name] != nil {
				key = spec.Params[i].Name
				break
			}
		}
	}
	at := s.node.atValue()
	if n := s.node.fields[key]; n != nil {
		at = n.atValue()
	}
	for _, line := range messageLines(message) {
		s.fault(at, key, "%s", line)
	}
}

// messageLines takes a message apart, one for every line: a file that is read has faults of its own. A line that ends in
// a colon leads the next one.
func messageLines(message string) []string {
	var out []string
	lead := ""
	for line := range strings.Lines(message) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if line = lead + line; strings.HasSuffix(line, ":") {
			lead = line + " "
			continue
		}
		lead = ""
		out = append(out, clip(line, 300))
	}
	if lead != "" {
		out = append(out, strings.TrimSuffix(lead, ": "))
	}
	return out
}

// paramNames returns the names of a spec's parameters.
func paramNames(spec *param.Spec) []string {
	var out []string
	for i := range spec.Params {
		out = append(out, spec.Params[i].Name)
	}
	return out
}
