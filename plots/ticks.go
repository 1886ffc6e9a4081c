package plots

import (
	"math"

	"gonum.org/v1/plot"
)

// linearTicks marks an axis of numbers at multiples of 1, 2, 2.5 or 5 times a power of ten, with at most the given
// number of labels.
type linearTicks struct {
	most  int
	whole bool // only whole numbers, for counts
}

// Ticks implements plot.Ticker.
func (t linearTicks) Ticks(lo, hi float64) []plot.Tick {
	if !(hi > lo) || t.most < 1 {
		return nil
	}
	step := niceStep((hi-lo)/float64(t.most), t.whole)
	var ticks []plot.Tick
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+step*1e-9; i++ {
		x := i * step
		ticks = append(ticks, plot.Tick{Value: x, Label: amount(x, 12)})
	}
	return ticks
}

// niceStep returns the smallest step of at least x that is 1, 2, 2.5 or 5 times a power of ten.
func niceStep(x float64, whole bool) float64 {
	if whole && x <= 1 {
		return 1
	}
	decade := math.Pow(10, math.Floor(math.Log10(x)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		step := m * decade
		if step >= x*(1-1e-9) && (!whole || step == math.Trunc(step)) {
			return step
		}
	}
	return 10 * decade
}

// timeTicks marks an axis of virtual time in seconds at round times, with at most the given number of steps.
type timeTicks struct{ most int }

// timeSteps are the distances that people read as round.
var timeSteps = []float64{
	0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30,
	60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, day, 2 * day, 7 * day, 14 * day, 28 * day,
}

const day = 86400.0

// Ticks implements plot.Ticker.
func (t timeTicks) Ticks(lo, hi float64) []plot.Tick {
	if !(hi > lo) || t.most < 1 {
		return nil
	}
	want := (hi - lo) / float64(t.most)
	step := 0.0
	for _, s := range timeSteps {
		if s >= want*(1-1e-9) {
			step = s
			break
		}
	}
	if step == 0 {
		step = niceStep(want/day, true) * day
	}
	var ticks []plot.Tick
	for i := math.Ceil(lo/step - 1e-9); i*step <= hi+step*1e-9; i++ {
		ticks = append(ticks, plot.Tick{Value: i * step, Label: timeLabel(i*step, step, hi)})
	}
	return ticks
}

// timeLabel writes the time of a tick: as a clock does, or in parts of seconds or in days where steps are so.
func timeLabel(x, step, hi float64) string {
	switch {
	case step < 1:
		return amount(x, 6) + noBreak + "s"
	case step >= day:
		return count(x/day) + noBreak + "d"
	}
	return clock(x, hi >= 3600)
}

// logTicks marks a logarithmic axis at powers of ten with labels and at 2 to 9 times them without; 2 and 5 are labelled
// too where the axis is shorter than two decades. On a long axis not every power is labelled, but 1
// always is.
type logTicks struct {
	label func(x float64) string
	most  int  // labels at most; 0 is as many as there are
	bare  bool // no marks between the powers of ten
}

// Ticks implements plot.Ticker. An axis that touches zero has no ticks.
func (t logTicks) Ticks(lo, hi float64) []plot.Tick {
	if !(lo > 0) || !(hi > lo) {
		return nil
	}
	first, last := math.Floor(math.Log10(lo)+1e-9), math.Ceil(math.Log10(hi)-1e-9)
	short := math.Log10(hi/lo) < 2
	every := 1
	for t.most > 0 && int(last-first)/every >= t.most {
		every++
	}
	var ticks []plot.Tick
	for e := first; e <= last; e++ {
		for m := 1.0; m < 10; m++ {
			x := power10(int(e), m)
			if x < lo*(1-1e-9) || x > hi*(1+1e-9) {
				continue
			}
			major := m == 1 && int(e)%every == 0 || short && (m == 2 || m == 5)
			switch {
			case major:
				ticks = append(ticks, plot.Tick{Value: x, Label: t.label(x)})
			case !t.bare && every == 1:
				ticks = append(ticks, plot.Tick{Value: x})
			}
		}
	}
	return ticks
}

// power10 returns m times ten to the power e, rounded correctly for the powers that a float64 holds exactly.
func power10(e int, m float64) float64 {
	if e < 0 {
		return m / math.Pow10(-e)
	}
	return m * math.Pow10(e)
}

// decadeBelow returns the greatest power of ten that is at most x.
func decadeBelow(x float64) float64 { return power10(int(math.Floor(math.Log10(x)+1e-9)), 1) }

// logScale is a logarithmic axis. Values at or below zero sit at its lower end, which a chart labels as its floor.
type logScale struct{}

// Normalize implements plot.Normalizer.
func (logScale) Normalize(lo, hi, x float64) float64 {
	if x <= 0 {
		return 0
	}
	return math.Log(x/lo) / math.Log(hi/lo)
}

// floorTicks are ticks whose lowest stands for all that is less.
type floorTicks struct {
	logTicks
	floor float64
}

// Ticks implements plot.Ticker.
func (t floorTicks) Ticks(_, hi float64) []plot.Tick {
	ticks := t.logTicks.Ticks(t.floor, hi)
	if len(ticks) == 0 || ticks[0].Value != t.floor {
		ticks = append([]plot.Tick{{Value: t.floor}}, ticks...)
	}
	ticks[0].Label = "≤" + noBreak + t.label(t.floor)
	if t.most > 0 && len(ticks) > 2 && ticks[1].Value < 20*t.floor && ticks[2].Value > 20*ticks[1].Value {
		ticks[1].Label = "" // where not every power of ten has room, the one above the floor has none
	}
	return ticks
}

// percentTicks mark an axis of shares at every quarter.
type percentTicks struct{}

// Ticks implements plot.Ticker.
func (percentTicks) Ticks(_, hi float64) []plot.Tick {
	var ticks []plot.Tick
	for x := 0.0; x <= hi; x += 0.25 {
		ticks = append(ticks, plot.Tick{Value: x, Label: percent(x, 3)})
	}
	return ticks
}

// suffixTicks are ticks with a unit behind their numbers.
type suffixTicks struct {
	linearTicks
	suffix string
}

// Ticks implements plot.Ticker.
func (t suffixTicks) Ticks(lo, hi float64) []plot.Tick {
	ticks := t.linearTicks.Ticks(lo, hi)
	for i := range ticks {
		ticks[i].Label += t.suffix
	}
	return ticks
}
