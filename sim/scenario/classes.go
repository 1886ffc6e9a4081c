package scenario

import (
	"slices"

	"poolsim/sim/param"
	"poolsim/workload"
)

// Bounds on the classes of a scenario.
const (
	maxClasses = 1000
	maxSteps   = 1000
)

// stepKeys are the keys of [[class.step]].
var stepKeys = []string{"holder", "pool", "nested", "before", "hold"}

// stepParams declare the values of a step that are no names.
var (
	holdParam   = param.Param{Name: "hold", Kind: param.Sampler, Help: "how long the connection is held"}
	beforeParam = param.Param{Name: "before", Kind: param.Sampler, Help: "time without a connection of this step before it asks"}
)

// classes reads every [[class]].
func (s scope) classes(out *Scenario, pools *poolTable) {
	const key = "class"
	nodes := s.tables(key, key)
	if len(nodes) > maxClasses {
		s.fault(nodes[maxClasses].atValue(), key, "a scenario has at most %d classes", maxClasses)
		nodes = nodes[:maxClasses]
	}
	if n := s.node.fields[key]; len(nodes) == 0 && (n == nil || n.kind == arrayNode && len(n.items) == 0) {
		s.fault(s.node.atValue(), "", "there is no class: a scenario needs at least one [[class]] with a name, arrivals and a [[class.step]]")
	}
	taken := make(unique)
	var echoes []map[string]any
	for i, n := range nodes {
		in := s.within(n, label(key, "name", n, i))
		c, echo := in.class(pools, taken)
		out.Model.Classes = append(out.Model.Classes, c)
		echoes = append(echoes, echo)
	}
	out.Echo[key] = echoes
}

// class reads one [[class]].
func (s scope) class(pools *poolTable, taken unique) (workload.Class, map[string]any) {
	name, n := s.readName("name", `such as name = "api"`)
	taken.claim(s, name, n)
	process, arrivals, scripted := s.arrivals()
	c := workload.Class{Name: name, Arrivals: process}
	var echoes []map[string]any
	nodes := s.tables("step", "class.step")
	if len(nodes) > maxSteps {
		s.fault(nodes[maxSteps].atValue(), "step", "a class has at most %d steps", maxSteps)
		nodes = nodes[:maxSteps]
	}
	for i, n := range nodes {
		in := s.within(n, label("step", "holder", n, i))
		step, echo := in.step(pools, i, scripted)
		c.Steps = append(c.Steps, step)
		echoes = append(echoes, echo)
	}
	if script, ok := process.(workload.Scripted); ok {
		if len(nodes) == 0 && s.node.fields["step"] == nil {
			c.Steps, echoes = s.scriptSteps(script, pools)
		} else {
			s.checkScript(script, c.Steps)
		}
	} else if len(nodes) == 0 && !scripted && emptyArray(s.node.fields["step"]) {
		s.fault(s.node.atValue(), "", "step is missing: a class needs at least one [[class.step]] with a holder and a hold")
	}
	s.finish([]string{"name", "arrivals", "step"})
	return c, map[string]any{"name": name, "arrivals": arrivals, "step": echoes}
}

func emptyArray(n *node) bool { return n == nil || n.kind == arrayNode && len(n.items) == 0 }

// step reads one [[class.step]]. scripted says that the arrivals know the holds.
func (s scope) step(pools *poolTable, index int, scripted bool) (workload.Step, map[string]any) {
	var st workload.Step
	echo := make(map[string]any)
	st.Holder, _ = s.readName("holder", `the label of the acquire, such as holder = "main"`)
	st.Pool = pools.resolve(s)
	echo["holder"], echo["pool"] = st.Holder, st.Pool
	if n := s.take("nested"); n != nil {
		st.Nested, _ = s.flag(n, "nested")
		if st.Nested && index == 0 {
			s.fault(n.atValue(), "nested", "the first step has no earlier ones to be nested in")
		}
	}
	echo["nested"] = st.Nested
	if n := s.take("before"); n != nil {
		st.Before, echo["before"], _ = s.sampler(n, &beforeParam)
	}
	if n := s.take("hold"); n != nil {
		st.Hold, echo["hold"], _ = s.sampler(n, &holdParam)
	} else if !scripted {
		s.fault(s.node.atValue(), "", `hold is missing: how long the connection is held, such as hold = "20ms"`)
	}
	s.finish(stepKeys)
	return st, echo
}

// scriptSteps makes the steps of a class whose arrivals know what its jobs do.
func (s scope) scriptSteps(script workload.Scripted, pools *poolTable) (steps []workload.Step, echoes []map[string]any) {
	only := pools.only()
	if only == "" && len(pools.names) > 1 {
		s.fault(s.node.atValue(), "", "step is missing: with several pools every holder needs a [[class.step]] that names its pool")
	}
	for _, h := range script.Holders() {
		s.checkHolder(h)
		steps = append(steps, workload.Step{Holder: h, Pool: only})
		echoes = append(echoes, map[string]any{"holder": h, "pool": only, "nested": false})
	}
	return steps, echoes
}

// checkScript holds the steps against what the arrivals know.
func (s scope) checkScript(script workload.Scripted, steps []workload.Step) {
	var holders []string
	for i, st := range steps {
		if st.Holder != "" && slices.Contains(holders, st.Holder) {
			n := s.node.fields["step"]
			if n.kind == arrayNode && i < len(n.items) {
				n = n.items[i]
			}
			s.fault(n.atValue(), "", "holder %s has two steps: the recorded jobs need one for each holder", quote(st.Holder))
		}
		holders = append(holders, st.Holder)
	}
	for _, h := range script.Holders() {
		s.checkHolder(h)
		if !slices.Contains(holders, h) && !slices.Contains(holders, "") {
			s.fault(s.node.fields["arrivals"].atValue(), "arrivals", "holder %s has no [[class.step]]: the steps are %s", quote(h), list(quoteEach(holders)))
		}
	}
}

func (s scope) checkHolder(holder string) {
	if fault := nameFault(holder); fault != "" {
		s.fault(s.node.fields["arrivals"].atValue(), "arrivals", "holder %s: %s", quote(holder), fault)
	}
}
