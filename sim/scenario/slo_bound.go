package scenario

import (
	"time"

	"poolsim/sim/param"
)

// side is a bound: the most that a target allows, or the least.
type side struct {
	limit   float64 // in the metric's unit
	atLeast bool
}

// The members of a target that is a table.
const (
	sloMin = "min"
	sloMax = "max"
)

// sides reads the value of a target: the most that it allows, or a table with min, max or both. shown is nil where nothing
// could be read.
func (s scope) sides(n *node, t target) (sides []side, shown any) {
	if n.kind != tableNode {
		if limit, shown, ok := s.bound(n, t.Key, *t.Quantity); ok {
			return []side{{limit: limit}}, shown
		}
		return nil, nil
	}
	in, echo := s.within(n, t.Key), make(map[string]any)
	for _, key := range []string{sloMin, sloMax} {
		if b := in.take(key); b != nil {
			if limit, shown, ok := in.bound(b, key, *t.Quantity); ok {
				sides, echo[key] = append(sides, side{limit, key == sloMin}), shown
			}
		}
	}
	switch {
	case len(n.names) == 0:
		in.fault(n.atValue(), "", "it is empty: give min, max or both")
	case len(sides) == 2 && sides[0].limit > sides[1].limit:
		in.fault(n.fields[sloMin].atValue(), sloMin, "must not exceed max (%v)", echo[sloMax])
	}
	in.finish([]string{sloMin, sloMax})
	if len(echo) == 0 {
		return nil, nil
	}
	return sides, echo
}

// bound reads a limit in the quantity's unit. One of a rate may be a number per second.
func (s scope) bound(n *node, key string, q Quantity) (limit float64, shown any, ok bool) {
	p := &param.Param{Name: key, Kind: q.Kind, Max: q.Max}
	if _, number := n.number(); number && q.Kind == param.Rate {
		limit, ok = s.float(n, p)
		return limit, FormatRate(limit), ok
	}
	v, shown, ok := s.value(n, p)
	if d, isDuration := v.(time.Duration); isDuration {
		return d.Seconds(), shown, ok
	}
	limit, _ = v.(float64)
	return limit, shown, ok
}
