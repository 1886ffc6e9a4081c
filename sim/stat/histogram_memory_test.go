package stat

import (
	"math/rand/v2"
	"testing"
	"unsafe"
)

// TestHistogramMemoryIsBounded: a histogram of values below 2^b takes b-9 chunks of 8 KB, however many there are.
func TestHistogramMemoryIsBounded(t *testing.T) {
	t.Parallel()
	for b := 10; b <= 63; b++ {
		rng := rand.New(rand.NewPCG(1, uint64(b)))
		var h Histogram
		for bit := range b {
			for range 100 {
				h.Add(int64(1)<<bit + rng.Int64N(int64(1)<<bit))
			}
		}
		chunks := 0
		for _, chunk := range h.chunks {
			if chunk != nil {
				chunks++
			}
		}
		if chunks != b-9 || unsafe.Sizeof(*h.chunks[0]) != 8<<10 {
			t.Errorf("values below 2^%d: %d chunks of %d bytes, want %d of 8 KB", b, chunks, unsafe.Sizeof(*h.chunks[0]), b-9)
		}
	}
}
