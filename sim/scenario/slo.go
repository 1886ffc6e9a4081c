package scenario

import (
	"fmt"
	"strings"
	"time"

	"poolsim/sim/param"
)

// slo reads [slo]. The targets come in the order of Quantities, whatever the order of the text.
func (s scope) slo(out *Scenario) {
	in, ok := s.table("slo")
	if !ok {
		return
	}
	echo := make(map[string]any)
	var allowed []string
	for _, q := range quantities {
		first := ""
		for _, k := range q.Keys() {
			allowed = append(allowed, k.Key)
			n := in.take(k.Key)
			if n == nil {
				continue
			}
			if first != "" && q.Plain {
				in.fault(n.atKey(), k.Key, "it is the same as %s: give one of them", first)
				continue
			}
			first = k.Key
			if limit, shown, ok := in.bound(n, k.Key, q); ok {
				out.SLO = append(out.SLO, Target{Key: k.Key, Metric: q.Metric, Stat: k.Stat, Limit: limit})
				echo[k.Key] = shown
			}
		}
	}
	in.unknownTargets(allowed)
	out.Echo["slo"] = echo
}

// bound reads a limit in the quantity's unit.
func (s scope) bound(n *node, key string, q Quantity) (limit float64, shown any, ok bool) {
	p := &param.Param{Name: key, Kind: q.Kind, Max: q.Max}
	v, shown, ok := s.value(n, p)
	if d, isDuration := v.(time.Duration); isDuration {
		return d.Seconds(), shown, ok
	}
	limit, _ = v.(float64)
	return limit, shown, ok
}

// unknownTargets notes the keys that are no target, with the part of them that is wrong.
func (s scope) unknownTargets(allowed []string) {
	for _, key := range s.node.names {
		n := s.node.fields[key]
		if n.used {
			continue
		}
		n.used = true
		s.fault(n.atKey(), "", "unknown target %s%s", quote(key), s.targetHelp(key, allowed))
	}
}

func (s scope) targetHelp(key string, allowed []string) string {
	if s.faults.crowded() {
		return ""
	}
	for _, q := range quantities {
		if stat, ok := strings.CutPrefix(key, q.Name+"_"); ok && !q.Plain {
			return fmt.Sprintf(": the statistics of %s are %s, not %s", q.Name, list(q.Stats), quote(stat))
		}
		if key == q.Name {
			return fmt.Sprintf(": add a statistic, such as %s_p99", q.Name)
		}
	}
	if near := nearest(key, allowed); near != "" {
		return fmt.Sprintf(": did you mean %s?", near)
	}
	var names []string
	for _, q := range quantities {
		name := q.Name
		if !q.Plain {
			name += "_..."
		}
		names = append(names, name)
	}
	return ": allowed: " + list(names)
}
