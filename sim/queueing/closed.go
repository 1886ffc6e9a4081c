package queueing

import "math"

// Closed is the machine repairman: Users who each think, ask for one of C servers, wait in order of arrival, hold it for
// an exponential time, and think again (Gross and Harris, Fundamentals of Queueing Theory, 3rd ed., section 2.7). It
// holds for any law of the thinking time with that mean (Baskett, Chandy, Muntz and Palacios, J. ACM 22 (1975) 248-260).
type Closed struct {
	C     int     // servers; at least 1
	Users int     // at least 1
	Think float64 // mean time between a user's holds, seconds; at least 0
	Hold  float64 // mean hold, seconds, more than 0
	Speed Speed   // what the database makes of n holds; nil: they do not disturb each other
}

// solve returns the probabilities of 0 to users in the system, waiting or holding, for so many users.
func (q Closed) solve(users int) ([]float64, bool) {
	if q.C < 1 || q.Users < 1 || q.Users > mostStates || !(q.Think >= 0) || !(q.Hold > 0) || math.IsInf(q.Think, 0) || math.IsInf(q.Hold, 0) {
		return nil, false
	}
	birth := func(n int) float64 { return float64(users-n) / q.Think }
	death := func(n int) float64 { return q.Speed.at(min(n, q.C)) / q.Hold }
	return stationary(birth, death, q.last(users, birth, death)), true
}

// last returns the last state that has a probability to speak of. Once all servers are busy the rate of departures stays
// and that of arrivals falls: from where a state's share is negligible, and arrivals are the slower ones, all further states
// together are. Of a million users with few servers that leaves some thousand states.
func (q Closed) last(users int, birth, death func(n int) float64) int {
	const negligible = 1e-300
	w := startWalk()
	for n := 1; n < users; n++ {
		w.up(birth(n-1), death(n))
		if n > q.C && w.share < negligible && birth(n) < death(n) {
			return n
		}
	}
	return users
}

// inTime is a measure over time.
func (q Closed) inTime(f func(p []float64) float64) float64 {
	p, ok := q.solve(q.Users)
	if !ok {
		return math.NaN()
	}
	return f(p)
}

// onArrival is a measure over the instants of asking: a user sees the others as they are over time without that user
// (the arrival theorem; Sevcik and Mitrani, J. ACM 28 (1981) 358-371; Lavenberg and Reiser, J. Appl. Prob. 17 (1980)
// 1048-1061).
func (q Closed) onArrival(f func(p []float64) float64) float64 {
	p, ok := q.solve(q.Users - 1)
	if !ok {
		return math.NaN()
	}
	return f(p)
}

// line returns the tails of the number found in line, where all servers are found busy.
func (q Closed) line(p []float64) []float64 {
	if len(p) <= q.C {
		return []float64{0}
	}
	return tails(p[q.C:])
}

// WaitRatio returns the probability that a request waits.
func (q Closed) WaitRatio() float64 {
	return q.onArrival(func(p []float64) float64 { return q.line(p)[0] })
}

// FullRatio returns the share of time in which all servers are busy. Unlike with Poisson arrivals it is not the share of
// requests that wait.
func (q Closed) FullRatio() float64 {
	return q.inTime(func(p []float64) float64 { return q.line(p)[0] })
}

// QueueMean returns the mean number of users in line.
func (q Closed) QueueMean() float64 {
	return q.inTime(func(p []float64) float64 { return beyond(p, q.C) })
}

// InUseMean returns the mean number of busy servers.
func (q Closed) InUseMean() float64 {
	return q.inTime(func(p []float64) float64 { return upTo(p, q.C) })
}

// Utilisation returns the mean share of busy servers.
func (q Closed) Utilisation() float64 { return q.InUseMean() / float64(q.C) }

// Throughput returns the holds per second.
func (q Closed) Throughput() float64 {
	return q.inTime(func(p []float64) float64 {
		sum := 0.0
		for n := 1; n < len(p); n++ {
			sum += float64(q.Speed.at(min(n, q.C)) * p[n])
		}
		return sum / q.Hold
	})
}

// WaitMean returns the mean wait in seconds over all requests (Little).
func (q Closed) WaitMean() float64 { return q.QueueMean() / q.Throughput() }

// WaitedMean returns the mean wait in seconds of those who wait.
func (q Closed) WaitedMean() float64 { return q.WaitMean() / q.WaitRatio() }

// full is the rate of departures with all servers busy.
func (q Closed) full() float64 { return q.Speed.at(q.C) / q.Hold }

// WaitTail returns P(W > t), t in seconds: who finds i in line waits for i + 1 departures.
func (q Closed) WaitTail(t float64) float64 { return q.Waits().Tail(t) }

// WaitQuantile returns the smallest t with P(W <= t) >= p; NaN unless 0 <= p < 1.
func (q Closed) WaitQuantile(p float64) float64 { return q.Waits().Quantile(p) }

// Waits solves the states once, for who asks for many points of the law of the waits.
func (q Closed) Waits() ClosedWaits {
	p, ok := q.solve(q.Users - 1)
	if !ok {
		return ClosedWaits{}
	}
	return ClosedWaits{line: q.line(p), rate: q.full(), hold: q.Hold}
}

// ClosedWaits is the law of the waits of a Closed, NaN everywhere if that has none.
type ClosedWaits struct {
	line       []float64 // tails of the number found in line
	rate, hold float64
}

// Tail is Closed.WaitTail.
func (w ClosedWaits) Tail(t float64) float64 {
	if w.line == nil {
		return math.NaN()
	}
	return lineTail(w.line, w.rate, math.Max(0, t))
}

// Quantile is Closed.WaitQuantile.
func (w ClosedWaits) Quantile(p float64) float64 {
	if w.line == nil {
		return math.NaN()
	}
	return quantile(p, w.hold, w.Tail)
}

// Engset returns the probability that a request finds all c servers busy and is turned away, where each of so many users
// thinks for a mean time and holds for a mean time (in the same unit), and a user who is turned away thinks again
// (Engset 1918; Cooper, Introduction to Queueing Theory, 2nd ed., section 3.7). It holds for any law of both times. NaN
// for c < 0, users < 1 or times that are not positive.
func Engset(c, users int, think, hold float64) float64 {
	if c < 0 || users < 1 || !(think > 0) || !(hold > 0) {
		return math.NaN()
	}
	if c >= users {
		return 0
	}
	w := startWalk()
	for n := 1; n <= c; n++ { // with one user less: what an arrival finds
		w.up(float64(users-n)/think, float64(n)/hold)
	}
	return w.share
}
