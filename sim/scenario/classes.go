package scenario

import (
	"maps"
	"slices"

	"poolsim/sim/param"
	"poolsim/workload"
)

// Bounds on the classes of a scenario.
const (
	maxClasses = 1000
	maxSteps   = 1000
)

// stepSpec declares [[class.step]], but for its names and its ends.
var stepSpec = param.Spec{
	Name: "class.step",
	Help: "an acquire, a hold and a release: a job of the class takes its steps one after the other",
	Params: []param.Param{
		{Name: "hold", Kind: param.Sampler, Help: "how long the connection is held"},
		{Name: "before", Kind: param.Sampler, Help: "time without a connection of this step before it asks"},
		{Name: "nested", Kind: param.Flag, Default: false, Help: "it asks while the step before still holds"},
		{Name: "after", Kind: param.Sampler, Help: "how long it is held on after the nested steps that follow"},
		{
			Name: "release", Kind: param.Choice, Choices: []string{releaseByContext, releasePlain},
			Help: `how it is given back: through "async with", as when absent, or by the task's own "await close()"`,
		},
	},
}

// The words of release.
const (
	releaseByContext = "context-manager"
	releasePlain     = "plain"
)

// stepKeys are the keys of [[class.step]].
var stepKeys = []string{"holder", "pool", "nested", "before", "hold", "after", "release", "end"}

// classSpec declares [[class]], but for its name, arrivals and steps.
var classSpec = param.Spec{
	Name: "class",
	Help: "a kind of request with its own arrivals and steps",
	Params: []param.Param{
		{Name: "cancel_after", Kind: param.Sampler, Help: "how long after its arrival the client of a job goes away, whatever the job is doing; never when absent"},
		{Name: "cancel_ratio", Kind: param.Number, Max: 1, Help: "the share of jobs whose client goes away then; all of them when absent"},
		{Name: "retry_delay", Kind: param.Sampler, Help: "how long after an acquire that failed the job makes it again; it does not when absent"},
		{Name: "retry_max", Kind: param.Count, Max: 1e9, Help: "how often a job makes an acquire again; for ever when absent"},
	},
}

// StepSpecs returns what [[class]] and [[class.step]] can hold besides names, arrivals and ends, for pages and completion.
func StepSpecs() []param.Spec {
	step := stepSpec
	step.Params = append(step.Params[:len(step.Params):len(step.Params)], param.Param{
		Name: "end", Kind: param.Choice, Choices: workload.Ends(),
		Help: "how holds end; or shares of them, such as { leak = 0.001, invalidate = 0.01 }",
	})
	return []param.Spec{classSpec, step}
}

// classes reads every [[class]].
func (s scope) classes(out *Scenario) {
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
		c, echo := in.class(taken)
		out.Model.Classes = append(out.Model.Classes, c)
		echoes = append(echoes, echo)
	}
	out.Echo[key] = echoes
}

// class reads one [[class]].
func (s scope) class(taken unique) (workload.Class, map[string]any) {
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
		step, echo := in.step(i, scripted)
		c.Steps = append(c.Steps, step)
		echoes = append(echoes, echo)
	}
	if script, ok := process.(workload.Scripted); ok {
		if len(nodes) == 0 && s.node.fields["step"] == nil {
			c.Steps, echoes = s.scriptSteps(script)
		} else {
			s.checkScript(script, c.Steps)
		}
	} else if len(nodes) == 0 && !scripted && emptyArray(s.node.fields["step"]) {
		s.fault(s.node.atValue(), "", "step is missing: a class needs at least one [[class.step]] with a holder and a hold")
	}
	echo := map[string]any{"name": name, "arrivals": arrivals, "step": echoes}
	s.patience(&c, echo)
	s.finish(classKeys())
	return c, echo
}

// patience reads when the clients of a class go away, and whether jobs try again.
func (s scope) patience(c *workload.Class, echo map[string]any) {
	const after, ratio = "cancel_after", "cancel_ratio"
	set, _ := s.settings(&classSpec)
	maps.Copy(echo, set.echo)
	c.CancelAfter = optional(set.values, after)
	s.retries(c, set.values)
	switch n := s.node.fields[ratio]; {
	case set.values.Has(ratio):
		c.CancelRatio = set.values.Float(ratio)
		if s.node.fields[after] == nil {
			s.fault(n.atKey(), ratio, "it needs %s beside it", after)
		}
	case c.CancelAfter != nil:
		c.CancelRatio = 1
	}
	if n := s.node.fields[after]; n != nil {
		if _, scripted := c.Arrivals.(workload.Scripted); scripted {
			s.fault(n.atKey(), after, "recorded jobs have it in their file, as cancel_seconds")
		}
	}
}

// retries reads whether acquires that failed are made again.
func (s scope) retries(c *workload.Class, v param.Values) {
	const delay, most = "retry_delay", "retry_max"
	c.RetryDelay = optional(v, delay)
	switch {
	case v.Has(most):
		c.RetryMax = int(v.Int(most))
		if s.node.fields[delay] == nil {
			s.fault(s.node.fields[most].atKey(), most, "it needs %s beside it", delay)
		}
	case c.RetryDelay != nil:
		c.RetryMax = -1
	}
}

// optional returns a distribution that may have been left out.
func optional(v param.Values, name string) workload.Distribution {
	if !v.Has(name) {
		return nil
	}
	return v[name].(workload.Distribution)
}

func emptyArray(n *node) bool { return n == nil || n.kind == arrayNode && len(n.items) == 0 }

// step reads one [[class.step]]. scripted says that the arrivals know the holds.
func (s scope) step(index int, scripted bool) (workload.Step, map[string]any) {
	var st workload.Step
	echo := make(map[string]any)
	st.Holder, _ = s.readName("holder", `the label of the acquire, such as holder = "main"`)
	st.Pool = s.stepPool()
	set, _ := s.settings(&stepSpec)
	maps.Copy(echo, set.echo)
	echo["holder"], echo["pool"] = st.Holder, st.Pool
	st.Hold, st.Before, st.After = optional(set.values, "hold"), optional(set.values, "before"), optional(set.values, "after")
	st.Nested = set.values.Has("nested") && set.values.Bool("nested")
	st.Plain = set.values.Has("release") && set.values.Text("release") == releasePlain
	if st.Nested && index == 0 {
		s.fault(s.node.fields["nested"].atValue(), "nested", "the first step has no earlier ones to be nested in")
	}
	if s.node.fields["hold"] == nil && !scripted {
		s.fault(s.node.atValue(), "", `hold is missing: how long the connection is held, such as hold = "20ms"`)
	}
	shares, shown := s.ends()
	if st.Ends = shares; shown != nil {
		echo["end"] = shown
	}
	s.finish(stepKeys)
	return st, echo
}

// scriptSteps makes the steps of a class whose arrivals know what its jobs do.
func (s scope) scriptSteps(script workload.Scripted) (steps []workload.Step, echoes []map[string]any) {
	only := s.pools.only()
	if only == "" && len(s.pools.names) > 1 {
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
