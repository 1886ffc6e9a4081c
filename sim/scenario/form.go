package scenario

import (
	"slices"
	"strings"

	"poolsim/sim/param"
)

// form checks that exactly one of the spec's forms is given in full, and returns it. What is missing or too much is noted
// at the key that shows it.
func (s scope) form(spec *param.Spec) (chosen []string, ok bool) {
	if len(spec.Forms) == 0 {
		return nil, true
	}
	var given []string // in the order of the text
	for _, key := range s.node.names {
		if spec.InForm(key) {
			given = append(given, key)
		}
	}
	if len(given) == 0 {
		s.fault(s.node.atValue(), "", "%s needs %s", spec.Name, forms(spec.Forms))
		return nil, false
	}
	for i, key := range given {
		if open := fitting(spec.Forms, given[:i+1]); len(open) == 0 {
			s.fault(s.node.fields[key].atKey(), key, "it does not go with %s: give %s", and(given[:i]), forms(spec.Forms))
			return nil, false
		}
	}
	open := fitting(spec.Forms, given)
	for _, f := range open {
		if len(f) == len(given) {
			return f, true
		}
	}
	last := given[len(given)-1]
	s.fault(s.node.fields[last].atKey(), last, "alone it is not enough: give %s", forms(open))
	return nil, false
}

// fitting returns the forms that hold all of the keys.
func fitting(forms [][]string, keys []string) [][]string {
	var out [][]string
	for _, f := range forms {
		if !slices.ContainsFunc(keys, func(k string) bool { return !slices.Contains(f, k) }) {
			out = append(out, f)
		}
	}
	return out
}

// forms writes "mean and cv, or p50 and p99".
func forms(forms [][]string) string {
	var out []string
	for _, f := range forms {
		out = append(out, and(f))
	}
	return strings.Join(out, ", or ")
}

// and writes "a, b and c".
func and(words []string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
}
