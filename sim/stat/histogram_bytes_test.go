package stat_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"poolsim/sim/stat"
)

func TestHistogramBytes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, values := range []int{0, 1, 2, 10000} {
		h := &stat.Histogram{}
		for range values {
			h.AddN(random.Int64()>>random.IntN(63), 1+random.Uint64N(5))
		}
		b := h.AppendBytes([]byte("before"))[len("before"):]
		got, rest, err := stat.ReadHistogram(append(bytes.Clone(b), "after"...))
		if err != nil || string(rest) != "after" {
			t.Fatalf("%d values: %v, %q", values, err, rest)
		}
		if !bytes.Equal(got.AppendBytes(nil), b) || got.N() != h.N() || got.Sum() != h.Sum() || got.N() > 0 && (got.Max() != h.Max() || got.Quantile(0) != h.Quantile(0)) {
			t.Errorf("%d values come back as others", values)
		}
		for n := range min(len(b), 300) {
			if _, _, err := stat.ReadHistogram(b[:n]); err == nil {
				t.Errorf("%d of %d bytes are taken for a histogram", n, len(b))
			}
		}
	}
}

// FuzzReadHistogram: nothing panics, and what is read is written again as it was.
func FuzzReadHistogram(f *testing.F) {
	h := &stat.Histogram{}
	f.Add(h.AppendBytes(nil))
	h.Add(5)
	h.AddN(5e9, 7)
	f.Add(h.AppendBytes(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		h, rest, err := stat.ReadHistogram(b)
		if err != nil {
			return
		}
		again, _, err := stat.ReadHistogram(h.AppendBytes(nil))
		if err != nil || again.N() != h.N() || again.Sum() != h.Sum() || len(rest) > len(b) {
			t.Errorf("%x: %v", b, err)
		}
	})
}
