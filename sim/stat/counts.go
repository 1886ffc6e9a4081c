package stat

// Counts counts what happens in bins of equal width, for charts of rates. Bin i is from origin + i width until just before
// the next; what happens before the first or after the last is not counted.
type Counts struct {
	origin, width, length int64
	n                     []uint64
}

// NewCounts covers the given length of time from origin with bins of a width of at least 1; the last may be shorter.
func NewCounts(origin, length, width int64) *Counts {
	return &Counts{origin: origin, width: width, length: length, n: make([]uint64, (length+width-1)/width)}
}

// Add counts n at an instant.
func (c *Counts) Add(at int64, n uint64) {
	if at -= c.origin; 0 <= at && at < c.length {
		c.n[at/c.width] += n
	}
}

// Width returns the width of a bin.
func (c *Counts) Width() int64 { return c.width }

// Bins returns how many bins there are.
func (c *Counts) Bins() int { return len(c.n) }

// N returns how many were counted in bin i.
func (c *Counts) N(i int) uint64 { return c.n[i] }

// Length returns the length of bin i.
func (c *Counts) Length(i int) int64 { return min(c.width, c.length-int64(i)*c.width) }
