package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"poolsim/sim/experiment"
)

// quantileShares are the probabilities that a quantile leaves above it.
var quantileShares = map[string]float64{"p50": 0.5, "p90": 0.1, "p95": 0.05, "p99": 0.01, "p999": 0.001}

// targets are the upper limits of [slo] on the wait, each once, with the judgement of all pools and classes that it judges.
func targets(r *experiment.Result) []uprightLine {
	type target struct {
		stat  string
		limit float64
	}
	var seen []target
	judged := map[target][]experiment.Judgement{}
	for _, v := range r.SLO {
		t := target{v.Stat, v.Limit}
		if v.Metric != "wait_seconds" || v.AtLeast || !(v.Limit > 0) || math.IsInf(v.Limit, 0) {
			continue
		}
		if _, ok := judged[t]; !ok {
			seen = append(seen, t)
		}
		judged[t] = append(judged[t], v.Judgement)
	}
	var lines []uprightLine
	for _, t := range seen {
		text := "target " + t.stat + noBreak + "≤" + noBreak + seconds(t.limit, 4)
		if j := together(judged[t]); j != "" {
			text += ": " + string(j)
		}
		lines = append(lines, uprightLine{x: t.limit, share: quantileShares[t.stat], text: text, target: true})
	}
	return lines
}

// together is the judgement of several: the worst of them.
func together(all []experiment.Judgement) experiment.Judgement {
	for _, j := range []experiment.Judgement{experiment.NotMet, experiment.NotDecided, experiment.Met} {
		if slices.Contains(all, j) {
			return j
		}
	}
	return ""
}

// timeouts are the longest waits that pools allow, each once, named where pools differ.
func timeouts(r *experiment.Result) []uprightLine {
	var lines []uprightLine
	var of [][]string
	with := 0
	for _, p := range r.Pools {
		if p.TimeoutSeconds == nil || !(*p.TimeoutSeconds > 0) || math.IsInf(*p.TimeoutSeconds, 0) {
			continue
		}
		with++
		i := slices.IndexFunc(lines, func(l uprightLine) bool { return l.x == *p.TimeoutSeconds })
		if i < 0 {
			i = len(lines)
			lines, of = append(lines, uprightLine{x: *p.TimeoutSeconds}), append(of, nil)
		}
		of[i] = append(of[i], shorten(p.Name, 16))
	}
	for i := range lines {
		who := ""
		if len(lines) > 1 || with < len(r.Pools) {
			who = strings.Join(of[i], ", ") + " "
		}
		lines[i].text = who + "timeout " + seconds(lines[i].x, 4)
	}
	return lines
}

// legend is the entry of a curve: its name, P(wait > 0) and the p99.
func (t *tail) legend() string {
	switch {
	case t.any == 0 && !t.hasPoint:
		return t.label + ": never waits"
	case math.IsNaN(t.p99) || t.any == 0:
		return t.label + ": " + percent(t.any, 3) + " wait"
	}
	return t.label + ": " + percent(t.any, 3) + " wait, p99" + noBreak + seconds(t.p99, 3)
}

// subject is the pool that the title is about: the one with the longest p99, over all its holders.
type subject struct {
	name     string // before the sentence: "In pool main, "
	pool     string // "" if it is not a whole pool
	any, p99 float64
}

// worst finds the subject, from the metrics of pools or, where a result has none, from the curves.
func (w *waitPicture) worst() subject {
	best := subject{any: math.NaN(), p99: math.NaN()}
	several := distinct(w.tails, func(t tail) string { return t.pool }) > 1
	for _, t := range w.tails {
		any, known := findMetric(w.r, key5{metric: "wait_ratio", stat: "ratio", pool: t.pool})
		p99, has := findMetric(w.r, key5{metric: "wait_seconds", stat: "p99", pool: t.pool})
		name, pool := "In pool "+shorten(t.pool, 24)+", ", t.pool
		if !known || !has {
			any, p99, pool = t.any, t.p99, ""
			name, several = "For "+t.label+", ", len(w.tails) > 1
		}
		if !several {
			name = ""
		}
		if math.IsNaN(best.any) || p99 > best.p99 || math.IsNaN(best.p99) || p99 == best.p99 && any > best.any {
			best = subject{name: name, pool: pool, any: any, p99: p99}
		}
	}
	return best
}

// title states how many wait how long, in the pool where it is worst.
func (w *waitPicture) title() string {
	if !slices.ContainsFunc(w.tails, func(t tail) bool { return t.hasPoint || t.any > 0 }) {
		s := "Nobody waits: every acquire is granted at once"
		switch n := w.r.Replications; {
		case n == 2:
			s += " in both replications"
		case n > 2:
			s += " in all " + plural(float64(n), "replication", "replications")
		}
		return s
	}
	s := w.worst()
	share := percent(s.any, 2) + " of acquires wait"
	switch {
	case s.p99 == 0:
		return upper(s.name + "the p99 wait is 0" + noBreak + "ms: " + share + " at all")
	case math.IsNaN(s.p99):
		return upper(s.name + share)
	case s.any >= 1:
		return upper(s.name + "everybody waits, one acquire in 100 longer than " + seconds(s.p99, 3))
	}
	return upper(s.name + "one acquire in 100 waits longer than " + seconds(s.p99, 3) + "; " + percent(s.any, 2) + " wait at all")
}

// upper makes the first letter of a sentence a capital, but for that of p99.
func upper(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' || len(s) > 1 && s[1] >= '0' && s[1] <= '9' {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// acquires is the number of acquires of all replications, or 0 when the result does not tell.
func (w *waitPicture) acquires() float64 {
	n, ok := findMetric(w.r, key5{metric: "acquires_total", stat: "total"})
	if !ok {
		sum := 0.0
		for _, p := range w.r.Pools {
			m, has := findMetric(w.r, key5{metric: "acquires_total", stat: "total", pool: p.Name})
			if !has {
				return 0
			}
			sum += m
		}
		n = sum
	}
	return math.Round(n * float64(w.r.Replications))
}

// subtitle says what is drawn.
func (w *waitPicture) subtitle() string {
	by := "holder"
	if distinct(w.tails, func(t tail) string { return t.pool }) > 1 {
		by = "pool and holder"
	}
	s := "P(wait > t) by " + by + "; the wait is in line, until a connection is granted"
	if len(w.beyond) > 0 {
		s += "; off the axis: " + strings.ReplaceAll(strings.Join(w.beyond, ", "), " ", noBreak)
	}
	return s
}

// description is the picture in words.
func (w *waitPicture) description() string {
	var b strings.Builder
	b.WriteString("Curves of P(wait > t) on logarithmic axes. ")
	for i, t := range w.tails {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(t.legend())
		if t.hasPoint {
			fmt.Fprintf(&b, ", longest %s", seconds(max(t.x[len(t.x)-1], t.end), 3))
		}
	}
	for _, l := range w.lines {
		b.WriteString("; " + l.text)
	}
	b.WriteString(".")
	return b.String()
}
