package workload

import (
	"math/rand/v2"
	"slices"
	"time"

	"poolsim/sim/param"
	"poolsim/sim/portable"
)

const (
	maxStates = 100 // of the environment of an MMPP

	// maxChanges bounds how often the environment changes for each job, and so the work of Next.
	maxChanges = 1e6
)

// MMPP is a Markov-modulated Poisson process: the rate of arrivals depends on the state of an environment that changes by
// itself, as a Markov chain. Two states, quiet and busy, make bursts with a memory. The environment starts in its
// stationary distribution, so the process is the same at all times.
type MMPP struct {
	states     []mmppState
	stationary []float64 // cumulative
	rate       float64

	rates  []float64   // as given, for Scaled
	change [][]float64 // as given
}

var (
	_ OpenArrivals = (*MMPP)(nil)
	_ Scalable     = (*MMPP)(nil)
)

// mmppState is a state of the environment.
type mmppState struct {
	gap     float64   // mean time to the next arrival or change, whichever comes first, in nanoseconds
	arrival float64   // probability that it is an arrival
	upTo    []float64 // cumulative probabilities of the next event: arrival, then a change to each state
}

var mmppSpec = param.Spec{
	Name: "mmpp",
	Help: "arrivals whose rate depends on an environment that changes at random: bursts with a memory",
	Source: "Fischer & Meier-Hellstern, The Markov-modulated Poisson process (MMPP) cookbook, Performance Evaluation 18(2), 1993; " +
		"Grassmann, Taksar & Heyman, Operations Research 33(5), 1985 (stationary distribution)",
	Params: []param.Param{
		{Name: "rates", Kind: param.Rates, Required: true, Help: "jobs per unit of time in each state of the environment", Max: maxRate},
		{
			Name: "switch", Kind: param.RateMatrix, Required: true, Max: maxRate,
			Help: "a row for each state: the rate of changes to each other state, 0/s to itself",
		},
	},
}

func init() {
	registerArrivals(ArrivalsSpec{
		Spec: mmppSpec,
		New: func(v param.Values, _ func(string) ([]byte, error)) (Arrivals, error) {
			return process(NewMMPP(v.Floats("rates"), v.Matrix("switch")))
		},
	})
}

// NewMMPP returns the process in whose i-th state jobs arrive at rates[i] per second, and which changes from state i to
// state j at the rate change[i][j] per second; all between 0 and 1e9, change[i][i] = 0. Every state must be reached from
// every other, so that there is one stationary distribution; and the environment must change at most a million times
// for each job.
func NewMMPP(rates []float64, change [][]float64) (*MMPP, error) {
	if err := checkMMPP(rates, change); err != nil {
		return nil, err
	}
	stationary, ok := stationary(change)
	if !ok {
		return nil, param.Problemf("switch", "must lead from every state to every other, in one or more changes")
	}
	p := &MMPP{rates: slices.Clone(rates)}
	for _, row := range change {
		p.change = append(p.change, slices.Clone(row))
	}
	changes, upTo := 0.0, 0.0
	for i, rate := range rates {
		out := 0.0
		for _, x := range change[i] {
			out += x
		}
		p.states = append(p.states, newMMPPState(rate, out, change[i]))
		p.rate += float64(stationary[i] * rate)
		changes += float64(stationary[i] * out)
		upTo += stationary[i]
		p.stationary = append(p.stationary, upTo)
	}
	p.stationary[len(rates)-1] = 1
	if p.rate > 0 && changes > maxChanges*p.rate {
		return nil, param.Problemf("switch", "must not change more than %g times for each job: it changes %.3g times a second for %.3g jobs", float64(maxChanges), changes, p.rate)
	}
	return p, nil
}

// checkMMPP holds the values against their ranges and each other.
func checkMMPP(rates []float64, change [][]float64) error {
	switch n := len(rates); {
	case n == 0:
		return param.Problemf("rates", "must not be empty")
	case n > maxStates:
		return param.Problemf("rates", "must have at most %d elements, has %d", maxStates, n)
	case len(change) != n:
		return param.Problemf("switch", "must have a row for each of rates (%d), has %d", n, len(change))
	}
	for i, rate := range rates {
		if err := check(&mmppSpec, arg{"rates", rate}); err != nil {
			return err
		}
		if len(change[i]) != len(rates) {
			return param.Problemf("switch", "must have as many elements in each row as there are rates (%d): row %d has %d", len(rates), i+1, len(change[i]))
		}
		for j, x := range change[i] {
			if err := check(&mmppSpec, arg{"switch", x}); err != nil {
				return err
			}
			if i == j && x != 0 {
				return param.Problemf("switch", "must be 0/s from a state to itself: row %d", i+1)
			}
		}
	}
	return nil
}

// newMMPPState prepares the draws of a state.
func newMMPPState(rate, out float64, change []float64) mmppState {
	s := mmppState{gap: 1e9 / (rate + out)}
	if rate+out == 0 {
		return s // alone, and nobody arrives
	}
	upTo := rate / (rate + out)
	s.arrival = upTo
	for _, x := range change {
		upTo += x / (rate + out)
		s.upTo = append(s.upTo, upTo)
	}
	// What rounding leaves belongs to the last state that can be reached.
	for j := len(change) - 1; j >= 0; j-- {
		s.upTo[j] = 1
		if change[j] > 0 {
			break
		}
	}
	if out == 0 {
		s.arrival = 1
	}
	return s
}

// stationary returns the stationary distribution of a Markov chain with those rates, by Gaussian elimination without
// subtractions (Grassmann, Taksar & Heyman 1985), which loses no digits. ok is false where there is not one alone.
func stationary(change [][]float64) (pi []float64, ok bool) {
	a := make([][]float64, len(change))
	for i := range change {
		a[i] = slices.Clone(change[i])
	}
	// States are taken out, the last one first: what passed through it goes from its predecessors to its successors.
	for n := len(a) - 1; n > 0; n-- {
		out := 0.0
		for _, x := range a[n][:n] {
			out += x
		}
		if out == 0 {
			return nil, false
		}
		for i := range n {
			a[i][n] /= out
			for j := range n {
				a[i][j] += float64(a[i][n] * a[n][j])
			}
		}
	}
	pi = make([]float64, len(a))
	pi[0] = 1
	sum := 1.0
	for n := 1; n < len(a); n++ {
		for i := range n {
			pi[n] += float64(pi[i] * a[i][n])
		}
		if pi[n] == 0 {
			return nil, false
		}
		sum += pi[n]
	}
	for i := range pi {
		pi[i] /= sum
	}
	return pi, true
}

// MeanRate returns the long-run rate in jobs per second, the mean of the rates over the stationary distribution
// (Fischer & Meier-Hellstern 1993, section 2).
func (p *MMPP) MeanRate() float64 { return p.rate }

// Scaled multiplies the rates of arrivals. The environment changes as often as before; but whether an event is an arrival or
// a change depends on both rates, so the draws do not give it the same course.
func (p *MMPP) Scaled(load float64) (Arrivals, error) {
	return process(NewMMPP(scaledRates(p.rates, load), p.change))
}

// Schedule starts the process anew.
func (p *MMPP) Schedule() Schedule { return &mmppSchedule{process: p, state: -1} }

type mmppSchedule struct {
	process *MMPP
	state   int // of the environment; -1 before the first
	clock
	ended bool
}

// Next returns the next instant: from state to state, the next event comes after an exponential time, and is an arrival or
// a change in proportion to the rates.
func (s *mmppSchedule) Next(r *rand.Rand) (at time.Duration, jobs int, ok bool) {
	p := s.process
	if p.rate == 0 || s.ended {
		return 0, 0, false
	}
	if s.state < 0 {
		s.state = pick(p.stationary, r.Float64())
	}
	for {
		state := &p.states[s.state]
		if !s.advance(state.gap * portable.Exponential(r)) {
			s.ended = true // beyond the end of time, for good
			return 0, 0, false
		}
		u := r.Float64()
		if u < state.arrival {
			return s.at, 1, true
		}
		s.state = pick(state.upTo, u)
	}
}

// pick returns the first index whose cumulative probability exceeds u.
func pick(upTo []float64, u float64) int {
	for i, x := range upTo {
		if u < x {
			return i
		}
	}
	return len(upTo) - 1
}
