package stat

// TimeWeighted is the statistics of a level that changes at instants and stays between them (SSJ calls it Accumulate):
// the time spent at each level. The zero TimeWeighted is ready to use.
type TimeWeighted struct {
	low []uint64 // time at each low level, until somebody reads
	h   Histogram
}

// lowLevels are counted one by one as they come, which is quick. A histogram has all of them exactly too.
const lowLevels = 2 << subBits

// Add says that the level was v, at least 0, for a length of time.
func (t *TimeWeighted) Add(v int32, length int64) {
	if uint(v) < uint(len(t.low)) {
		t.low[v] += uint64(length)
		return
	}
	t.add(v, length)
}

// add is Add for a level that did not occur before, or is high.
func (t *TimeWeighted) add(v int32, length int64) {
	if v >= lowLevels || v < 0 {
		t.h.AddN(int64(v), uint64(length))
		return
	}
	n := max(16, len(t.low))
	for n <= int(v) {
		n *= 2
	}
	low := make([]uint64, n)
	copy(low, t.low)
	t.low = low
	t.low[v] += uint64(length)
}

// Settle ends a time of many Adds: from now on reading changes nothing, so that several can read at once.
func (t *TimeWeighted) Settle() { t.all() }

// all returns the time at all levels.
func (t *TimeWeighted) all() *Histogram {
	for v, n := range t.low {
		t.h.AddN(int64(v), n)
	}
	t.low = nil
	return &t.h
}

// Time returns the length of time that was added.
func (t *TimeWeighted) Time() float64 { return float64(t.all().n) }

// Mean returns the average over time, NaN over no time.
func (t *TimeWeighted) Mean() float64 { return t.all().Mean() }

// Integral returns the sum of level x time.
func (t *TimeWeighted) Integral() float64 { return t.all().Sum() }

// Max returns the greatest level that lasted for some time, NaN over no time.
func (t *TimeWeighted) Max() float64 { return t.all().Max() }

// Quantile returns the smallest level x such that the level was at most x for the share p of the time.
func (t *TimeWeighted) Quantile(p float64) float64 { return t.all().Quantile(p) }

// Above returns the length of time during which the level was above x.
func (t *TimeWeighted) Above(x float64) float64 { return float64(t.all().CountAbove(x)) }

// Beyond returns the statistics of max(level - x, 0): the overflow beyond a size, say.
func (t *TimeWeighted) Beyond(x int32) *TimeWeighted {
	b := &TimeWeighted{}
	t.all().Each(func(level float64, n uint64) { b.h.AddN(int64(level)-int64(x), n) })
	return b
}

// Merge adds all the time of o.
func (t *TimeWeighted) Merge(o *TimeWeighted) { t.all().Merge(o.all()) }
