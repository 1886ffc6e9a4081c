package pool

// Levels is for how long each count of a pool had each value; Observer.Levels hands it to the pools. It is the one statistic that pools keep themselves: counts
// change with every event, and a call for each of them would take longer than what is done in it.
type Levels struct {
	InUse, Idle, Open, Waiting Level
}

// Level is for how long a count had each value.
type Level struct {
	Time []uint64                    // in nanoseconds, by value
	More func(v int32, length int64) // is told of values for which Time has no place
}

// add says for how long the counts were so many. Nearly always there is a place for each.
func (l *Levels) add(inUse, idle, open, waiting int32, length int64) {
	a, b, c, d := l.InUse.Time, l.Idle.Time, l.Open.Time, l.Waiting.Time
	if uint(inUse) < uint(len(a)) && uint(idle) < uint(len(b)) && uint(open) < uint(len(c)) && uint(waiting) < uint(len(d)) {
		a[inUse] += uint64(length)
		b[idle] += uint64(length)
		c[open] += uint64(length)
		d[waiting] += uint64(length)
		return
	}
	l.InUse.add(inUse, length)
	l.Idle.add(idle, length)
	l.Open.add(open, length)
	l.Waiting.add(waiting, length)
}

// add says that the level was v for a length of time.
func (l *Level) add(v int32, length int64) {
	if uint(v) < uint(len(l.Time)) {
		l.Time[v] += uint64(length)
		return
	}
	l.More(v, length)
}
