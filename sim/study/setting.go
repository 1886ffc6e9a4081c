package study

import (
	"fmt"
	"strconv"
	"strings"

	"poolsim/sim/scenario"
	"poolsim/workload"
)

// Setting returns the value that a scenario has for a key, defaults included, as text for an override: "75", "300/s". ok is
// false for a key that it does not have, and for one that is no single value.
func Setting(sc *scenario.Scenario, key string) (value string, ok bool) {
	var at any = sc.Echo
	for _, part := range strings.Split(key, ".") {
		switch node := at.(type) {
		case map[string]any:
			next, ok := node[part]
			if arrivals, isClass := node["arrivals"].(map[string]any); !ok && isClass {
				next, ok = arrivals[part] // a class's arrivals may be left out of a path
			}
			if !ok {
				return "", false
			}
			at = next
		case []map[string]any:
			next := elementOf(node, part)
			if next == nil {
				return "", false
			}
			at = next
		default:
			return "", false
		}
	}
	switch at.(type) {
	case map[string]any, []map[string]any, []any, nil:
		return "", false
	}
	return fmt.Sprint(at), true
}

// elementOf returns the element of an array of tables with a name, or a number from 0.
func elementOf(tables []map[string]any, name string) map[string]any {
	for _, key := range []string{"name", "holder", "kind", "metric"} {
		for _, t := range tables {
			if t[key] == name {
				return t
			}
		}
	}
	if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(tables) {
		return tables[i]
	}
	return nil
}

// SizeKey returns the key that says how large the only pool is: its number of connections that stay open, by the product's
// own name. The error lists the keys where there are several pools.
func SizeKey(sc *scenario.Scenario) (string, error) {
	var keys []string
	for _, p := range sc.Model.Pools {
		if l := p.Dialect.Limits(p.Values); l.KeepName != "" {
			keys = append(keys, "pool."+p.Name+"."+l.KeepName)
		}
	}
	switch len(keys) {
	case 0:
		return "", fmt.Errorf("no pool of the scenario has a size: say with --for which key to vary")
	case 1:
		return keys[0], nil
	}
	return "", fmt.Errorf("the scenario has %d pools: say which to size, --for %s; several --for look for the cheapest combination",
		len(keys), strings.Join(keys, " or --for "))
}

// LoadKey returns the key that says how much is asked of the scenario: the rate of the only open class, or the users of the
// only closed one; else run.load, the multiplier of all arrivals.
func LoadKey(sc *scenario.Scenario) string {
	var open, closed []string
	for i := range sc.Model.Classes {
		c := &sc.Model.Classes[i]
		switch c.Arrivals.(type) {
		case *workload.Closed:
			closed = append(closed, c.Name)
		case *workload.Burst:
			// jobs that come once are no load
		default:
			open = append(open, c.Name)
		}
	}
	key := "run.load"
	switch {
	case len(open) == 1 && len(closed) == 0:
		key = "class." + open[0] + ".arrivals.rate"
	case len(open) == 0 && len(closed) == 1:
		key = "class." + closed[0] + ".arrivals.users"
	}
	if _, ok := Setting(sc, key); !ok {
		return "run.load"
	}
	return key
}
