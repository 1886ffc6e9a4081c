package queueing

import (
	"math"

	"poolsim/sim/portable"
)

// PS is M/G/1-PS, a database of one core that all holds share, and no pool that limits them: with n holds each runs at
// speed 1/n. Only the mean of the work matters (Sakata, Noguchi and Oizumi 1971; Kleinrock, Queueing Systems, vol. 2,
// section 4.4).
type PS struct {
	Rate float64 // arrivals per second
	Work float64 // mean work: the hold of one that is alone, seconds
}

// Load returns rho = Rate x Work.
func (q PS) Load() float64 { return q.Rate * q.Work }

// Hold returns the mean hold of somebody with that much work, work/(1 - rho), in seconds; +Inf without a steady state.
func (q PS) Hold(work float64) float64 {
	if q.Load() >= 1 {
		return math.Inf(1)
	}
	return work / (1 - float64(q.Load()))
}

// InUseMean returns the mean number of holds, rho/(1 - rho); +Inf without a steady state.
func (q PS) InUseMean() float64 { return q.Rate * q.Hold(q.Work) }

// InUseTail returns the probability of at least n holds, rho^n; 1 without a steady state.
func (q PS) InUseTail(n int) float64 { return portable.Pow(math.Min(1, q.Load()), float64(n)) }

// RPS is M/G/R-PS: as PS with so many cores; each hold runs at speed min(1, Cores/n). The number of holds has the law of
// M/M/R, whatever the law of the work (Cohen, Acta Informatica 12 (1979) 245-284).
type RPS struct {
	Cores int     // at least 1
	Rate  float64 // arrivals per second
	Work  float64 // mean work, seconds
}

// InUseMean returns the mean number of holds; +Inf without a steady state.
func (q RPS) InUseMean() float64 { return q.Rate * q.HoldMean() }

// HoldMean returns the mean hold in seconds, Work + what M/M/R would wait; +Inf without a steady state.
func (q RPS) HoldMean() float64 {
	return q.Work + MMc{C: q.Cores, Rate: q.Rate, Hold: q.Work}.WaitMean()
}
