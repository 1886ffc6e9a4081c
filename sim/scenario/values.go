package scenario

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"poolsim/sim/param"
)

// settings are the decoded members of a table that a param.Spec declares.
type settings struct {
	values param.Values   // checked, with defaults
	echo   map[string]any // the same in the file's own form
}

// settings reads the members that the spec declares. ok is false when any of them is at fault. Members beside the spec
// are left to the caller, who finishes the scope.
func (s scope) settings(spec *param.Spec) (out settings, ok bool) {
	out = settings{values: make(param.Values), echo: make(map[string]any)}
	ok = true
	for i := range spec.Params {
		p := &spec.Params[i]
		n := s.take(p.Name)
		if n == nil {
			if p.Required && !spec.InForm(p.Name) {
				s.fault(s.node.atValue(), "", "%s is missing: %s", p.Name, p.Help)
				ok = false
			}
			continue
		}
		v, echo, good := s.value(n, p)
		if !good {
			ok = false
			continue
		}
		out.values[p.Name], out.echo[p.Name] = v, echo
	}
	form, good := s.form(spec)
	ok = ok && good
	for i := range spec.Params {
		p := &spec.Params[i]
		if p.Default == nil || out.values.Has(p.Name) || spec.InForm(p.Name) && !slices.Contains(form, p.Name) {
			continue
		}
		out.values[p.Name] = p.Default
		if echo := echoDefault(p); echo != nil {
			out.echo[p.Name] = echo
		}
	}
	return out, ok
}

// echoDefault returns a default in the file's form, nil where there is none: a distribution without parameters.
func echoDefault(p *param.Param) any {
	switch v := p.Default.(type) {
	case time.Duration:
		return echoDuration(v, p)
	case float64:
		if p.Kind == param.Rate {
			return FormatRate(v)
		}
		return v
	case int64, bool, string:
		return v
	case []float64:
		if p.Kind == param.Rates {
			return echoRates(v)
		}
		return anySlice(v)
	case []time.Duration:
		var out []any
		for _, d := range v {
			out = append(out, FormatDuration(d))
		}
		return out
	}
	return nil
}

func anySlice(v []float64) []any {
	out := make([]any, len(v))
	for i, x := range v {
		out[i] = x
	}
	return out
}

// echoDuration writes a duration, or the word that stands for it.
func echoDuration(d time.Duration, p *param.Param) string {
	for _, word := range sortedKeys(p.Words) {
		if p.Words[word] == d {
			return word
		}
	}
	return FormatDuration(d)
}

// value reads one value of the parameter's kind and range: in its stored type and in the file's form.
func (s scope) value(n *node, p *param.Param) (stored, echo any, ok bool) {
	switch p.Kind {
	case param.Duration:
		d, ok := s.duration(n, p)
		return d, echoDuration(d, p), ok
	case param.Rate:
		x, ok := s.rate(n, p)
		return x, FormatRate(x), ok
	case param.Number:
		x, ok := s.float(n, p)
		return x, x, ok
	case param.Count:
		x, ok := s.integer(n, p)
		return x, x, ok
	case param.Flag:
		x, ok := s.flag(n, p.Name)
		return x, x, ok
	case param.Choice:
		x, ok := s.choice(n, p)
		return x, x, ok
	case param.Sampler:
		d, echo, ok := s.sampler(n, p)
		return d, echo, ok
	case param.Numbers:
		return s.floats(n, p)
	case param.Durations:
		return s.durations(n, p)
	case param.Rates:
		return s.rates(n, p)
	case param.RateMatrix:
		return s.rateMatrix(n, p)
	case param.Pool:
		x, ok := s.poolName(n, p.Name)
		return x, x, ok
	case param.Path:
		x, ok := s.path(n, p.Name)
		return x, x, ok
	}
	panic(fmt.Sprintf("scenario: parameter %q has unknown kind %d", p.Name, p.Kind))
}

// inRange notes a fault when x is outside the parameter's range.
func (s scope) inRange(n *node, p *param.Param, x float64) bool {
	if fault := p.CheckNumber(x); fault != "" {
		s.fault(n.atValue(), p.Name, "%s", fault)
		return false
	}
	return true
}

func (s scope) duration(n *node, p *param.Param) (time.Duration, bool) {
	word := ""
	if names := sortedKeys(p.Words); len(names) > 0 {
		word = names[0]
	}
	if x, ok := n.number(); ok {
		s.fault(n.atValue(), p.Name, "a bare number is no duration: %s", writeNumberAs(x, word))
		return 0, false
	}
	text, ok := n.data.(string)
	if !ok {
		or := ""
		if word != "" {
			or = fmt.Sprintf(", or %q,", word)
		}
		s.fault(n.atValue(), p.Name, "%s%s is due, not %s", p.Kind, or, n.describe())
		return 0, false
	}
	if d, ok := p.Words[text]; ok {
		return d, true
	}
	d, err := ParseDuration(text)
	if err == nil {
		return d, s.inRange(n, p, d.Seconds())
	}
	or := ""
	if near := nearest(text, sortedKeys(p.Words)); near != "" {
		s.fault(n.atValue(), p.Name, "%s is no duration: did you mean %q?", quote(text), near)
		return 0, false
	} else if word != "" {
		or = fmt.Sprintf(", or %q", word)
	}
	s.fault(n.atValue(), p.Name, "%v%s", err, or)
	return 0, false
}

// writeNumberAs says what to write instead of a bare number where a duration is due. word is the text that stands for "no
// limit", or "".
func writeNumberAs(x float64, word string) string {
	better := writeDuration(x)
	switch {
	case x < 0 && word != "":
		return fmt.Sprintf("write %q", word)
	case x < 0 || better == "":
		return `write a number with a unit, such as "30s"`
	}
	return "write " + better
}

func (s scope) rate(n *node, p *param.Param) (float64, bool) {
	if x, ok := n.number(); ok {
		s.fault(n.atValue(), p.Name, "a bare number is no rate: write %q", strconv.FormatFloat(math.Abs(x), 'g', -1, 64)+"/s")
		return 0, false
	}
	text, ok := n.data.(string)
	if !ok {
		s.fault(n.atValue(), p.Name, "%s is due, not %s", p.Kind, n.describe())
		return 0, false
	}
	x, err := ParseRate(text)
	if err != nil {
		s.fault(n.atValue(), p.Name, "%v", err)
		return 0, false
	}
	return x, s.inRange(n, p, x)
}

func (s scope) float(n *node, p *param.Param) (float64, bool) {
	x, ok := n.number()
	if !ok {
		s.fault(n.atValue(), p.Name, "a number is due, not %s%s", n.describe(), unquoted(n))
		return 0, false
	}
	return x, s.inRange(n, p, x)
}

func (s scope) integer(n *node, p *param.Param) (int64, bool) {
	x, ok := n.data.(int64)
	if ok {
		return x, s.inRange(n, p, float64(x))
	}
	help := unquoted(n)
	if f, ok := n.data.(float64); ok && f == math.Trunc(f) && math.Abs(f) < 1e15 {
		help = fmt.Sprintf(": write %d", int64(f))
	}
	s.fault(n.atValue(), p.Name, "a whole number is due, not %s%s", n.describe(), help)
	return 0, false
}

// unquoted is what to write instead of a number or a flag in quotes, or "".
func unquoted(n *node) string {
	text, ok := n.data.(string)
	if !ok {
		return ""
	}
	if _, good := parseDecimal(strings.TrimSpace(text)); good || text == "true" || text == "false" {
		return fmt.Sprintf(": write %s without quotes", strings.TrimSpace(text))
	}
	return ""
}

func (s scope) flag(n *node, key string) (value, ok bool) {
	value, ok = n.data.(bool)
	if !ok {
		s.fault(n.atValue(), key, "true or false is due, not %s%s", n.describe(), unquoted(n))
	}
	return value, ok
}

func (s scope) choice(n *node, p *param.Param) (string, bool) {
	text, ok := n.str()
	switch {
	case !ok && n.kind == scalarNode && slices.Contains(p.Choices, n.text()):
		s.fault(n.atValue(), p.Name, "a text is due: write %q in quotes", n.text())
		return "", false
	case !ok:
		s.fault(n.atValue(), p.Name, "one of %s is due, not %s", quoteAll(p.Choices), n.describe())
		return "", false
	case !slices.Contains(p.Choices, text):
		s.fault(n.atValue(), p.Name, "%s is not among the choices: %s", quote(text), unknownName(text, p.Choices))
		return "", false
	}
	return text, true
}

func quoteEach(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, strconv.Quote(w))
	}
	return out
}

func quoteAll(words []string) string { return list(quoteEach(words)) }
