package plots

import (
	"fmt"
	"slices"

	"poolsim/sim/experiment"
)

// history reads curves over time from a result: those of the first replication, which all have the same bins.
type history struct {
	r    *experiment.Result
	bins bins
	like *experiment.Series // the first of them
}

// historyOf returns the history of a result by its first curve of a metric; nil without one that has points.
func historyOf(r *experiment.Result, metric, stat string) (*history, error) {
	for i := range r.Series {
		s := &r.Series[i]
		if s.Metric != metric || s.Stat != stat || len(s.X) == 0 {
			continue
		}
		if err := checkSeries(s); err != nil {
			return nil, err
		}
		return &history{r: r, bins: binsOf(s, r.DurationSeconds), like: s}, nil
	}
	return nil, nil
}

// means returns a curve in the bins of the figure, or nil when the result has none.
func (c *history) means(k key5) ([]float64, error) {
	s := findSeries(c.r, k)
	if s == nil {
		return nil, nil
	}
	if err := sameBins(s, c.like); err != nil {
		return nil, err
	}
	return c.bins.means(s.Y), nil
}

// names are the values of a part of the names of a metric's curves, in the order of the result.
func (c *history) names(metric string, of func(*experiment.Series) string) []string {
	var out []string
	for i := range c.r.Series {
		s := &c.r.Series[i]
		if s.Metric == metric && s.Stat == "mean" && len(s.X) > 0 && !slices.Contains(out, of(s)) {
			out = append(out, of(s))
		}
	}
	return out
}

// total is how much of a rate there is in all bins from one to before another.
func (c *history) total(rate []float64, from, to int) float64 {
	sum := 0.0
	for i := from; i < to; i++ {
		sum += rate[i] * (c.bins.edges[i+1] - c.bins.edges[i])
	}
	return sum
}

// mean is the mean of a rate over the time of all bins from one to before another.
func (c *history) mean(rate []float64, from, to int) float64 {
	return c.total(rate, from, to) / (c.bins.edges[to] - c.bins.edges[from])
}

// whole is the mean of a rate over all bins.
func (c *history) whole(rate []float64) float64 { return c.mean(rate, 0, c.bins.len()) }

// of says of which bins and which replication the curves are, as a part of a subtitle.
func (c *history) of() string {
	s := fmt.Sprintf("%s bins, replication%s1", seconds(c.bins.width, 3), noBreak)
	if c.r.Replications > 1 {
		s += " of " + count(float64(c.r.Replications))
	}
	return s
}

// panel makes a panel over time whose y axis ends a little above the greatest value.
func (c *history) panel(caption string, top float64, labels int, whole bool) *panel {
	x := c.bins.edges
	p := newPanel(caption, x[0], x[len(x)-1], 0, top)
	p.axes.X.Tick.Marker = timeTicks{most: 10}
	p.axes.Y.Tick.Marker = linearTicks{most: labels, whole: whole}
	return p
}

// flat makes a low panel that says in words that there is nothing.
func (c *history) flat(caption, said string) *panel {
	p := c.panel(caption, 0.9, 1, true)
	p.height = 15
	x := c.bins.edges
	p.add(
		note{x: x[0], y: 0.3, dx: 4, text: tickText(said, inkSoft), align: left},
		level{y: 0, style: line(1.2, rule)},
	)
	return p
}

// xName names the axis of time.
func (c *history) xName() string {
	return "virtual time since measuring began" + clockUnit(c.bins.edges)
}

// join gives panels one below another a common axis of time and the marks of faults.
func (c *history) join(f faults, panels []*panel) {
	for i, p := range panels {
		f.mark(p, i == 0)
		p.bareX = i < len(panels)-1
	}
	panels[len(panels)-1].xName = c.xName()
}

// notePeak writes the greatest value beside its bin, over what is there: call it last.
func (c *history) notePeak(p *panel, y []float64) {
	i, most := highest(y)
	at := (c.bins.edges[i] + c.bins.edges[i+1]) / 2
	p.add(dot{x: at, y: most, radius: 1.6, fill: ink})
	p.add(note{x: at, y: most, dx: 5, dy: 1, text: tickText(rateWords(most), ink), align: left})
}

// sumInto adds a curve to another, which may be nil.
func sumInto(to, y []float64) []float64 {
	if to == nil {
		return slices.Clone(y)
	}
	for i := range to {
		to[i] += y[i]
	}
	return to
}
