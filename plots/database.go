package plots

import (
	"encoding/json"
	"fmt"
	"image/color"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg/draw"

	"poolsim/sim/experiment"
)

func init() {
	Charts.Register("database", Chart{
		Name: "database",
		Help: "connections at the database by instance over virtual time, against max_connections, with the connects that it refuses",
		Draw: drawDatabase,
	})
}

// server is what a database figure shows: the connections of all pools at the database in the first replication.
type server struct {
	*history
	layers   []layer   // mean by instance, from the first at the bottom; one layer where there is one
	peak     []float64 // of all together, in each bin
	refused  []float64 // connects per second; nil when the result does not have it
	most     int       // max_connections; 0 is no limit
	reserved int       // of them, not for applications
	pools    float64   // connections that all pools may have; 0 where one has no limit
	faults   faults
}

func drawDatabase(r *experiment.Result) ([]Figure, error) {
	d, err := serverOf(r)
	if err != nil {
		return nil, fmt.Errorf("plots: database: %w", err)
	}
	return []Figure{d.figure()}, nil
}

func serverOf(r *experiment.Result) (*server, error) {
	h, err := historyOf(r, "database_connections", "mean")
	if err != nil {
		return nil, err
	}
	if h == nil {
		return nil, fmt.Errorf("the result has no points of database_connections/mean: %w", ErrNoData)
	}
	d := &server{history: h, faults: faultsOf(r, h.bins)}
	peak := findSeries(r, key5{metric: "database_connections", stat: "max"})
	if peak == nil {
		return nil, fmt.Errorf("the result has no points of database_connections/max: %w", ErrNoData)
	}
	if err := sameBins(peak, h.like); err != nil {
		return nil, err
	}
	d.peak = h.bins.peaks(peak.Y)
	if d.refused, err = h.means(key5{metric: "refused_connects_per_second", stat: "mean"}); err != nil {
		return nil, err
	}
	if slices.Max(d.peak) == 0 && (d.refused == nil || slices.Max(d.refused) == 0) {
		return nil, fmt.Errorf("no connection is opened at the database in replication 1: %w", ErrNoData)
	}
	if err := d.stack(); err != nil {
		return nil, err
	}
	d.most, d.reserved = databaseLimit(r)
	for _, p := range r.Pools {
		if p.Limit < 0 {
			d.pools = 0
			break
		}
		d.pools += float64(p.Limit * max(1, r.Processes))
	}
	return d, nil
}

// stack reads the connections of each instance. The last ones of many are one band.
func (d *server) stack() error {
	var whole []float64
	var parts []layer
	for i := range d.r.Series {
		s := &d.r.Series[i]
		if s.Metric != "database_connections" || s.Stat != "mean" || len(s.X) == 0 {
			continue
		}
		if err := sameBins(s, d.like); err != nil {
			return err
		}
		if s.Instance == 0 {
			whole = d.bins.means(s.Y)
		} else {
			parts = append(parts, layer{name: "instance " + count(float64(s.Instance)), mean: d.bins.means(s.Y)})
		}
	}
	if n := len(parts); n > mostLayers {
		rest := layer{name: count(float64(n-mostLayers+1)) + " more instances"}
		for _, l := range parts[mostLayers-1:] {
			rest.mean = sumInto(rest.mean, l.mean)
		}
		parts = append(parts[:mostLayers-1:mostLayers-1], rest)
	}
	if len(parts) < 2 {
		parts = []layer{{name: "connections, mean", mean: whole}}
	}
	for i := range parts {
		parts[i].color = instanceColors[i%len(instanceColors)]
	}
	d.layers = parts
	return nil
}

// instanceColors are those of instances, which are all alike: two blues, in turn.
var instanceColors = []color.NRGBA{rgb(0x0072B2), rgb(0x9CCBEA)}

// databaseLimit reads max_connections, and how many of them are reserved, from the scenario of a result; 0 is none.
func databaseLimit(r *experiment.Result) (most, reserved int) {
	section, ok := r.Scenario["database"].(map[string]any)
	if !ok {
		return 0, 0
	}
	number := func(key string) int {
		switch x := section[key].(type) { // an integer of a scenario, or what JSON made of it
		case int64:
			return int(min(max(x, 0), 1e9))
		case json.Number: // of a result that was read: experiment.ReadResult
			n, err := x.Int64()
			if err != nil {
				return 0
			}
			return int(min(max(n, 0), 1e9))
		case float64:
			if x >= 0 && x <= 1e9 {
				return int(x)
			}
		}
		return 0
	}
	most, reserved = number("max_connections"), number("superuser_reserved_connections")
	if reserved >= most {
		reserved = 0
	}
	return most, reserved
}

// limit is how many connections applications can have; 0 is no limit.
func (d *server) limit() float64 { return float64(d.most - d.reserved) }

// refuses reports whether the database refuses connects.
func (d *server) refuses() bool { return d.refused != nil && slices.Max(d.refused) > 0 }

// figure lays out the picture.
func (d *server) figure() Figure {
	f := Figure{Name: "database", Title: d.title(), Subtitle: d.subtitle(), Description: d.description(), Footer: footer(d.r)}
	if len(d.layers) > 1 {
		f.legend = append(f.legend, key{name: plural(float64(d.instances()), "instance", "instances") + ", stacked, mean", fill: instanceColors[0]})
	} else {
		f.legend = append(f.legend, key{name: d.layers[0].name, fill: instanceColors[0]})
	}
	f.legend = append(f.legend, key{name: "peak of all", line: line(0.9, ink)})
	f.legend = append(f.legend, d.faults.keys()...)
	panels := []*panel{d.connections()}
	switch {
	case d.refuses():
		panels = append(panels, d.refusals())
	case d.refused != nil && d.most > 0:
		panels = append(panels, d.flat("connects refused per second", "no connect is refused"+d.elsewhere()))
	}
	d.join(d.faults, panels)
	if d.refuses() {
		d.notePeak(panels[1], d.refused)
	}
	f.body = func(c draw.Canvas) { column(c, panels...) }
	return f
}

func (d *server) instances() int {
	n := 0
	for i := range d.r.Series {
		if s := &d.r.Series[i]; s.Metric == "database_connections" && s.Stat == "mean" {
			n = max(n, s.Instance)
		}
	}
	return max(1, n)
}

// connections is the upper panel: the stack, the peak line and the limits.
func (d *server) connections() *panel {
	x := d.bins.edges
	top := max(1, slices.Max(d.peak))
	end := top * 1.08
	if most := float64(d.most); most <= farAbove*top {
		end = max(end, most*1.03)
	}
	p := d.panel("connections at the database", end, 6, true)
	if d.most > 0 && float64(d.most) <= end && d.reserved > 0 {
		p.under = append(p.under, zone{lo: d.limit(), hi: float64(d.most), fill: tint(limitColor, 0.12)})
	}
	below := make([]float64, d.bins.len())
	var names []note
	for _, l := range d.layers {
		above := sumInto(slices.Clone(below), l.mean)
		p.add(area{x: x, lo: below, hi: above, steps: true, fill: l.color})
		if n, ok := bandName(p, l, x, below, above, 0); ok && len(d.layers) > 1 {
			names = append(names, n)
		}
		below = above
	}
	p.add(curve{x: x, y: d.peak, steps: true, style: line(0.7, ink)})
	d.addLimits(p)
	for _, n := range names {
		p.add(n)
	}
	return p
}

// addLimits adds the lines of max_connections and of what is left of it for applications.
func (d *server) addLimits(p *panel) {
	if d.most == 0 {
		return
	}
	arrow := ""
	if float64(d.most) > p.axes.Y.Max {
		arrow = "↑" + thin
	}
	p.add(level{y: float64(d.most), style: line(1.3, limitColor)})
	p.edge = append(p.edge, edgeLabel{y: float64(d.most), lines: []string{"max_connections", arrow + count(float64(d.most))}, color: limitColor})
	if d.reserved > 0 && arrow == "" {
		p.add(level{y: d.limit(), style: line(1, ink, 4, 2.5)})
		p.edge = append(p.edge, edgeLabel{
			y: d.limit(), lines: []string{"less " + count(float64(d.reserved)) + " reserved", count(d.limit())}, color: ink,
		})
	}
}

// refusals is the lower panel.
func (d *server) refusals() *panel {
	p := d.panel("connects refused per second", slices.Max(d.refused)*1.3, 3, false)
	p.height = 46
	p.add(area{x: d.bins.edges, hi: d.refused, steps: true, fill: tint(limitColor, 0.3)})
	p.add(curve{x: d.bins.edges, y: d.refused, steps: true, style: line(0.9, limitColor)})
	return p
}

// elsewhere says that other replications have refusals where this one has none.
func (d *server) elsewhere() string {
	if n, ok := findMetric(d.r, key5{metric: "refused_connects_total", stat: "total"}); ok && n > 0 {
		return " in this replication"
	}
	return ""
}

// title states how far the database is used, and what it refuses.
func (d *server) title() string {
	peak, limit := slices.Max(d.peak), d.limit()
	refused := ""
	if d.refused != nil {
		n := d.total(d.refused, 0, d.bins.len())
		if refused = "no connect is refused" + d.elsewhere(); n >= 0.5 {
			refused = plural(n, "connect is", "connects are") + " refused"
		}
	}
	if limit <= 0 {
		s := "At most " + plural(peak, "connection is", "connections are") + " open at the database, which has no limit"
		if d.refuses() {
			s += "; " + refused
		}
		return s
	}
	if peak < limit-0.5 {
		s := fmt.Sprintf("At most %s of the database's %s", count(peak), plural(limit, "connection", "connections"))
		if d.reserved > 0 {
			s += " for applications"
		}
		s += " are taken"
		if refused != "" {
			s += "; " + refused
		}
		if d.pools > limit {
			s += ", but the pools may ask for " + count(d.pools)
		}
		return s
	}
	s := "The database is full, with " + plural(peak, "connection", "connections") + ", " + d.full()
	if refused != "" {
		s += "; " + refused
	}
	return s
}

// full says when all connections are taken.
func (d *server) full() string {
	n, first, last := 0, -1, -1
	for i, y := range d.peak {
		if y < d.limit()-0.5 {
			continue
		}
		if n++; first < 0 {
			first = i
		}
		last = i
	}
	switch edges := d.bins.edges; {
	case n == len(d.peak):
		return "all the time"
	case n == 1:
		return "once, at " + d.bins.clock(edges[first])
	case last-first+1 == n:
		return "from " + d.bins.clock(edges[first]) + " to " + d.bins.clock(edges[last+1])
	}
	return "in " + percent(float64(n)/float64(len(d.peak)), 2) + " of all " + seconds(d.bins.width, 3) + " bins"
}

// subtitle says what is drawn.
func (d *server) subtitle() string {
	s := "Connections of all pools at the database"
	if len(d.layers) > 1 {
		s += " by instance"
	}
	s += ", " + d.of()
	if d.pools > 0 {
		who := "The pools"
		if d.r.Processes > 1 {
			who += " of all " + plural(float64(d.r.Processes), "process", "processes")
		}
		s += ". " + who + " may have " + count(d.pools)
	}
	return s + d.faults.outside()
}

// description is the picture in words.
func (d *server) description() string {
	var b strings.Builder
	b.WriteString("Stacked areas over virtual time, from the bottom:")
	for i, l := range d.layers {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, " %s (mean %s)", l.name, amount(d.whole(l.mean), 3))
	}
	fmt.Fprintf(&b, ". Peak %s", count(slices.Max(d.peak)))
	if d.most > 0 {
		fmt.Fprintf(&b, ", max_connections %s, of which %s reserved", count(float64(d.most)), count(float64(d.reserved)))
	}
	if d.refuses() {
		fmt.Fprintf(&b, "; at most %s connects refused", rateWords(slices.Max(d.refused)))
	}
	return b.String() + "." + d.faults.words(d.bins)
}
