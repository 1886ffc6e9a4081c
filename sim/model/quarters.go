package model

import "poolsim/sim"

// quarters sums up how many wait and how many places are taken in a pool, by quarters of the measured time.
type quarters struct {
	begin, end sim.Time // of the measured time
	width      sim.Time

	// The quarter that was added to last: time moves on slowly, so the next addition is nearly always within it.
	at       int
	from, to sim.Time

	waiting, inUse [4]int64 // level x time
}

func newQuarters(begin, length sim.Time) quarters {
	return quarters{begin: begin, end: begin + length, width: max(1, (length+3)/4)}
}

// add says what the levels were from one instant until another.
func (q *quarters) add(from, until sim.Time, waiting, inUse int32) {
	if from >= q.from && until <= q.to {
		d := int64(until - from)
		q.waiting[q.at] += int64(waiting) * d
		q.inUse[q.at] += int64(inUse) * d
		return
	}
	from, until = max(from, q.begin), min(until, q.end)
	for from < until {
		q.at = int((from - q.begin) / q.width)
		q.from = q.begin + sim.Time(q.at)*q.width
		q.to = min(q.from+q.width, q.end)
		part := min(until, q.to)
		q.add(from, part, waiting, inUse)
		from = part
	}
}

// mean returns the averages over each quarter. A very short time may not have all four.
func (q *quarters) mean(copies int) (means [4]Quarter) {
	for k := range means {
		if length := min(q.width, q.end-q.begin-sim.Time(k)*q.width); length > 0 {
			means[k] = Quarter{
				Waiting: float64(q.waiting[k]) / float64(length) / float64(copies),
				InUse:   float64(q.inUse[k]) / float64(length) / float64(copies),
			}
		}
	}
	return means
}
