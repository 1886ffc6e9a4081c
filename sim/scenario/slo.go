package scenario

// slo reads [slo], then [slo.pool.NAME] and [slo.class.NAME]. The targets come in that order, pools and classes as the
// scenario has them, and in each table in the order of Quantities, whatever the order of the text.
func (s scope) slo(out *Scenario) {
	in, ok := s.table("slo")
	if !ok {
		return
	}
	var inPools, inClasses []sloPart
	in.part(sloPool, s.pools.names, s.pools.unnamed, &inPools)
	names, unnamed := classNames(out)
	in.part(sloClass, names, unnamed, &inClasses)
	echo := in.targets(out, "", "")
	for _, p := range inPools {
		put(echo, sloPool, p.name, p.targets(out, sloPool, p.name))
	}
	for _, p := range inClasses {
		put(echo, sloClass, p.name, p.targets(out, sloClass, p.name))
	}
	out.Echo["slo"] = echo
}

// targets reads the targets of a table: of [slo], where what is "", or of the pool or class of that name. It returns them in
// the file's form.
func (s scope) targets(out *Scenario, what, name string) (echo map[string]any) {
	echo = make(map[string]any)
	type bounded struct{ metric, stat string }
	first := make(map[bounded]string)
	for _, t := range targets {
		if s.node.fields[t.Key] == nil || !speaksOf(what, t.Of) {
			continue
		}
		n := s.take(t.Key)
		b := bounded{t.Metric, t.Stat}
		if earlier := first[b]; earlier != "" {
			s.fault(n.atKey(), t.Key, "it is the same as %s: give one of them", earlier)
			continue
		}
		first[b] = t.Key
		sides, shown := s.sides(n, t)
		for _, side := range sides {
			target := Target{Key: t.Key, Metric: t.Metric, Stat: t.Stat, Limit: side.limit, AtLeast: side.atLeast}
			switch what {
			case sloPool:
				target.Pool = name
			case sloClass:
				target.Class = name
			}
			out.SLO = append(out.SLO, target)
		}
		if shown != nil {
			echo[t.Key] = shown
		}
	}
	s.unknownTargets(what)
	return echo
}
