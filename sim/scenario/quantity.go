package scenario

import (
	"slices"
	"strings"

	"poolsim/sim/param"
)

// Quantity is a metric of results: something that [slo] can bound, and perhaps [[alert]] watch.
type Quantity struct {
	Name   string     // the word in the scenario file: "wait"; Metric where there is no shorter one
	Metric string     // the name in results: "wait_seconds"
	Of     Owner      // of what it is
	Kind   param.Kind // how a bound is written: param.Duration, param.Number, or param.Rate, which may be a number per second
	Stats  []string   // its statistics
	Plain  bool       // Stats has one element, and Name alone is its key
	Max    float64    // the largest bound that makes sense; 0 is none
	Alert  bool       // [[alert]] can watch it
	Help   string     // one line for people, no full stop
}

// Owner says of what a metric is, in words for people.
type Owner string

// The owners. What a holder has is there for each holder of each class, and for each pool as a whole.
const (
	OfPool     Owner = "pool"
	OfHolder   Owner = "pool; class and holder"
	OfClass    Owner = "class"
	OfDatabase Owner = "database"
)

// TargetKey is a key of [slo] and the statistic that it bounds.
type TargetKey struct{ Key, Stat string }

// Keys returns the keys of [slo] that bound the quantity, each with its statistic: those of the short name, then those of
// the metric's own, both in the order of Stats.
func (q Quantity) Keys() []TargetKey {
	keys := q.keysOf(q.Name)
	if q.Metric != q.Name {
		keys = append(keys, q.keysOf(q.Metric)...)
	}
	return keys
}

func (q Quantity) keysOf(name string) []TargetKey {
	var out []TargetKey
	if q.Plain {
		out = append(out, TargetKey{name, q.Stats[0]})
	}
	if q.Plain && (strings.HasSuffix(name, "_"+q.Stats[0]) || strings.HasSuffix(name, perSecond)) {
		return out // the name says its statistic
	}
	for _, stat := range q.Stats {
		out = append(out, TargetKey{name + "_" + stat, stat})
	}
	return out
}

// target is a key of [slo] with what it bounds.
type target struct {
	TargetKey
	*Quantity
}

// targets are all keys of [slo], in the order of quantities, and targetOf finds them.
var targets, targetOf = func() (all []target, byKey map[string]target) {
	byKey = make(map[string]target)
	for i := range quantities {
		for _, k := range quantities[i].Keys() {
			t := target{k, &quantities[i]}
			all, byKey[k.Key] = append(all, t), t
		}
	}
	return all, byKey
}()

// Quantities returns what [slo] and [[alert]] can name, which is every metric of a result, in the order in which targets are
// judged. The caller may change the slice, not the statistics in it.
func Quantities() []Quantity { return slices.Clone(quantities) }

// TargetKeys returns every key of [slo].
func TargetKeys() []string {
	keys := make([]string, 0, len(targets))
	for _, t := range targets {
		keys = append(keys, t.Key)
	}
	return keys
}

// intervalKeys returns the keys of [slo] that bound what is known with an interval: not the greatest of durations, which is
// what was seen, no estimate.
func intervalKeys() []string {
	var keys []string
	for _, t := range targets {
		if t.Kind != param.Duration || t.Stat != "max" {
			keys = append(keys, t.Key)
		}
	}
	return keys
}

// LookupTarget returns the metric and the statistic that a key of [slo] names; false if none does.
func LookupTarget(key string) (metric, stat string, ok bool) {
	t, ok := targetOf[key]
	if !ok {
		return "", "", false
	}
	return t.Metric, t.Stat, true
}
