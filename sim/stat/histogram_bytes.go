package stat

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// errHistogram is returned for bytes that are no histogram.
var errHistogram = errors.New("is no histogram")

// AppendBytes appends the histogram to b in a short form, from which ReadHistogram makes the same one again: varints of
// encoding/binary, first the number of buckets that are not empty, the least and the greatest value and the sum, then each
// bucket as its distance from the one before it and its count.
func (h *Histogram) AppendBytes(b []byte) []byte {
	used := 0
	h.eachBucket(func(int, uint64) { used++ })
	for _, x := range []uint64{uint64(used), h.min, h.max, h.hi, h.lo} {
		b = binary.AppendUvarint(b, x)
	}
	last := 0
	h.eachBucket(func(at int, n uint64) {
		b = binary.AppendUvarint(b, uint64(at-last))
		b = binary.AppendUvarint(b, n)
		last = at
	})
	return b
}

// eachBucket calls f with the place, counted through all chunks, and the count of every bucket that is not empty.
func (h *Histogram) eachBucket(f func(at int, n uint64)) {
	for c, chunk := range h.chunks {
		if chunk == nil {
			continue
		}
		for i, n := range chunk {
			if n > 0 {
				f(c<<subBits+i, n)
			}
		}
	}
}

// ReadHistogram reads what AppendBytes has written at the beginning of b, and returns what follows it. It is an error
// when no histogram could have written it.
func ReadHistogram(b []byte) (*Histogram, []byte, error) {
	h := &Histogram{}
	var used uint64
	for _, x := range []*uint64{&used, &h.min, &h.max, &h.hi, &h.lo} {
		n := 0
		if *x, n = binary.Uvarint(b); n <= 0 {
			return nil, nil, errHistogram
		}
		b = b[n:]
	}
	at := uint64(0)
	first := uint64(0)
	for k := range used {
		step, n := binary.Uvarint(b)
		count, m := binary.Uvarint(b[max(n, 0):])
		var carry uint64
		h.n, carry = bits.Add64(h.n, count, 0)
		if n <= 0 || m <= 0 || k > 0 && step == 0 || count == 0 || carry > 0 || step >= uint64(len(h.chunks))<<subBits {
			return nil, nil, errHistogram
		}
		b = b[n+m:]
		if at += step; at >= uint64(len(h.chunks))<<subBits {
			return nil, nil, errHistogram
		}
		if k == 0 {
			first = at
		}
		c, i := at>>subBits, at&(1<<subBits-1)
		if h.chunks[c] == nil {
			h.chunks[c] = new([1 << subBits]uint64)
		}
		h.chunks[c][i] = count
	}
	if used > 0 && (place(h.min) != first || place(h.max) != at || h.min > h.max) || used == 0 && *h != (Histogram{}) {
		return nil, nil, errHistogram
	}
	return h, b, nil
}
