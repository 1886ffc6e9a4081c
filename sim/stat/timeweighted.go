package stat

// TimeWeighted is the statistics of a level that changes at instants and stays between them (SSJ calls it Accumulate):
// the time spent at each level. The zero TimeWeighted is ready to use.
type TimeWeighted struct {
	h Histogram
}

// LowLevels is how many levels, from 0 on, a TimeWeighted keeps exactly.
const LowLevels = 2 << subBits

// Add says that the level was v, at least 0, for a length of time.
func (t *TimeWeighted) Add(v int32, length int64) { t.h.AddN(int64(v), uint64(length)) }

// Time returns the length of time that was added.
func (t *TimeWeighted) Time() float64 { return float64(t.h.n) }

// Mean returns the average over time, NaN over no time.
func (t *TimeWeighted) Mean() float64 { return t.h.Mean() }

// Integral returns the sum of level x time.
func (t *TimeWeighted) Integral() float64 { return t.h.Sum() }

// Max returns the greatest level that lasted for some time, NaN over no time.
func (t *TimeWeighted) Max() float64 { return t.h.Max() }

// Quantile returns the smallest level x such that the level was at most x for the share p of the time.
func (t *TimeWeighted) Quantile(p float64) float64 { return t.h.Quantile(p) }

// Above returns the length of time during which the level was above x.
func (t *TimeWeighted) Above(x float64) float64 { return float64(t.h.CountAbove(x)) }

// Beyond returns the statistics of max(level - x, 0): the overflow beyond a size, say.
func (t *TimeWeighted) Beyond(x int32) *TimeWeighted {
	b := &TimeWeighted{}
	t.h.Each(func(level float64, n uint64) { b.h.AddN(int64(level)-int64(x), n) })
	return b
}

// Merge adds all the time of o.
func (t *TimeWeighted) Merge(o *TimeWeighted) { t.h.Merge(&o.h) }
