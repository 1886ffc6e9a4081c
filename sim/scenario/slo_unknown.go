package scenario

import (
	"fmt"
	"strings"
)

// unknownTargets notes the keys of a table of targets that are none of it, with the part of them that is wrong.
func (s scope) unknownTargets(what string) {
	for _, key := range s.node.names {
		n := s.node.fields[key]
		if n.used {
			continue
		}
		n.used = true
		if t, ok := targetOf[key]; ok {
			s.fault(n.atKey(), key, "%s", elsewhere(t.Of))
			continue
		}
		s.fault(n.atKey(), "", "unknown target %s%s", quote(key), s.targetHelp(key, what))
	}
}

// elsewhere says where to write a target that is not of the pool, or class, of the table that it stands in.
func elsewhere(of Owner) string {
	switch of {
	case OfPool:
		return "it is of pools: write it in [slo] or in [slo.pool.NAME]"
	case OfClass:
		return "it is of classes: write it in [slo] or in [slo.class.NAME]"
	}
	return "it is of the " + string(of) + ": write it in [slo]"
}

// targetHelp says what is allowed instead of a key, in words that follow it.
func (s scope) targetHelp(key, what string) string {
	if s.faults.crowded() {
		return ""
	}
	if help := statHelp(key, what); help != "" {
		return help
	}
	var keys []string
	for _, t := range targets {
		if speaksOf(what, t.Of) {
			keys = append(keys, t.Key)
		}
	}
	if near := nearest(key, keys); near != "" {
		return fmt.Sprintf(": did you mean %s?", near)
	}
	if help := countHelp(key, what); help != "" {
		return help
	}
	return ": allowed: " + list(targetNames(what))
}

// statHelp says what is wrong with the statistic of a key, or returns "". It goes by the longest name that the key begins with.
func statHelp(key, what string) string {
	longest, help := 0, ""
	for i := range quantities {
		q := &quantities[i]
		if q.Plain || !speaksOf(what, q.Of) {
			continue
		}
		for _, name := range []string{q.Name, q.Metric} {
			stat, found := strings.CutPrefix(key+"_", name+"_")
			if !found || len(name) <= longest {
				continue
			}
			longest = len(name)
			help = fmt.Sprintf(": the statistics of %s are %s, not %s", name, list(q.Stats), quote(strings.TrimSuffix(stat, "_")))
			if stat == "" {
				help = fmt.Sprintf(": add a statistic, such as %s_p99", name)
			}
		}
	}
	return help
}

// countHelp says what there is of the count that a key begins with, or returns "".
func countHelp(key, what string) string {
	for _, c := range counts {
		if strings.HasPrefix(key+"_", c.name+"_") && speaksOf(what, c.of) {
			return fmt.Sprintf(": write %s or %s", c.name+inTotal, c.name+perSecond)
		}
	}
	return ""
}

// targetNames returns the names of what a table of targets can bound: those that go on with a statistic end in "...".
func targetNames(what string) []string {
	var names []string
	for i := range quantities {
		q := &quantities[i]
		name := q.Name
		if !q.Plain {
			name += "_..."
		} else if count, ok := strings.CutSuffix(name, inTotal); ok {
			name = count + "_..."
		}
		if speaksOf(what, q.Of) && !strings.HasSuffix(name, perSecond) {
			names = append(names, name)
		}
	}
	return names
}
