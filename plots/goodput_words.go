package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// rateWords writes a rate: 300/s, 0.25/s.
func rateWords(x float64) string { return amount(x, 3) + "/s" }

// title states what followed the fault that did most, or else how many jobs complete and fail.
func (g *goodput) title() string {
	if v := g.recovery; v != nil {
		if s := v.failures() + v.goodput(); s != "" {
			after := "After "
			if v.lasting {
				after = "With "
			}
			return after + v.name + ", " + s
		}
	}
	return g.facts()
}

// failures says which jobs fail.
func (v *recovery) failures() string {
	jobs := plural(v.failed, "job fails", "jobs fail")
	switch {
	case v.failed < 0.5 && v.before == 0:
		return "no job fails"
	case v.failed < 0.5:
		return "no job fails any more"
	case v.before > 0:
		return fmt.Sprintf("up to %s fail (%s before)", jobsASecond(v.peak), rateWords(v.before))
	case v.ending && math.Round(v.failed) == 1:
		return jobs + ", within " + seconds(v.within, 3)
	case v.ending:
		return jobs + ", all within " + seconds(v.within, 3)
	case !v.toEnd:
		return jobs + " until the next fault"
	}
	return jobs + " until the end"
}

func jobsASecond(x float64) string { return amount(x, 3) + noBreak + "jobs a second" }

// goodput says how far goodput falls and when it is back.
func (v *recovery) goodput() string {
	end := " at the end"
	if !v.toEnd {
		end = " when the next fault comes"
	}
	switch {
	case !v.steady:
		return ""
	case v.down && v.back > 0:
		return fmt.Sprintf("; goodput falls to %s and is back at %s after %s", rateWords(v.low), rateWords(v.again), seconds(v.back, 3))
	case v.down:
		return fmt.Sprintf("; goodput falls from %s to %s and is %s%s", rateWords(v.base), rateWords(v.low), rateWords(v.last), end)
	case math.Abs(v.after-v.base) <= 0.05*v.base:
		return "; goodput stays at " + rateWords(v.base)
	}
	return fmt.Sprintf("; goodput is %s, %s before", rateWords(v.after), rateWords(v.base))
}

// facts say what came of jobs without a fault to compare with.
func (g *goodput) facts() string {
	n := g.bins.len()
	done, failed, timeouts := g.whole(g.done), g.whole(g.failed), g.whole(g.timeouts)
	tail := ""
	if timeouts > 0 {
		tail = "; up to " + amount(slices.Max(g.timeouts), 3) + " acquires a second time out"
	}
	switch {
	case failed == 0 && done == 0:
		return "No job ends" + tail
	case failed == 0:
		return jobsASecond(done) + " complete and none fails" + g.elsewhere() + tail
	case done == 0:
		return "No job completes: " + jobsASecond(failed) + " fail" + tail
	}
	share := percent(failed/(failed+done), 2) + " of jobs fail"
	first, last := -1, -1
	for i, y := range g.failed {
		if y > 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	switch {
	case first == last:
		share += ", all at " + g.bins.clock(g.bins.edges[first])
	case (last-first+1)*10 <= n*9:
		share += ", all from " + g.bins.clock(g.bins.edges[first]) + " to " + g.bins.clock(g.bins.edges[last+1])
	}
	return share + "; " + amount(done, 3) + " a second complete" + tail
}

// elsewhere says that other replications have failures where this one has none.
func (g *goodput) elsewhere() string {
	sum := 0.0
	for i := range g.r.Metrics {
		m := &g.r.Metrics[i]
		if (m.Metric == "failures_total" || m.Metric == "timeouts_total") && !m.Value.IsNaN() {
			sum += float64(m.Value)
		}
	}
	if sum > 0 {
		return " in this replication"
	}
	return ""
}

// subtitle says what is drawn.
func (g *goodput) subtitle() string {
	s := "Ends of jobs per second, " + g.of()
	if v := g.recovery; v != nil && v.steady && v.down {
		s += ". Back: " + seconds(v.width, 3) + " means no longer lie below that before by more than chance"
	}
	return s + g.faults.outside()
}

// description is the picture in words.
func (g *goodput) description() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Over %s of virtual time, on average:", span(g.bins.edges[g.bins.len()]-g.bins.edges[0]))
	for i, l := range g.layers {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %s %s", l.name, rateWords(g.whole(l.mean)))
	}
	if len(g.layers) == 0 {
		b.WriteString(" nothing")
	}
	fmt.Fprintf(&b, " completed; %s failed, at most %s; %s acquires timed out, at most %s.",
		rateWords(g.whole(g.failed)), rateWords(slices.Max(g.failed)), rateWords(g.whole(g.timeouts)), rateWords(slices.Max(g.timeouts)))
	b.WriteString(g.faults.words(g.bins))
	return b.String()
}
