package queueing

import "math"

// MMcK is M/M/c/K: Poisson arrivals, exponential holds, c servers and a line that has room for Queue; who finds it full
// is turned away at once (Gross and Harris, Fundamentals of Queueing Theory, 3rd ed., section 2.5). With Queue 0 it is
// Erlang's loss system, which holds for any law of the holds.
type MMcK struct {
	C     int     // servers; at least 1
	Queue int     // places in line, K - C; at least 0
	Rate  float64 // arrivals per second
	Hold  float64 // mean hold, seconds, more than 0
}

// solve returns the probabilities of 0 to K in the system.
func (q MMcK) solve() ([]float64, bool) {
	if q.C < 1 || q.Queue < 0 || q.C+q.Queue > mostStates || !(q.Rate >= 0) || !(q.Hold > 0) || math.IsInf(q.Rate, 0) || math.IsInf(q.Hold, 0) {
		return nil, false
	}
	return stationary(
		func(int) float64 { return q.Rate },
		func(n int) float64 { return float64(min(n, q.C)) / q.Hold },
		q.C+q.Queue,
	), true
}

func (q MMcK) measure(f func(p []float64) float64) float64 {
	p, ok := q.solve()
	if !ok {
		return math.NaN()
	}
	return f(p)
}

// RejectRatio returns the probability that an arrival is turned away.
func (q MMcK) RejectRatio() float64 {
	return q.measure(func(p []float64) float64 { return p[len(p)-1] })
}

// WaitRatio returns the probability that an arrival waits: it finds all servers busy and a place in line.
func (q MMcK) WaitRatio() float64 {
	return q.measure(func(p []float64) float64 { return q.line(p)[0] })
}

// line returns the tails of the number that an arrival finds in line, where it finds all servers busy and a place.
func (q MMcK) line(p []float64) []float64 { return tails(p[q.C : len(p)-1]) }

// QueueMean returns the mean number in line.
func (q MMcK) QueueMean() float64 {
	return q.measure(func(p []float64) float64 { return beyond(p, q.C) })
}

// beyond returns the mean of what is above c, E[(N - c)+], as the sum of the tails above c.
func beyond(p []float64, c int) float64 {
	t := tails(p)
	sum := 0.0
	for n := len(p) - 1; n > c; n-- {
		sum += t[n]
	}
	return sum
}

// InUseMean returns the mean number of busy servers.
func (q MMcK) InUseMean() float64 {
	return q.measure(func(p []float64) float64 { return upTo(p, q.C) })
}

// upTo returns E[min(N, c)].
func upTo(p []float64, c int) float64 {
	sum := 0.0
	for n, x := range p {
		sum += float64(float64(min(n, c)) * x)
	}
	return sum
}

// Utilisation returns the mean share of busy servers.
func (q MMcK) Utilisation() float64 { return q.InUseMean() / float64(q.C) }

// Throughput returns the served arrivals per second.
func (q MMcK) Throughput() float64 { return q.Rate * (1 - q.RejectRatio()) }

// ServedWaitMean returns the mean wait in seconds of those who are not turned away (Little).
func (q MMcK) ServedWaitMean() float64 { return q.QueueMean() / q.Throughput() }

// WaitedMean returns the mean wait in seconds of those who wait.
func (q MMcK) WaitedMean() float64 { return q.QueueMean() / (q.Rate * q.WaitRatio()) }

// ServedWaitTail returns P(W > t) over those who are not turned away: who finds i in line waits for i + 1 departures, at
// the rate C/Hold. t in seconds.
func (q MMcK) ServedWaitTail(t float64) float64 {
	return q.measure(func(p []float64) float64 { return q.tail(p, t) })
}

func (q MMcK) tail(p []float64, t float64) float64 {
	return lineTail(q.line(p), float64(q.C)/q.Hold, math.Max(0, t)) / (1 - p[len(p)-1])
}

// ServedWaitQuantile returns the smallest t with P(W <= t) >= p over those who are not turned away; NaN unless
// 0 <= p < 1.
func (q MMcK) ServedWaitQuantile(p float64) float64 {
	return q.measure(func(states []float64) float64 {
		line, served := q.line(states), 1-states[len(states)-1]
		return quantile(p, q.Hold, func(t float64) float64 { return lineTail(line, float64(q.C)/q.Hold, t) / served })
	})
}
