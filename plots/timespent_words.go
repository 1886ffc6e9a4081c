package plots

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"poolsim/sim/experiment"
)

// timeTitle states where the time of the class with the most jobs goes, or that of the holder with the most acquires where
// the result has no responses.
func timeTitle(groups []*timeGroup) string {
	g := groups[len(groups)-1]
	t := &g.rows[0]
	for i := range g.rows {
		if g.rows[i].n > t.n {
			t = &g.rows[i]
		}
	}
	what := "mean acquire by "
	if t.pool == "" {
		what = "mean response of "
	}
	most := 0
	for i := range phases {
		if t.parts[i] > t.parts[most] {
			most = i
		}
	}
	s := fmt.Sprintf("%s of the %s%s, %s, is %s", percent(t.share(most), 2), what, t.name, seconds(t.total, 3), phases[most].doing)
	switch {
	case most == 0:
	case t.parts[0] == 0:
		s += "; no time is spent waiting in line"
	default:
		s += "; " + percent(t.share(0), 2) + " is waiting in line"
	}
	return s
}

// timeSubtitle says what is drawn.
func timeSubtitle(r *experiment.Result) string {
	s := "Mean times"
	if r.Replications > 1 {
		s += " over all " + plural(float64(r.Replications), "replication", "replications")
	}
	return s + "; beside each bar its whole, with the parts that have no room in it"
}

// nothingSpent names the classes and holders that have no bar because they spend no time.
func nothingSpent(groups []*timeGroup) string {
	var empty []string
	for _, g := range groups {
		for _, o := range g.empty {
			if name := cmp.Or(o.class, o.holder); !slices.Contains(empty, name) {
				empty = append(empty, name)
			}
		}
	}
	if len(empty) == 0 {
		return ""
	}
	return "no time: " + shortenList(strings.Join(empty, ", "), 60)
}

// timeDescription is the picture in words.
func timeDescription(groups []*timeGroup) string {
	var b strings.Builder
	for i, g := range groups {
		if i > 0 {
			b.WriteString(" ")
		}
		b.WriteString(upper(g.caption) + ":")
		for j, t := range g.rows {
			if j > 0 {
				b.WriteString(";")
			}
			fmt.Fprintf(&b, " %s %s", t.name, seconds(t.total, 3))
			for k, ph := range phases {
				if t.parts[k] > 0 {
					fmt.Fprintf(&b, ", %s %s", ph.stat, seconds(t.parts[k], 3))
				}
			}
		}
		b.WriteString(".")
	}
	return b.String()
}
