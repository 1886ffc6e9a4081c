package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	Charts.Register("churn", Chart{
		Name: "churn",
		Help: "connects, recycles, closes and pings of each pool per second over virtual time, with faults",
		Draw: drawChurn,
	})
}

// churn is what a churn figure shows: how often one pool does what with connections, in the first replication.
type churn struct {
	*history
	pool   string
	flows  []flow
	faults faults
}

// flow is one kind of happening.
type flow struct {
	metric, caption string
	none            string    // what it says where there is nothing
	rate            []float64 // per second; nil when the result does not have it
}

// count is how often something happens.
func (c *churn) count(i int) float64 {
	if c.flows[i].rate == nil {
		return 0
	}
	return c.total(c.flows[i].rate, 0, c.bins.len())
}

// The order of the flows, from the top.
const (
	flowConnects = iota
	flowRecycles
	flowCloses
	flowPings
)

func drawChurn(r *experiment.Result) ([]Figure, error) {
	h, err := historyOf(r, "connects_per_second", "mean")
	if err != nil {
		return nil, fmt.Errorf("plots: churn: %w", err)
	}
	if h == nil {
		return nil, fmt.Errorf("plots: churn: the result has no points of connects_per_second/mean: %w", ErrNoData)
	}
	var figures []Figure
	pools := h.names("connects_per_second", func(s *experiment.Series) string { return s.Pool })
	for _, pool := range pools {
		c, err := churnOf(h, pool)
		if err != nil {
			return nil, fmt.Errorf("plots: churn: %w", err)
		}
		if c.still() {
			continue
		}
		f := c.figure()
		if len(pools) > 1 {
			f.Name = fileName(f.Name, pool)
			f.Name = unused(f.Name, figures)
		}
		figures = append(figures, f)
	}
	if len(figures) == 0 {
		return nil, fmt.Errorf("plots: churn: no connection is opened, recycled, closed or pinged in replication 1: %w", ErrNoData)
	}
	return figures, nil
}

// churnOf reads the flows of a pool.
func churnOf(h *history, pool string) (*churn, error) {
	c := &churn{history: h, pool: pool, faults: faultsOf(h.r, h.bins), flows: []flow{
		flowConnects: {metric: "connects", caption: "connects begun per second", none: "no connect begins"},
		flowRecycles: {metric: "recycles", caption: "recycles per second: replaced because of their age", none: "no connection is recycled"},
		flowCloses:   {metric: "closes", caption: "closes per second: surplus connections, on return", none: "no surplus connection is closed"},
		flowPings:    {metric: "pings", caption: "pings per second", none: "no connection is pinged"},
	}}
	for i := range c.flows {
		rate, err := h.means(key5{metric: c.flows[i].metric + "_per_second", stat: "mean", pool: pool})
		if err != nil {
			return nil, err
		}
		c.flows[i].rate = rate
	}
	return c, nil
}

// still reports whether nothing happens to connections.
func (c *churn) still() bool {
	return !slices.ContainsFunc(c.flows, func(f flow) bool { return f.rate != nil && slices.Max(f.rate) > 0 })
}

// figure lays out the picture: a panel for each flow, because pings may be a thousand times the connects.
func (c *churn) figure() Figure {
	f := Figure{Name: "churn", Title: c.title(), Subtitle: c.subtitle(), Description: c.description(), Footer: footer(c.r)}
	f.legend = c.faults.keys()
	var panels []*panel
	for i, flow := range c.flows {
		switch {
		case flow.rate == nil:
		case slices.Max(flow.rate) == 0:
			panels = append(panels, c.flat(flow.caption, flow.none+c.elsewhere(i)))
		default:
			panels = append(panels, c.flowPanel(i))
		}
	}
	c.join(c.faults, panels)
	for i, k := 0, 0; i < len(c.flows); i++ {
		if rate := c.flows[i].rate; rate != nil {
			if slices.Max(rate) > 0 {
				c.notePeak(panels[k], rate)
			}
			k++
		}
	}
	f.body = func(cv draw.Canvas) { column(cv, panels...) }
	return f
}

// flowPanel draws one flow as the steps of its bins, with the mean at the right.
func (c *churn) flowPanel(i int) *panel {
	y := c.flows[i].rate
	p := c.panel(c.flows[i].caption, slices.Max(y)*1.3, 3, false)
	x := c.bins.edges
	p.add(area{x: x, hi: y, steps: true, fill: tint(flowColor, 0.45)})
	p.add(curve{x: x, y: y, steps: true, style: line(0.9, flowColor)})
	mean := c.whole(y)
	p.edge = append(p.edge, edgeLabel{y: mean, lines: []string{"mean " + rateWords(mean)}, color: inkSoft})
	return p
}

var flowColor = rgb(0x0072B2)

// elsewhere says that other replications have some of a flow that this one has none of.
func (c *churn) elsewhere(i int) string {
	if n, ok := findMetric(c.r, key5{metric: c.flows[i].metric + "_total", stat: "total", pool: c.pool}); ok && n > 0 {
		return " in this replication"
	}
	return ""
}

// title states how often the pool connects, and when most.
func (c *churn) title() string {
	name := "Pool " + shorten(c.pool, 24)
	n := c.count(flowConnects)
	var rest []string
	if k := c.count(flowRecycles); k > 0 {
		rest = append(rest, "recycles "+plural(k, "connection", "connections"))
	}
	if c.flows[flowPings].rate != nil && c.count(flowPings) > 0 {
		rest = append(rest, "pings "+amount(c.whole(c.flows[flowPings].rate), 3)+" times a second")
	}
	if n < 0.5 {
		if len(rest) == 0 {
			return name + " begins no connect; it closes " + plural(c.count(flowCloses), "surplus connection", "surplus connections")
		}
		return name + " begins no connect" + c.elsewhere(flowConnects) + "; it " + strings.Join(rest, " and ")
	}
	s := name + " begins " + plural(n, "connect", "connects") + " in " + span(c.bins.edges[c.bins.len()]-c.bins.edges[0])
	if at, part := c.burst(); part > 0 {
		s += fmt.Sprintf(", %s of them within %s of %s", count(part), seconds(burstSeconds(c.bins), 3), at)
	}
	if len(rest) > 0 {
		s += "; it " + strings.Join(rest, " and ")
	}
	return s
}

// burstSeconds is how long after a fault connects are counted: ten seconds, or three bins where those are longer.
func burstSeconds(b bins) float64 { return max(10, 3*b.width) }

// burst finds the fault soon after whose beginning most connects begin, if that is at least three times what would begin by
// the mean of the rest of the time: its name, and how many connects. Of faults before the same connects it is the last.
func (c *churn) burst() (at string, part float64) {
	edges, rate := c.bins.edges, c.flows[flowConnects].rate
	all, length := c.total(rate, 0, c.bins.len()), edges[c.bins.len()]-edges[0]
	for _, s := range c.faults.in {
		if s.from < edges[0] {
			continue
		}
		sum, time := 0.0, 0.0
		for i := range rate {
			if edges[i+1] > s.from && edges[i+1] <= s.from+burstSeconds(c.bins)*(1+1e-9) {
				sum += c.total(rate, i, i+1)
				time += edges[i+1] - edges[i]
			}
		}
		if math.Round(sum) >= 3 && sum >= part && time < length/2 && sum/time > 3*(all-sum)/(length-time) {
			name, _ := nameFaults([]faultSpan{{kind: s.kind, label: s.label, from: s.from, to: s.from}}, c.bins)
			at, part = name, sum
		}
	}
	return at, part
}

// subtitle says what is drawn.
func (c *churn) subtitle() string {
	s := "What pool " + shorten(c.pool, 24) + " does with connections, per second, " + c.of()
	if n := max(1, c.r.Processes); n > 1 {
		s += ", " + plural(float64(n), "process", "processes") + " together"
	}
	return s + ". Each panel has its own scale" + c.faults.outside()
}

// description is the picture in words.
func (c *churn) description() string {
	var b strings.Builder
	b.WriteString("Rates over virtual time:")
	for i, f := range c.flows {
		if f.rate == nil {
			continue
		}
		fmt.Fprintf(&b, " %s %s on average, at most %s", f.metric, rateWords(c.whole(f.rate)), rateWords(slices.Max(f.rate)))
		if i < len(c.flows)-1 {
			b.WriteString(";")
		}
	}
	return strings.TrimSuffix(b.String(), ";") + "." + c.faults.words(c.bins)
}
