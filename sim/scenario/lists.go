package scenario

import (
	"time"
	"unicode"

	"poolsim/sim/param"
)

// maxPath is the most bytes of a file's path.
const maxPath = 4096

// floats reads an array of numbers.
func (s scope) floats(n *node, p *param.Param) (stored, echo any, ok bool) {
	if n.kind != arrayNode {
		s.fault(n.atValue(), p.Name, "an array of numbers such as [0.9, 0.1] is due, not %s", n.describe())
		return nil, nil, false
	}
	out := make([]float64, 0, len(n.items))
	ok = true
	for _, item := range n.items {
		x, good := s.float(item, p)
		out = append(out, x)
		ok = ok && good
	}
	return out, anySlice(out), ok
}

// durations reads an array of durations.
func (s scope) durations(n *node, p *param.Param) (stored, echo any, ok bool) {
	if n.kind != arrayNode {
		s.fault(n.atValue(), p.Name, "%s is due, not %s", p.Kind, n.describe())
		return nil, nil, false
	}
	out := make([]time.Duration, 0, len(n.items))
	shown := make([]any, 0, len(n.items))
	ok = true
	for _, item := range n.items {
		d, good := s.duration(item, p)
		out = append(out, d)
		shown = append(shown, echoDuration(d, p))
		ok = ok && good
	}
	return out, shown, ok
}

// rates reads an array of rates.
func (s scope) rates(n *node, p *param.Param) (stored, echo any, ok bool) {
	out, ok := s.rateRow(n, p, p.Kind)
	return out, echoRates(out), ok
}

// rateMatrix reads an array of arrays of rates.
func (s scope) rateMatrix(n *node, p *param.Param) (stored, echo any, ok bool) {
	if n.kind != arrayNode {
		s.fault(n.atValue(), p.Name, "%s is due, not %s", p.Kind, n.describe())
		return nil, nil, false
	}
	out := make([][]float64, 0, len(n.items))
	shown := make([]any, 0, len(n.items))
	ok = true
	for _, item := range n.items {
		row, good := s.rateRow(item, p, param.Rates)
		out = append(out, row)
		shown = append(shown, echoRates(row))
		ok = ok && good
	}
	return out, shown, ok
}

// rateRow reads an array of rates: a parameter, or a row of one.
func (s scope) rateRow(n *node, p *param.Param, kind param.Kind) (row []float64, ok bool) {
	if n.kind != arrayNode {
		s.fault(n.atValue(), p.Name, "%s is due, not %s", kind, n.describe())
		return nil, false
	}
	row = make([]float64, 0, len(n.items))
	ok = true
	for _, item := range n.items {
		x, good := s.rate(item, p)
		row = append(row, x)
		ok = ok && good
	}
	return row, ok
}

// echoRates writes rates in the file's form.
func echoRates(rates []float64) []any {
	out := make([]any, 0, len(rates))
	for _, x := range rates {
		out = append(out, FormatRate(x))
	}
	return out
}

// path reads the path of a file. Whether there is such a file shows when it is read.
func (s scope) path(n *node, key string) (string, bool) {
	text, ok := n.str()
	switch {
	case !ok:
		s.fault(n.atValue(), key, "a file name in quotes is due, not %s", n.describe())
	case text == "":
		s.fault(n.atValue(), key, "a file name must not be empty")
	case len(text) > maxPath || containsControl(text):
		s.fault(n.atValue(), key, "a file name has at most 4096 bytes and no control characters")
	case s.readFile == nil:
		s.fault(n.atValue(), key, "files cannot be read here")
	default:
		return text, true
	}
	return "", false
}

func containsControl(s string) bool {
	for _, r := range s {
		if unicode.IsControl(r) {
			return true
		}
	}
	return false
}
