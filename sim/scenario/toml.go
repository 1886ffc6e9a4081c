package scenario

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// TOML writes the effective scenario, defaults filled in, as a file that reads back as the same Scenario. It ends in a
// newline.
func (s *Scenario) TOML() string { return EchoTOML(s.Echo) }

// EchoTOML does the same for the Echo of a scenario alone, which may have been through JSON.
func EchoTOML(echo map[string]any) string {
	w := &writer{}
	w.top(ownTypes(echo))
	return w.String()
}

// writer writes TOML.
type writer struct{ strings.Builder }

func (w *writer) top(echo map[string]any) {
	for _, key := range order(echo, topKeys) {
		switch v := echo[key].(type) {
		case map[string]any:
			w.section("["+key+"]", key, v)
		case []map[string]any:
			for _, t := range v {
				w.section("[["+key+"]]", key, t)
			}
		default:
			fmt.Fprintf(w, "%s = %s\n", bareKey(key), value(v))
		}
	}
}

// section writes a table with its header, after a blank line. Arrays of tables within it become sub-tables, and so do the
// parts of [slo].
func (w *writer) section(header, path string, t map[string]any) {
	if w.Len() > 0 {
		w.WriteByte('\n')
	}
	w.WriteString(header + "\n")
	keys := order(t, tableOrder(path, t))
	for _, key := range keys {
		if _, ok := t[key].([]map[string]any); !ok && !isPart(path, key) {
			fmt.Fprintf(w, "%s = %s\n", bareKey(key), value(t[key]))
		}
	}
	for _, key := range keys {
		if subs, ok := t[key].([]map[string]any); ok {
			for _, sub := range subs {
				w.section("[["+path+"."+key+"]]", path+"."+key, sub)
			}
		}
		if parts, ok := t[key].(map[string]any); ok && isPart(path, key) {
			for _, name := range sortedKeys(parts) {
				if part, ok := parts[name].(map[string]any); ok {
					w.section("["+path+"."+key+"."+bareKey(name)+"]", path, part)
				}
			}
		}
	}
}

// isPart reports whether a member of a table holds the targets of single pools or classes.
func isPart(path, key string) bool { return path == "slo" && (key == sloPool || key == sloClass) }

// tableOrder returns the order in which a page shows the keys of a table.
func tableOrder(path string, t map[string]any) []string {
	switch path {
	case "run":
		return paramNames(&runSpec)
	case "database":
		return append(paramNames(&databaseSpec), contentionKey)
	case "app":
		return paramNames(&appSpec)
	case "class.step":
		return stepKeys
	case "class":
		return append([]string{"name", "arrivals"}, paramNames(&classSpec)...)
	case "slo":
		return append(TargetKeys(), sloPool, sloClass)
	}
	keys := []string{"name", "metric", "dialect", "dist", "process", "kind", "model"}
	if c, ok := lookup(&database.Contentions, t["model"]); ok {
		return append(keys, paramNames(&c.Spec)...)
	}
	if d, ok := lookup(&pool.Dialects, t["dialect"]); ok {
		return append(keys, paramNames(&d.Spec)...)
	}
	if d, ok := lookup(&workload.Distributions, t["dist"]); ok {
		return append(keys, paramNames(&d.Spec)...)
	}
	if f, ok := lookup(&database.Faults, t["kind"]); ok {
		return append(keys, paramNames(&f.Spec)...)
	}
	if f, ok := lookup(&model.Faults, t["kind"]); ok {
		return append(keys, paramNames(&f.Spec)...)
	}
	if p, ok := lookup(&workload.Processes, t["process"]); ok {
		return append(keys, paramNames(&p.Spec)...)
	}
	return append(keys, sloMin, sloMax)
}

func lookup[T any](things *param.Registry[T], name any) (thing T, ok bool) {
	text, ok := name.(string)
	if !ok {
		return thing, false
	}
	return things.Lookup(text)
}

// order returns the keys of t: first those of front in that order, then the others sorted.
func order(t map[string]any, front []string) []string {
	var out []string
	for _, key := range front {
		if _, ok := t[key]; ok {
			out = append(out, key)
		}
	}
	for _, key := range sortedKeys(t) {
		if !slices.Contains(front, key) {
			out = append(out, key)
		}
	}
	return out
}

// value writes a value on one line.
func value(v any) string {
	switch v := v.(type) {
	case string:
		return tomlString(v)
	case float64:
		return tomlFloat(v)
	case []any:
		var items []string
		for _, x := range v {
			items = append(items, value(x))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case map[string]any:
		var members []string
		for _, key := range order(v, tableOrder("", v)) {
			members = append(members, bareKey(key)+" = "+value(v[key]))
		}
		return "{ " + strings.Join(members, ", ") + " }"
	}
	return fmt.Sprint(v)
}

// tomlFloat writes a number with the digits that read back as the same value. A whole one is written as such.
func tomlFloat(x float64) string {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func bareKey(key string) string {
	for i := range len(key) {
		if !isBare(key[i]) || key[i] >= 0x80 {
			return tomlString(key)
		}
	}
	return key
}

// tomlString writes a basic string.
func tomlString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			if r > 0xffff {
				fmt.Fprintf(&b, `\U%08x`, r)
				continue
			}
			fmt.Fprintf(&b, `\u%04x`, r) // marks of the direction of writing too, which would show other text than there is
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
