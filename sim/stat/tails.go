package stat

import (
	"math"
)

// Tails gathers the histograms of independent replications, or of batches, and gives intervals for the quantiles of all
// their values together. For every bucket of the Histogram it keeps sums over replications of the number of values above
// it: memory does not grow with replications, and whole numbers come out the same in any order of adding. The zero
// Tails is ready to use; it takes 40 KB for each power of two in which a value was seen.
type Tails struct {
	pooled  Histogram
	n       int     // replications
	squares uint128 // sum of the squares of their numbers of values
	chunks  [len(Histogram{}.chunks)]*[1 << subBits]exceedance
	flat    [len(Histogram{}.chunks)]exceedance // of all buckets of a chunk without values: one for all
}

// exceedance is what an interval for the share of values beyond a bucket needs: with Y of N values beyond it in each
// replication, the sums of Y Y and of Y N. The sums of Y and N are those of all values.
type exceedance struct{ yy, yn uint128 }

// add counts a replication.
func (e *exceedance) add(y, n uint64) {
	e.yy.addProduct(y, y)
	e.yn.addProduct(y, n)
}

// Add counts the values of one replication, which may have none. It allocates only where a power of two is new.
func (t *Tails) Add(h *Histogram) {
	t.n++
	t.squares.addProduct(h.n, h.n)
	var above uint64
	for c := len(h.chunks) - 1; c >= 0; c-- {
		values, sums := h.chunks[c], t.chunks[c]
		if values == nil && sums == nil {
			t.flat[c].add(above, h.n)
			continue
		}
		if sums == nil {
			sums = t.open(c)
		}
		above = addChunk(sums, values, above, h.n)
	}
	t.pooled.Merge(h)
}

// open gives a chunk its buckets: until now no replication had a value in it, so all its buckets have the same sums.
func (t *Tails) open(c int) *[1 << subBits]exceedance {
	sums := new([1 << subBits]exceedance)
	for i := range sums {
		sums[i] = t.flat[c]
	}
	t.chunks[c] = sums
	return sums
}

// addChunk counts a replication of n values in the buckets of a chunk, of which values may be nil, and returns how many
// values lie in it or above.
func addChunk(sums *[1 << subBits]exceedance, values *[1 << subBits]uint64, above, n uint64) uint64 {
	if values == nil {
		for i := range sums {
			sums[i].add(above, n)
		}
		return above
	}
	for i := len(sums) - 1; i >= 0; i-- {
		sums[i].add(above, n)
		above += values[i]
	}
	return above
}

// Pooled returns the values of all replications together. It must not be changed, and changes when a replication is added.
func (t *Tails) Pooled() *Histogram { return &t.pooled }

// Quantile returns the smallest value x of all replications together with F(x) >= p, p from 0 to 1, and its interval:
// the values at which the share of values beyond, a ratio of sums over replications, does not differ from 1-p by
// Student's t test. For each such x the test is of the mean of Y - (1-p) N (Fieller 1954; Cochran, Sampling Techniques,
// 3rd ed., section 6.8; inverting a test of F for a quantile: Woodruff 1952). Its variance is the greater of those at x
// and at the estimate: far in the tail few replications have any value beyond x, and the variance at x alone comes out
// too small just when their number is too small, so that upper bounds would lie too low.
//
// Waits come in clusters. This is why the test rests on the spread between replications and not on the number of values
// beyond x. Hi is NaN where the tail is too thin to say how far it reaches: even no value at all beyond x would not
// differ from 1-p. Both are NaN with fewer than two replications, all three if there are no values.
func (t *Tails) Quantile(p float64) Interval { return t.QuantileAt(p, Confidence) }

// QuantileAt is Quantile with an interval at another level of confidence, more than 0 and less than 1.
func (t *Tails) QuantileAt(p, confidence float64) Interval {
	v := Interval{Value: t.pooled.Quantile(p), Lo: math.NaN(), Hi: math.NaN(), N: t.n}
	if t.pooled.n == 0 {
		v.N = 0
		return v
	}
	if t.n < 2 {
		return v
	}
	beyond := beyondTest{tails: t, share: 1 - p, want: (1 - p) * float64(t.pooled.n)}
	beyond.factor = TQuantile(t.n-1, 1-float64((1-confidence)/2)) * math.Sqrt(float64(t.n))
	t.pooled.eachAbove(func(c, i int, above uint64) bool {
		if float64(above) > beyond.want {
			return true
		}
		beyond.least = beyond.deviation(c, i, above)
		return false
	})
	t.pooled.eachAbove(func(c, i int, above uint64) bool {
		x := t.pooled.middle(c, i)
		if math.IsNaN(v.Lo) && !beyond.more(c, i, above) {
			v.Lo = min(x, v.Value)
		}
		if beyond.fewer(c, i, above) {
			v.Hi = max(x, v.Value)
			return false
		}
		return true
	})
	return v
}

// eachAbove calls f with every bucket that is not empty, in ascending order, and with how many values lie above it, until f
// returns false.
func (h *Histogram) eachAbove(f func(chunk, i int, above uint64) bool) {
	above := h.n
	for c, chunk := range h.chunks {
		if chunk == nil {
			continue
		}
		for i, n := range chunk {
			if above -= n; n > 0 && !f(c, i, above) {
				return
			}
		}
	}
}

// beyondTest tests whether the share of values beyond a bucket differs from a share.
type beyondTest struct {
	tails  *Tails
	share  float64
	want   float64 // values beyond, of all, if that is the share
	factor float64 // from the standard deviation of one replication to the half-width of a sum over all
	least  float64 // standard deviation at the estimate of the quantile
}

// deviation returns the standard deviation over replications of the values beyond a bucket minus those expected.
func (b *beyondTest) deviation(c, i int, above uint64) float64 {
	e := b.tails.chunks[c][i]
	n, q := float64(b.tails.n), b.share
	d := float64(above) - b.want
	squares := e.yy.float() - float64(2*q*e.yn.float()) + float64(q*q*b.tails.squares.float()) - float64(d*d)/n
	if squares <= 1e-14*e.yy.float() { // only the rounding of whole numbers of up to 128 bits
		return 0
	}
	return math.Sqrt(squares / (n - 1))
}

// more reports whether significantly more than the share lies beyond a bucket.
func (b *beyondTest) more(c, i int, above uint64) bool {
	return b.significant(c, i, above, float64(above)-b.want)
}

// fewer reports whether significantly less than the share lies beyond a bucket.
func (b *beyondTest) fewer(c, i int, above uint64) bool {
	return b.significant(c, i, above, b.want-float64(above))
}

// significant reports whether a difference is more than half an interval. Nearly all are not, by the cheaper one of the two
// deviations.
func (b *beyondTest) significant(c, i int, above uint64, difference float64) bool {
	return difference > b.factor*b.least && difference > b.factor*b.deviation(c, i, above)
}
