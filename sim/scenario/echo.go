package scenario

import (
	"encoding/json"
	"strings"
)

// stepKey is the only key of a table that is an array of tables.
const stepKey = "step"

// ownTypes returns an Echo with the types that this package makes, though it may have been through JSON: there an array of tables
// is any list, and a number a json.Number or a float64.
func ownTypes(echo map[string]any) map[string]any {
	out := make(map[string]any, len(echo))
	for key, v := range echo {
		if tables := tablesOf(v); tables != nil {
			own := make([]map[string]any, len(tables))
			for i, t := range tables {
				own[i] = ownTable(t)
			}
			out[key] = own
			continue
		}
		if t, ok := v.(map[string]any); ok {
			out[key] = ownTable(t)
			continue
		}
		out[key] = ownValue(v)
	}
	return out
}

// ownTable does so with a table, whose steps are an array of tables; all other lists in it are values.
func ownTable(t map[string]any) map[string]any {
	out := make(map[string]any, len(t))
	for key, v := range t {
		if key == stepKey {
			steps := tablesOf(v)
			own := make([]map[string]any, len(steps))
			for i, s := range steps {
				own[i] = ownTable(s)
			}
			out[key] = own
			continue
		}
		out[key] = ownValue(v)
	}
	return out
}

// tablesOf returns a list of tables, or nil where it is something else.
func tablesOf(v any) []map[string]any {
	switch v := v.(type) {
	case []map[string]any:
		return v
	case []any:
		var out []map[string]any
		for _, x := range v {
			t, ok := x.(map[string]any)
			if !ok {
				return nil
			}
			out = append(out, t)
		}
		return out
	}
	return nil
}

func ownValue(v any) any {
	switch v := v.(type) {
	case json.Number:
		if x, err := v.Float64(); err == nil && strings.ContainsAny(v.String(), ".eE") {
			return x
		}
		return v // a whole number stays as it is written, however large
	case map[string]any:
		return ownTable(v)
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = ownValue(x)
		}
		return out
	}
	return v
}
