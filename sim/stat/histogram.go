package stat

import (
	"math"
	"math/bits"
)

// Histogram counts whole numbers of at least 0 in buckets whose width grows with the value: 1024 buckets between a power
// of two and the next. Values below 2048 are kept exactly, larger ones to within 1/2048 (0.05 %). Count, sum, least and
// greatest value are exact. The idea is that of HdrHistogram (G. Tene, hdrhistogram.org). The zero Histogram is ready to
// use; it takes 8 KB for each power of two in which it has seen a value.
type Histogram struct {
	chunks [64 - subBits]*[1 << subBits]uint64
	n      uint64
	hi, lo uint64 // the sum, as one number of 128 bits
	min    uint64
	max    uint64
}

const subBits = 10

// Add counts a value once. Negative values count as 0. It is AddN with less to do.
func (h *Histogram) Add(v int64) {
	x := uint64(max(v, 0))
	at := place(x)
	chunk := h.chunks[at>>subBits]
	if chunk == nil || x-h.min > h.max-h.min { // a value as small, as large or in such a place was never seen
		h.AddN(v, 1)
		return
	}
	h.n++
	var carry uint64
	h.lo, carry = bits.Add64(h.lo, x, 0)
	h.hi += carry
	chunk[at&(1<<subBits-1)]++
}

// AddN counts a value n times; n may be a length of time during which a level was v.
func (h *Histogram) AddN(v int64, n uint64) {
	if n == 0 {
		return
	}
	x := uint64(max(v, 0))
	if h.n == 0 || x < h.min {
		h.min = x
	}
	if x > h.max {
		h.max = x
	}
	h.n += n
	hi, lo := bits.Mul64(x, n)
	var carry uint64
	h.lo, carry = bits.Add64(h.lo, lo, 0)
	h.hi += hi + carry
	c, i := bucket(x)
	if h.chunks[c] == nil {
		h.chunks[c] = new([1 << subBits]uint64)
	}
	h.chunks[c][i] += n
}

// bucket returns the chunk and the place in it of a value.
func bucket(x uint64) (chunk, i int) {
	at := place(x)
	return int(at >> subBits), int(at & (1<<subBits - 1))
}

// place returns the place of a value, counted through all chunks: the values below 2048 themselves, then 1024 for each power
// of two.
func place(x uint64) uint64 {
	shift := uint(bits.Len64(x|1<<subBits)) - subBits - 1
	return uint64(shift)<<subBits + x>>(shift&63)
}

// bounds returns the least value of a bucket and the least value beyond it.
func bounds(chunk, i int) (from, to float64) {
	if chunk == 0 {
		return float64(i), float64(i + 1)
	}
	shift := chunk - 1
	return math.Ldexp(float64(1<<subBits+i), shift), math.Ldexp(float64(1<<subBits+i+1), shift)
}

// N returns how many values were counted.
func (h *Histogram) N() uint64 { return h.n }

// Sum returns the sum of all values, rounded to float64 only here.
func (h *Histogram) Sum() float64 { return float64(float64(h.hi)*0x1p64) + float64(h.lo) }

// Mean returns the mean, NaN if nothing was counted.
func (h *Histogram) Mean() float64 {
	if h.n == 0 {
		return math.NaN()
	}
	return h.Sum() / float64(h.n)
}

// Max returns the greatest value, NaN if nothing was counted.
func (h *Histogram) Max() float64 {
	if h.n == 0 {
		return math.NaN()
	}
	return float64(h.max)
}

// Quantile returns the smallest value x with F(x) >= p, for p from 0 to 1: the middle of its bucket, kept within the
// least and the greatest value. It is NaN if nothing was counted.
func (h *Histogram) Quantile(p float64) float64 {
	if h.n == 0 {
		return math.NaN()
	}
	rank := uint64(math.Ceil(p * float64(h.n)))
	rank = min(max(rank, 1), h.n)
	if rank == h.n {
		return float64(h.max)
	}
	var seen uint64
	for c, chunk := range h.chunks {
		if chunk == nil {
			continue
		}
		for i, n := range chunk {
			if seen += n; seen >= rank {
				return h.middle(c, i)
			}
		}
	}
	return float64(h.max)
}

// middle returns the value that stands for a bucket.
func (h *Histogram) middle(chunk, i int) float64 {
	from, to := bounds(chunk, i)
	return min(max((from+to-1)/2, float64(h.min)), float64(h.max))
}

// CountAbove returns how many values lie above x. Values in the bucket of x count as not above, unless that bucket holds
// a single value.
func (h *Histogram) CountAbove(x float64) uint64 {
	if x < 0 {
		return h.n
	}
	if x >= float64(h.max) {
		return 0
	}
	at, place := bucket(uint64(x))
	var n uint64
	for c := at; c < len(h.chunks); c++ {
		chunk := h.chunks[c]
		if chunk == nil {
			continue
		}
		from := 0
		if c == at {
			from = place + 1
		}
		for _, k := range chunk[from:] {
			n += k
		}
	}
	return n
}

// Each calls f with the middle and the count of every bucket that is not empty, in ascending order.
func (h *Histogram) Each(f func(value float64, n uint64)) {
	for c, chunk := range h.chunks {
		if chunk == nil {
			continue
		}
		for i, n := range chunk {
			if n > 0 {
				f(h.middle(c, i), n)
			}
		}
	}
}

// Merge adds all that o has counted.
func (h *Histogram) Merge(o *Histogram) {
	if o.n == 0 {
		return
	}
	if h.n == 0 || o.min < h.min {
		h.min = o.min
	}
	h.max = max(h.max, o.max)
	h.n += o.n
	var carry uint64
	h.lo, carry = bits.Add64(h.lo, o.lo, 0)
	h.hi += o.hi + carry
	for c, chunk := range o.chunks {
		if chunk == nil {
			continue
		}
		if h.chunks[c] == nil {
			h.chunks[c] = new([1 << subBits]uint64)
		}
		for i, n := range chunk {
			h.chunks[c][i] += n
		}
	}
}
