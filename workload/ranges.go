package workload

import "poolsim/sim/param"

// Ranges that several laws and processes share. They are wide enough for anything that a pool meets and narrow enough
// that no constant computed from values within them overflows or vanishes.
const (
	maxSeconds = 1e9  // of a duration: 31 years, a ninth of what int64 nanoseconds can say
	minCV      = 1e-3 // of a coefficient of variation; with maxCV it is minShape..maxShape of a gamma law
	maxCV      = 1e3
	maxRate    = 1e9        // jobs per second: one a nanosecond, the resolution of the clock
	maxJobs    = 10_000_000 // that can be in the system at once by a scenario's own words: users, or jobs of a burst
)

// meanParam is the mean of a law that has to be greater than 0.
func meanParam() param.Param {
	return param.Param{Name: "mean", Kind: param.Duration, Help: "expectation", MinOpen: true, Max: maxSeconds}
}

// cvParam is the coefficient of variation of a law that can have any.
func cvParam() param.Param {
	return param.Param{
		Name: "cv", Kind: param.Number, Help: "coefficient of variation, standard deviation over mean", Min: minCV, Max: maxCV,
	}
}

// rateParam is a rate of arrivals. 0 is a class that never arrives, so that a sweep may start there.
func rateParam() param.Param {
	return param.Param{Name: "rate", Kind: param.Rate, Help: "jobs per unit of time; 0/s never arrives", Max: maxRate}
}

// required marks a parameter that is in no form.
func required(p param.Param) param.Param {
	p.Required = true
	return p
}

// arg is a value of a parameter in the unit of its range: seconds, per second, or plain.
type arg struct {
	name  string
	value float64
}

// check holds values against the ranges that the spec declares, so that a Go program that calls a constructor meets the
// same limits as a scenario. It returns the first fault as a *param.Problem.
func check(s *param.Spec, args ...arg) error {
	for _, a := range args {
		if fault := s.Param(a.name).CheckNumber(a.value); fault != "" {
			return param.Problemf(a.name, "%s", fault)
		}
	}
	return nil
}

// law turns the answer of a constructor into that of DistributionSpec.New: without it, a nil pointer would travel on as
// a Distribution that is not nil.
func law[D Distribution](d D, err error) (Distribution, error) {
	if err != nil {
		return nil, err
	}
	return d, nil
}

// process is law for arrival processes.
func process[A Arrivals](a A, err error) (Arrivals, error) {
	if err != nil {
		return nil, err
	}
	return a, nil
}
