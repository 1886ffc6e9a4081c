package stat

// Timeline averages a level over bins of equal width, for charts. Time before its origin and after its last bin is not
// counted.
type Timeline struct {
	origin, width, length int64
	integral              []int64 // level x time, by bin
	max                   []int32

	// The bin that was added to last: time moves on slowly, so the next addition is nearly always within it.
	bin      int64
	from, to int64
}

// NewTimeline covers the given length of time from origin with bins of a width of at least 1; the last may be shorter.
func NewTimeline(origin, length, width int64) *Timeline {
	n := int((length + width - 1) / width)
	return &Timeline{origin: origin, width: width, length: length, integral: make([]int64, n), max: make([]int32, n)}
}

// Add says that the level was v from one instant until another.
func (t *Timeline) Add(v int32, from, until int64) {
	if v == 0 {
		return
	}
	if from -= t.origin; t.from <= from && until-t.origin <= t.to {
		t.integral[t.bin] += int64(v) * (until - t.origin - from)
		t.max[t.bin] = max(t.max[t.bin], v)
		return
	}
	from = max(from, 0)
	until = min(until-t.origin, t.length)
	for from < until {
		t.bin = from / t.width
		t.from = t.bin * t.width
		t.to = min(t.from+t.width, t.length)
		to := min(until, t.to)
		t.integral[t.bin] += int64(v) * (to - from)
		t.max[t.bin] = max(t.max[t.bin], v)
		from = to
	}
}

// Width returns the width of a bin.
func (t *Timeline) Width() int64 { return t.width }

// Bins returns how many bins there are.
func (t *Timeline) Bins() int { return len(t.integral) }

// Mean returns the average level in bin i.
func (t *Timeline) Mean(i int) float64 {
	return float64(t.integral[i]) / float64(min(t.width, t.length-int64(i)*t.width))
}

// Max returns the greatest level in bin i.
func (t *Timeline) Max(i int) int32 { return t.max[i] }

// Level feeds a Timeline from a counter that goes up and down.
type Level struct {
	*Timeline
	value int32
	since int64
}

// Change adds d to the counter at the instant now.
func (l *Level) Change(now int64, d int32) {
	l.Flush(now)
	l.value += d
}

// Flush accounts for the time until now.
func (l *Level) Flush(now int64) {
	if now > l.since {
		l.Add(l.value, l.since, now)
		l.since = now
	}
}
