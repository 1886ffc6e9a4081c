package plots

import (
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

	"poolsim/sim/study"
)

// setX gives a panel the scale of an axis, whose labels have so much room in all.
func (a *axis) setX(p *panel, width vg.Length) {
	if a.log {
		p.axes.X.Scale = logScale{}
	}
	a.letter(width)
	p.axes.X.Tick.Marker = a.ticks(width)
	p.xName = a.title()
}

// fixedTicks are ticks that were chosen before.
type fixedTicks []plot.Tick

// Ticks implements plot.Ticker.
func (t fixedTicks) Ticks(_, _ float64) []plot.Tick { return t }

// letter gives the categories letters in place of labels that are too long for a width; a legend says what they mean.
func (a *axis) letter(width vg.Length) {
	if a.numeric() || a.letters || len(a.labels) > 26 {
		return
	}
	slot := width / vg.Length(len(a.labels))
	a.letters = slices.ContainsFunc(a.labels, func(l string) bool { return tickText(l, inkSoft).width() > slot-6 })
}

// tick is the label of a point below the axis.
func (a *axis) tick(i int) string {
	if a.letters {
		return string(rune('A' + i))
	}
	return a.labels[i]
}

// letterKeys are the legend of an axis with letters.
func (a *axis) letterKeys() []key {
	if !a.letters {
		return nil
	}
	keys := []key{{name: a.name + ":", soft: true}}
	for i, l := range apart(a.labels, atMost(60)) {
		keys = append(keys, key{name: a.tick(i) + noBreak + noBreak + l, soft: true})
	}
	return keys
}

// mostPointTicks is how many points have a tick each.
const mostPointTicks = 60

// ticks chooses the ticks for a width of the page: the points themselves where their labels have room, and otherwise round
// numbers, or every so many categories.
func (a *axis) ticks(width vg.Length) fixedTicks {
	if a.numeric() && (len(a.x) > 12 || !a.fits(width, 1)) {
		return a.roundTicks(width)
	}
	every := 1
	for every < len(a.x) && !a.fits(width, every) && (a.numeric() || width/vg.Length(len(a.x))*vg.Length(every) < minCategory) {
		every++
	}
	slot := width / vg.Length(len(a.x)) * vg.Length(every)
	var out fixedTicks
	labels := make([]string, 0, len(a.x)/every+1)
	for k, i := range a.order {
		if k%every == 0 {
			labels = append(labels, a.tick(i))
		}
	}
	if !a.numeric() {
		labels = apart(labels, within(sans(tickSize), slot-4))
	}
	for k, i := range a.order {
		t := plot.Tick{Value: a.x[i]}
		if k%every == 0 {
			t.Label = labels[k/every]
		}
		if t.Label != "" || len(a.x) <= mostPointTicks {
			out = append(out, t)
		}
	}
	return out
}

// minCategory is the least room for the label of a category, which is cut off to fit.
const minCategory = 44

// fits reports whether the labels of every so many points keep clear of each other.
func (a *axis) fits(width vg.Length, every int) bool {
	const gap = 8
	lo, hi := a.span()
	end := vg.Length(math.Inf(-1))
	for k := 0; k < len(a.order); k += every {
		i := a.order[k]
		share := (a.x[i] - lo) / (hi - lo)
		if a.log {
			share = math.Log(a.x[i]/lo) / math.Log(hi/lo)
		}
		half := tickText(a.tick(i), inkSoft).width() / 2
		middle := width * vg.Length(share)
		if middle-half < end+gap {
			return false
		}
		end = middle + half
	}
	return true
}

// roundTicks are round numbers with labels, and a mark for each point where there are not too many.
func (a *axis) roundTicks(width vg.Length) fixedTicks {
	lo, hi := a.span()
	label := a.number
	var ticks []plot.Tick
	if a.log {
		ticks = logTicks{label: label, most: max(2, int(width/52))}.Ticks(lo, hi)
	} else {
		for most := max(2, min(8, int(width/24))); ; most-- {
			ticks = linearTicks{most: most, whole: a.whole()}.Ticks(lo, hi)
			if a.what == study.Seconds && hi >= 120 {
				ticks = timeSpans(most, lo, hi)
			}
			widest := vg.Length(0)
			for i := range ticks {
				ticks[i].Label = label(ticks[i].Value)
				widest = max(widest, tickText(ticks[i].Label, inkSoft).width())
			}
			if most == 1 || vg.Length(len(ticks))*(widest+8) <= width {
				break
			}
		}
	}
	if len(a.x) <= mostPointTicks && !a.log {
		for _, x := range a.x {
			if !slices.ContainsFunc(ticks, func(t plot.Tick) bool { return t.Value == x }) {
				ticks = append(ticks, plot.Tick{Value: x})
			}
		}
	}
	return ticks
}

// whole reports whether all points are whole numbers.
func (a *axis) whole() bool {
	return !slices.ContainsFunc(a.x, func(x float64) bool { return x != math.Trunc(x) })
}

// timeSpans marks round lengths of time.
func timeSpans(most int, lo, hi float64) []plot.Tick {
	return timeTicks{most: most}.Ticks(lo, hi)
}
