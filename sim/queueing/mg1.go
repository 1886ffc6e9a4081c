package queueing

import "math"

// MG1 is M/G/1: Poisson arrivals and one server, holds of any law.
type MG1 struct {
	Rate  float64 // arrivals per second
	Hold  float64 // mean hold, seconds
	CV    float64 // coefficient of variation of the holds
	Third float64 // third moment of the holds about 0, in s^3; needed for WaitSD only
}

// Load returns the utilisation, rho = Rate x Hold.
func (q MG1) Load() float64 { return q.Rate * q.Hold }

// WaitRatio returns the probability that an arrival waits, rho; 1 without a steady state.
func (q MG1) WaitRatio() float64 { return math.Min(1, q.Load()) }

// WaitMean returns the mean wait in seconds over all arrivals, rho Hold (1 + CV^2)/(2 (1 - rho)) (Pollaczek 1930,
// Khinchine 1932; Kleinrock, Queueing Systems, vol. 1, equation 5.69); +Inf without a steady state.
func (q MG1) WaitMean() float64 {
	rho := q.Load()
	if rho >= 1 {
		return math.Inf(1)
	}
	return rho * q.Hold * (1 + float64(q.CV*q.CV)) / (2 * (1 - float64(rho)))
}

// WaitedMean returns the mean wait in seconds of those who wait.
func (q MG1) WaitedMean() float64 { return q.WaitMean() / q.WaitRatio() }

// WaitSD returns the standard deviation of the wait in seconds, from E[W^2] = 2 E[W]^2 + Rate E[S^3]/(3 (1 - rho))
// (Kleinrock, vol. 1, exercise 5.11; Takacs's recurrence); +Inf without a steady state.
func (q MG1) WaitSD() float64 {
	w := q.WaitMean()
	if math.IsInf(w, 1) {
		return w
	}
	return math.Sqrt(float64(w*w) + float64(q.Rate*q.Third/(3*(1-float64(q.Load())))))
}

// QueueMean returns the mean number in line (Little).
func (q MG1) QueueMean() float64 { return q.Rate * q.WaitMean() }
