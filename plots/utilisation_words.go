package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// title states what the curves of the first replication show: how far the pool was used, and whether anybody waited.
// Shares of time are shares of bins, because that is what the curves hold: a bin in which the limit was reached once
// counts.
func (u *usage) title() string {
	name := "Pool " + shorten(u.pool.Name, 28)
	peak, limit := slices.Max(u.peak), u.limit()
	most := plural(peak, "connection", "connections")
	if limit <= 0 {
		return name + " peaks at " + most + "; it has no limit" + u.waitClause(", and ", ", yet ", "")
	}
	if peak < limit-0.5 {
		of := count(peak) + " of " + plural(limit, "connection", "connections")
		if u.copies > 1 {
			of += fmt.Sprintf(" (%s processes)", count(float64(u.copies)))
		}
		return name + " peaks at " + of + u.waitClause("; ", ", yet ", "")
	}
	full := func(i int) bool { return u.peak[i] >= limit-0.5 }
	n, first, last := 0, -1, -1
	for i := range u.peak {
		if !full(i) {
			continue
		}
		if n++; first < 0 {
			first = i
		}
		last = i
	}
	said := " reaches its limit of " + count(limit)
	switch {
	case n == len(u.peak) && n == 1:
	case n == len(u.peak):
		said += " in every " + seconds(u.bins.width, 3) + " bin"
	case n == 1:
		said += " once, at " + u.bins.clock(u.bins.edges[first])
	case last-first+1 == n:
		said += " from " + u.bins.clock(u.bins.edges[first]) + " to " + u.bins.clock(u.bins.edges[last+1])
	default:
		said += " in " + percent(float64(n)/float64(len(u.peak)), 2) + " of all " + seconds(u.bins.width, 3) + " bins"
	}
	return name + said + u.waitClause(", but ", "; ", "")
}

// clockUnit says how the times of an axis are written, where they are written as a clock does.
func clockUnit(edges []float64) string {
	switch length := edges[len(edges)-1] - edges[0]; {
	case length < 10 || length > 10*day:
		return ""
	case edges[len(edges)-1] >= 3600:
		return " (h:mm:ss)"
	}
	return " (m:ss)"
}

// waitClause says who waited, after the conjunction for nobody or that for somebody. "Nobody" is said only when it holds
// in all replications.
func (u *usage) waitClause(nobody, somebody, unknown string) string {
	most := 0.0
	if u.line != nil {
		most = slices.Max(u.line)
	}
	switch {
	case most >= 0.5:
		if math.Round(most) == 1 {
			return somebody + "a request waits at times"
		}
		return somebody + "up to " + plural(most, "request", "requests") + " wait"
	case u.waits > 0:
		return somebody + percent(u.waits, 2) + " of acquires wait over all replications"
	case u.waits == 0, u.line != nil && u.runs <= 1:
		return nobody + "nobody waits"
	case u.line != nil:
		return nobody + "nobody waits in this replication"
	}
	return unknown
}

// subtitle says what is drawn, and what the mean over all replications is, because the curves show only the first.
func (u *usage) subtitle() string {
	what := "Connections by holder"
	if u.copies > 1 {
		what = fmt.Sprintf("Connections of %s processes by holder", count(float64(u.copies)))
	}
	s := fmt.Sprintf("%s, %s means, in replication%s1", what, seconds(u.bins.width, 3), noBreak)
	if u.runs > 1 {
		s += " of " + count(float64(u.runs))
	}
	var all []string
	if !math.IsNaN(u.mean) {
		all = append(all, "mean"+noBreak+amount(u.mean, 3))
	}
	if !math.IsNaN(u.p99) {
		all = append(all, "p99"+noBreak+amount(u.p99, 3))
	}
	if len(all) > 0 {
		of := ""
		if u.copies > 1 {
			of = " in each"
		}
		s += ". In use" + of + " over all replications: " + strings.Join(all, ", ")
	}
	return s + u.faults.outside()
}

// description is the picture in words.
func (u *usage) description() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Stacked areas over %s of virtual time, from the bottom:", span(u.bins.edges[u.bins.len()]-u.bins.edges[0]))
	for i, l := range u.layers {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %s (mean %s)", l.name, amount(meanOf(l.mean), 3))
	}
	if u.idle != nil {
		fmt.Fprintf(&b, ", idle (mean %s)", amount(meanOf(u.idle), 3))
	}
	fmt.Fprintf(&b, ". Peak in use %s", count(slices.Max(u.peak)))
	if u.keep() > 0 {
		fmt.Fprintf(&b, ", %s %s", u.pool.KeepName, u.product(u.pool.Keep))
	}
	if u.limit() > 0 {
		fmt.Fprintf(&b, ", limit (%s) %s", u.pool.LimitName, u.product(u.pool.Limit))
	}
	if u.line != nil {
		fmt.Fprintf(&b, ". At most %s waiting", plural(slices.Max(u.line), "request", "requests"))
	}
	b.WriteString(".")
	b.WriteString(u.faults.words(u.bins))
	return b.String()
}

func meanOf(y []float64) float64 {
	sum := 0.0
	for _, v := range y {
		sum += v
	}
	return sum / float64(len(y))
}
