package scenario

import (
	"fmt"
	"strings"
)

// Group is a table of a scenario in words.
type Group struct {
	Of       string // "run", "pool main", "class api", "class api, step auth"
	Settings []string
}

// Outline writes the Echo of a scenario in words, a group for each table, in the order of a page: what is simulated, without the
// title and without what is asked of the result ([slo], [[alert]], [sweep]). The Echo may have been through JSON.
func Outline(echo map[string]any) []Group {
	echo = ownTypes(echo)
	var out []Group
	for _, key := range order(echo, topKeys) {
		switch key {
		case "title", "slo", "alert", "sweep":
			continue
		}
		switch v := echo[key].(type) {
		case map[string]any:
			out = append(out, Group{key, spokenSettings(key, v)})
		case []map[string]any:
			for _, t := range v {
				out = append(out, tableGroups(key, key, t)...)
			}
		default:
			out = append(out, Group{key, []string{spoken(v)}})
		}
	}
	return out
}

// tableGroups returns the group of a table, and those of its steps.
func tableGroups(of, path string, t map[string]any) []Group {
	for _, key := range []string{"name", "holder", "kind"} {
		if name, ok := t[key].(string); ok {
			of += " " + name
			break
		}
	}
	out := []Group{{of, spokenSettings(path, t)}}
	steps, _ := t[stepKey].([]map[string]any)
	for _, s := range steps {
		out = append(out, tableGroups(of+", step", path+"."+stepKey, s)...)
	}
	return out
}

// spokenSettings writes the members of a table: "pool_size 50", "arrivals poisson (rate 300/s)".
func spokenSettings(path string, t map[string]any) []string {
	var out []string
	for _, key := range order(t, tableOrder(path, t)) {
		switch key {
		case "name", "holder", "kind", stepKey:
			continue
		}
		out = append(out, key+" "+spoken(t[key]))
	}
	return out
}

// spoken writes a value without what only a file needs.
func spoken(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case float64:
		return tomlFloat(v)
	case []any:
		var items []string
		for _, x := range v {
			items = append(items, spoken(x))
		}
		return strings.Join(items, ", ")
	case map[string]any:
		kind := ""
		var members []string
		for _, key := range order(v, tableOrder("", v)) {
			switch key {
			case "dist", "process", "model":
				kind = spoken(v[key])
				continue
			}
			members = append(members, key+" "+spoken(v[key]))
		}
		switch inner := strings.Join(members, ", "); {
		case inner == "":
			return kind
		case kind == "":
			return "(" + inner + ")"
		default:
			return kind + " (" + inner + ")"
		}
	}
	return fmt.Sprint(v)
}
