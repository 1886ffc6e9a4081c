package plots

import (
	"fmt"
	"image/color"
	"slices"

	"poolsim/sim/experiment"
)

// layer is what one holder has in use: a band of the stack.
type layer struct {
	name  string
	color color.NRGBA
	mean  []float64 // per bin
}

// layerNames are the names of layers.
func layerNames(layers []layer) []string {
	names := make([]string, len(layers))
	for i, l := range layers {
		names[i] = l.name
	}
	return names
}

// usage is what a utilisation figure shows: one pool in the first replication.
type usage struct {
	pool   experiment.PoolFacts
	copies int // of the pool: one a process
	bins   bins
	layers []layer // from the bottom
	idle   []float64
	peak   []float64 // in use
	line   []float64 // waiting, max; nil when the result does not have it
	queue  []float64 // waiting, mean
	faults faults

	waits     float64 // share of acquires that wait, over all replications; NaN when unknown
	mean, p99 float64 // in use in one process, over all replications; NaN when unknown
	runs      int     // replications
}

// mostLayers is how many holders have a band of their own; the rest are stacked as one.
const mostLayers = 8

// usageOf picks a pool's curves from the result.
func usageOf(r *experiment.Result, pool experiment.PoolFacts) (*usage, error) {
	u := &usage{pool: pool, copies: max(1, r.Processes), runs: r.Replications}
	peak := findSeries(r, key5{metric: "in_use_connections", stat: "max", pool: pool.Name})
	if peak == nil {
		return nil, fmt.Errorf("the result has no points of in_use_connections/max of pool %q: %w", pool.Name, ErrNoData)
	}
	if err := checkSeries(peak); err != nil {
		return nil, err
	}
	u.bins = binsOf(peak, r.DurationSeconds)
	u.peak = u.bins.peaks(peak.Y)
	u.faults = faultsOf(r, u.bins)
	names := holderNames(r)
	colors := colorsOf(names)
	for _, name := range names {
		k := key5{metric: "in_use_connections", stat: "mean", pool: pool.Name, holder: name}
		mean, err := sumOfClasses(r, k, peak)
		if err != nil {
			return nil, err
		}
		if mean != nil {
			u.stack(layer{name: name, color: colors[name], mean: u.bins.means(mean)})
		}
	}
	if len(u.layers) == 0 {
		return nil, fmt.Errorf("the result has no points of in_use_connections/mean of any holder in pool %q: %w",
			pool.Name, ErrNoData)
	}
	for i, name := range apart(layerNames(u.layers), atMost(24)) {
		u.layers[i].name = name
	}
	for _, part := range []struct {
		metric, stat string
		reduce       func([]float64) []float64
		to           *[]float64
	}{
		{"idle_connections", "mean", u.bins.means, &u.idle},
		{"waiting_requests", "max", u.bins.peaks, &u.line},
		{"waiting_requests", "mean", u.bins.means, &u.queue},
	} {
		s := findSeries(r, key5{metric: part.metric, stat: part.stat, pool: pool.Name})
		if s == nil {
			continue
		}
		if err := sameBins(s, peak); err != nil {
			return nil, err
		}
		*part.to = part.reduce(s.Y)
	}
	u.waits, _ = findMetric(r, key5{metric: "wait_ratio", stat: "ratio", pool: pool.Name})
	u.mean, _ = findMetric(r, key5{metric: "in_use_connections", stat: "mean", pool: pool.Name})
	u.p99, _ = findMetric(r, key5{metric: "in_use_connections", stat: "p99", pool: pool.Name})
	return u, nil
}

// sumOfClasses returns the values of a holder: its curve over all classes, or else the sum of its curves in each class.
// Without either it returns nil.
func sumOfClasses(r *experiment.Result, k key5, like *experiment.Series) ([]float64, error) {
	if s := findSeries(r, k); s != nil {
		return s.Y, sameBins(s, like)
	}
	var sum []float64
	for i := range r.Series {
		s := &r.Series[i]
		k.class = s.Class
		if seriesKey(s) != k || len(s.X) == 0 {
			continue
		}
		if err := sameBins(s, like); err != nil {
			return nil, err
		}
		if sum == nil {
			sum = make([]float64, len(s.Y))
		}
		for j, y := range s.Y {
			sum[j] += y
		}
	}
	return sum, nil
}

// sameBins says what is wrong with a curve that should have the bins of another.
func sameBins(s, like *experiment.Series) error {
	if err := checkSeries(s); err != nil {
		return err
	}
	if len(s.X) != len(like.X) || s.X[0] != like.X[0] {
		return fmt.Errorf("series %v has other bins than %v", seriesKey(s), seriesKey(like))
	}
	return nil
}

// stack puts a holder on top of those that are there, or adds it to the last band when there are many.
func (u *usage) stack(l layer) {
	if len(u.layers) < mostLayers {
		u.layers = append(u.layers, l)
		return
	}
	last := &u.layers[mostLayers-1]
	last.mean = slices.Clone(last.mean) // it may be the result's own
	last.name, last.color = "others", otherColors[len(otherColors)-1]
	for i := range last.mean {
		last.mean[i] += l.mean[i]
	}
}

// limit is the most connections of all copies of the pool; keep is how many stay open when idle. Both are 0 without a
// limit.
func (u *usage) limit() float64 { return float64(max(0, u.pool.Limit) * u.copies) }
func (u *usage) keep() float64  { return float64(max(0, u.pool.Keep) * u.copies) }

// top is the highest point of what is drawn from the data.
func (u *usage) top() float64 {
	top := slices.Max(u.peak)
	for i := range u.peak {
		sum := 0.0
		for _, l := range u.layers {
			sum += l.mean[i]
		}
		if u.idle != nil {
			sum += u.idle[i]
		}
		top = max(top, sum)
	}
	return top
}

// farAbove is how many times the highest point of the data a limit may be to have its line on the axis. Room to spare is
// a finding, so the axis goes up to the limit; but where the data would be less than a sixth of the picture, the limit
// is named at the upper edge with an arrow instead.
const farAbove = 6

// yMax is where the axis of connections ends.
func (u *usage) yMax() float64 {
	top := max(u.top(), 1)
	end := top * 1.08
	for _, l := range []float64{u.limit(), u.keep()} {
		if l <= farAbove*top {
			end = max(end, l*1.03)
		}
	}
	return end
}
