package stat_test

import (
	"testing"

	"poolsim/sim/stat"
)

func TestCounts(t *testing.T) {
	t.Parallel()
	c := stat.NewCounts(100, 25, 10)
	for at, n := range map[int64]uint64{99: 1, 100: 2, 109: 4, 110: 8, 124: 16, 125: 32} {
		c.Add(at, n)
	}
	if c.Bins() != 3 || c.N(0) != 6 || c.N(1) != 8 || c.N(2) != 16 || c.Length(1) != 10 || c.Length(2) != 5 {
		t.Errorf("%d bins: %d, %d, %d; the last %d long", c.Bins(), c.N(0), c.N(1), c.N(2), c.Length(2))
	}
}

func TestSumCarries(t *testing.T) {
	t.Parallel()
	var a, b stat.Sum
	for range 4 {
		a.Add(1 << 62)
		b.Add(1<<62 - 1)
	}
	if a.Merge(b); a.Float() != 0x1p65 || b.Float() != 0x1p64 {
		t.Errorf("%v, %v", a.Float(), b.Float())
	}
}
