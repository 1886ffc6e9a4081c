package scenario

import (
	"slices"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
)

// Bounds of what a scenario may describe.
const (
	maxYear         = 365 * 86400 // seconds: of a run and of its warm-up
	maxReplications = 100_000
	maxProcesses    = 10_000
	maxConnections  = 1_000_000
	maxTitle        = 200 // characters
)

// runSpec declares [run].
var runSpec = param.Spec{
	Name: "run",
	Help: "how long and how often the model runs",
	Params: []param.Param{
		{Name: "duration", Kind: param.Duration, Default: 30 * time.Minute, MinOpen: true, Max: maxYear, Help: "measured virtual time of one replication"},
		{
			Name: "warmup", Kind: param.Duration, Default: 5 * time.Minute, Max: maxYear, Words: map[string]time.Duration{"auto": autoWarmup},
			Help: "virtual time before measuring begins; auto finds it (MSER-5), half of duration at most",
		},
		{Name: "replications", Kind: param.Count, Default: int64(10), Min: 1, Max: maxReplications, Help: "independent runs"},
		{
			Name: "sample_at", Kind: param.Durations, Max: 2 * maxYear,
			Help: "instants from the start of the run, warm-up included, at which the pools are looked at: for what happens from empty pools, not in the long run",
		},
		{Name: "seed", Kind: param.Count, Default: int64(1), Help: "of all random streams; the same seed gives the same jobs"},
		{
			Name: loadKey, Kind: param.Number, Min: 1e-6, Max: 1e6,
			Help: "multiplies the arrivals of every class: rates, users, jobs of a burst; instants of a trace are divided by it; 1 when absent",
		},
		{
			Name: "precision", Kind: param.Number, MinOpen: true, Max: 1,
			Help: "add replications until half the interval of precision_on is at most this share of its value",
		},
		{Name: "precision_on", Kind: param.Choice, Choices: intervalKeys(), Help: "what has to be that precise, named as in [slo] (poolsim list metrics); wait_mean when absent"},
		{Name: "max_replications", Kind: param.Count, Min: 1, Max: maxReplications, Help: "the most replications that precision may take; 1000 when absent"},
	},
}

// autoWarmup stands for a warm-up that the run finds by itself.
const autoWarmup = -1

// What precision is about, and what it may take, where the scenario does not say it.
const (
	defaultPrecisionOn     = "wait_mean"
	defaultMaxReplications = 1000
)

// databaseSpec declares [database].
var databaseSpec = param.Spec{
	Name: "database",
	Help: "the server behind the pools; without it connecting is free and unlimited",
	Params: []param.Param{
		{Name: "connect", Kind: param.Sampler, Help: "what opening a connection takes, as the client sees it; no time when absent"},
		{
			Name: "connect_cpu", Kind: param.Sampler,
			Help: "the part of connect that computes in the application's process, whose event loop does nothing else meanwhile; none when absent",
		},
		{Name: "round_trip", Kind: param.Duration, Default: time.Duration(0), Max: 3600, Help: "one round trip, the unit of pings, resets and closes"},
		{Name: "max_connections", Kind: param.Count, Min: 1, Max: maxConnections, Help: "the server's own limit; none when absent"},
		{
			Name: "superuser_reserved_connections", Kind: param.Count, Max: maxConnections,
			Help: "how many of max_connections applications cannot have; 3 when absent",
		},
		{Name: "refuse", Kind: param.Sampler, Help: "what a refused connect takes; as long as connect when absent"},
	},
}

// defaultReserved is PostgreSQL's superuser_reserved_connections.
const defaultReserved = 3

// appSpec declares [app].
var appSpec = param.Spec{
	Name: "app",
	Help: "the processes; every one has its own copy of every pool",
	Params: []param.Param{
		{Name: "instances", Kind: param.Count, Default: int64(1), Min: 1, Max: maxProcesses, Help: "copies of the application"},
		{Name: "workers", Kind: param.Count, Default: int64(1), Min: 1, Max: maxProcesses, Help: "processes of each copy"},
		{
			Name: "spread", Kind: param.Choice, Default: model.RoundRobin.String(),
			Choices: []string{model.RoundRobin.String(), model.Random.String()},
			Help:    "how jobs are spread over the processes",
		},
	},
}

// SectionSpecs returns what the plain tables [run], [database] and [app] can hold, for pages and completion.
func SectionSpecs() []param.Spec { return []param.Spec{runSpec, databaseSpec, appSpec} }

// section reads a plain table that a spec declares. It is absent when there is no such table, or no usable one; the
// defaults hold then, and wherever a value is at fault.
func (s scope) section(spec *param.Spec) (in scope, set settings, absent bool) {
	in, set, absent = s.sectionWith(spec)
	in.finish(paramNames(spec))
	return in, set, absent
}

// sectionWith is section for a table with more in it than the spec declares: the caller finishes it.
func (s scope) sectionWith(spec *param.Spec) (in scope, set settings, absent bool) {
	in, present := s.table(spec.Name)
	if !present {
		in = s.within(newTable(s.node.src, s.node.key), spec.Name)
	}
	set, _ = in.settings(spec)
	return in, set, !present
}

// contentionKey is the member of [database] that says how its work stretches.
const contentionKey = "contention"

// contention reads it; nil where there is none.
func (s scope) contention() (c database.Contention, echo any) {
	n := s.take(contentionKey)
	if n == nil {
		return nil, nil
	}
	const example = `such as { model = "cores", cores = 8 }`
	if n.kind != tableNode {
		s.fault(n.atValue(), contentionKey, "a table is due, %s, not %s", example, n.describe())
		return nil, nil
	}
	in := s.within(n, contentionKey)
	spec, set, _, ok := declared(in, "model", "model of contention", &database.Contentions)
	if !ok {
		return nil, nil
	}
	c, err := spec.New(set.values)
	if err != nil {
		in.problem(&spec.Spec, "model", err)
		return nil, nil
	}
	return c, set.echo
}

// title reads the title, which is the name where there is none.
func (s scope) title(out *Scenario) {
	text, n, ok := s.text("title")
	switch {
	case !ok:
		out.Title = out.Name
	case text == "" || len([]rune(clip(text, maxTitle+1))) > maxTitle || containsControl(text):
		s.fault(n.atValue(), "title", "a title has 1 to 200 characters, all of them on one line")
	default:
		out.Title = text
	}
	out.Echo["title"] = out.Title
}

// run reads [run].
func (s scope) run(out *Scenario) {
	in, set, _ := s.section(&runSpec)
	out.Model.Duration = set.values.Duration("duration")
	out.Model.Warmup = set.values.Duration("warmup")
	if out.Model.Warmup == autoWarmup {
		out.Model.Warmup, out.AutoWarmup = 0, true
	}
	out.Model.Seed = uint64(set.values.Int("seed"))
	if v := set.values; v.Has("sample_at") {
		out.Model.SampleAt = v.Durations("sample_at")
		slices.Sort(out.Model.SampleAt)
		if last := len(out.Model.SampleAt) - 1; last >= 0 && out.Model.SampleAt[last] >= out.End() {
			in.fault(in.node.fields["sample_at"].atValue(), "sample_at", "%s does not lie before the end of the run, %s", FormatDuration(out.Model.SampleAt[last]), FormatDuration(out.End()))
		}
	}
	out.Replications = int(set.values.Int("replications"))
	out.Load = 1
	if set.values.Has(loadKey) {
		out.Load = set.values.Float(loadKey)
	}
	if out.Load == 1 {
		delete(set.echo, loadKey) // it is as if it were not there
	}
	in.precision(set, out)
	out.Echo["run"] = set.echo
}

// precision reads what [run] says of it, and fills in what it leaves out.
func (s scope) precision(set settings, out *Scenario) {
	const precision, on, most = "precision", "precision_on", "max_replications"
	v := set.values
	if !v.Has(precision) {
		for _, key := range []string{on, most} {
			if n := s.node.fields[key]; n != nil && s.node.fields[precision] == nil {
				s.fault(n.atKey(), key, "it needs %s beside it", precision)
			}
		}
		return
	}
	if !v.Has(on) {
		v[on], set.echo[on] = defaultPrecisionOn, defaultPrecisionOn
	}
	if !v.Has(most) {
		n := int64(max(defaultMaxReplications, out.Replications))
		v[most], set.echo[most] = n, n
	}
	if n := s.node.fields[most]; n != nil && int(v.Int(most)) < out.Replications {
		s.fault(n.atValue(), most, "must be at least replications (%d)", out.Replications)
	}
	p := &Precision{Key: v.Text(on), Relative: v.Float(precision), Most: int(v.Int(most))}
	p.Metric, p.Stat, _ = LookupTarget(p.Key)
	out.Precision = p
}

// database reads [database].
func (s scope) database(out *Scenario) {
	in, set, absent := s.sectionWith(&databaseSpec)
	if absent {
		return
	}
	const limit, reserved = "max_connections", "superuser_reserved_connections"
	contention, shown := in.contention()
	in.finish(append(paramNames(&databaseSpec), contentionKey))
	if shown != nil {
		set.echo[contentionKey] = shown
	}
	v := set.values
	c := &database.Config{RoundTrip: v.Duration("round_trip"), Contention: contention}
	c.Connect, c.ConnectCPU, c.Refuse = optional(v, "connect"), optional(v, "connect_cpu"), optional(v, "refuse")
	switch {
	case v.Has(limit):
		c.MaxConnections = int(v.Int(limit))
		if !v.Has(reserved) {
			v[reserved] = int64(defaultReserved)
			set.echo[reserved] = int64(defaultReserved)
			if c.MaxConnections <= defaultReserved {
				in.fault(in.node.fields[limit].atValue(), limit, "must exceed %s, which is %d when absent", reserved, defaultReserved)
			}
		}
		c.Reserved = int(v.Int(reserved))
		if n := in.node.fields[reserved]; n != nil && c.Reserved >= c.MaxConnections {
			in.fault(n.atValue(), reserved, "must be less than %s (%d)", limit, c.MaxConnections)
		}
	case v.Has(reserved):
		in.fault(in.node.fields[reserved].atKey(), reserved, "it needs %s beside it", limit)
	}
	out.Model.Database = c
	out.Echo["database"] = set.echo
}

// app reads [app].
func (s scope) app(out *Scenario) {
	in, set, _ := s.section(&appSpec)
	instances, workers := set.values.Int("instances"), set.values.Int("workers")
	if instances*workers > maxProcesses {
		key := "instances"
		if workers > instances || in.node.fields[key] == nil {
			key = "workers"
		}
		in.fault(in.node.fields[key].atValue(), key, "instances x workers must be at most %d processes, not %d", maxProcesses, instances*workers)
		return
	}
	out.Model.Processes = int(instances * workers)
	out.Model.Instances = int(instances)
	if set.values.Text("spread") == model.Random.String() {
		out.Model.Spread = model.Random
	}
	out.Echo["app"] = set.echo
}
