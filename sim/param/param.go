package param

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind says what a parameter's value is and how a scenario writes it.
type Kind uint8

// The kinds of parameters.
const (
	Duration   Kind = iota // a string with a unit: "30s", "2.5ms"; stored as time.Duration
	Rate                   // a string per unit of time: "300/s", "40/min"; stored as float64, per second
	Number                 // a TOML integer or float; stored as float64
	Count                  // a TOML integer; stored as int64
	Flag                   // true or false; stored as bool
	Choice                 // one of Param.Choices, a string; stored as string
	Sampler                // a duration, or a table { dist = ... }; stored as workload.Distribution
	Numbers                // an array of numbers; stored as []float64
	Durations              // an array of durations; stored as []time.Duration
	Pool                   // the name of one of the scenario's pools; stored as string
	Path                   // a file's path, relative to the scenario file; stored as string
	Rates                  // an array of rates; stored as []float64, per second
	RateMatrix             // an array of arrays of rates, its rows; stored as [][]float64, per second
)

// String returns the words that an error message uses for values of the kind.
func (k Kind) String() string {
	switch k {
	case Duration:
		return `a duration such as "30s" or "2.5ms"`
	case Rate:
		return `a rate such as "300/s" or "40/min"`
	case Number:
		return "a number"
	case Count:
		return "a whole number"
	case Flag:
		return "true or false"
	case Choice:
		return "one of the listed words"
	case Sampler:
		return `a duration such as "2ms" or a distribution such as { dist = "exponential", mean = "2ms" }`
	case Numbers:
		return "an array of numbers"
	case Durations:
		return `an array of durations such as ["1ms", "20ms"]`
	case Pool:
		return "the name of a pool"
	case Path:
		return "a file name"
	case Rates:
		return `an array of rates such as ["10/s", "60/s"]`
	case RateMatrix:
		return `an array of arrays of rates such as [["0/s", "0.2/s"], ["0.5/s", "0/s"]]`
	}
	return fmt.Sprintf("param.Kind(%d)", k)
}

// Param is one parameter.
type Param struct {
	Name string // the key in the scenario file
	Kind Kind
	Help string // one line for people, with unit and meaning; no full stop

	// Required says that the key must be given, unless it is part of a Form.
	Required bool

	// Default is the value when the key is absent, in the kind's stored type; nil leaves it absent (Values.Has is false).
	Default any

	// Min and Max are the allowed range: seconds for Duration (and each of Durations), per second for Rate (and each of
	// Rates and RateMatrix), plain for Number, Count and each of Numbers. Max 0 means no upper bound. MinOpen excludes Min itself.
	Min, Max float64
	MinOpen  bool

	// Choices are the allowed words of a Choice.
	Choices []string

	// Words are extra strings that a Duration accepts instead of a duration (such as "none"), with what they stand for.
	Words map[string]time.Duration
}

// CheckNumber says why x is outside the parameter's range, in words that follow the parameter's name ("must be ..."),
// or returns "" when x is allowed. x is in the unit of Min and Max.
func (p *Param) CheckNumber(x float64) string {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "must be finite"
	case p.MinOpen && x <= p.Min:
		return "must be greater than " + p.show(p.Min)
	case x < p.Min && p.Min == 0:
		return "must not be negative"
	case x < p.Min:
		return "must be at least " + p.show(p.Min)
	case p.Max != 0 && x > p.Max:
		return "must be at most " + p.show(p.Max)
	}
	return ""
}

// show writes a bound in the parameter's own unit.
func (p *Param) show(x float64) string {
	switch p.Kind {
	case Duration, Durations:
		s := time.Duration(x * float64(time.Second)).String()
		if strings.HasSuffix(s, "m0s") {
			s = strings.TrimSuffix(s, "0s")
		}
		if strings.HasSuffix(s, "h0m") {
			s = strings.TrimSuffix(s, "0m")
		}
		return s
	case Rate, Rates, RateMatrix:
		return plain(x) + "/s"
	}
	return plain(x)
}

// plain writes a number without exponent.
func plain(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// Spec is a thing that can be named in a scenario: its name, its parameters, and what it is in one line.
type Spec struct {
	Name   string  // the word in the scenario file
	Help   string  // one line for people, no full stop
	Source string  // where its formulas or behaviour come from: a paper with equation, or a product with version and file
	Params []Param // in the order in which a page should show them

	// Forms are alternative sets of parameters of which exactly one must be given in full, such as {mean, cv} or
	// {p50, p99}. Empty when there is only one way. A parameter in no form stands beside every form.
	Forms [][]string
}

// Declared returns the spec itself: whatever embeds one has the method.
func (s Spec) Declared() *Spec { return &s }

// Param returns the parameter of that name, or nil.
func (s *Spec) Param(name string) *Param {
	i := slices.IndexFunc(s.Params, func(p Param) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Params[i]
}

// InForm reports whether the parameter belongs to one of the alternative forms.
func (s *Spec) InForm(name string) bool {
	return slices.ContainsFunc(s.Forms, func(f []string) bool { return slices.Contains(f, name) })
}

// Problem is a fault in the value of one parameter that only shows when several values are seen together.
type Problem struct {
	Param   string // whose value is at fault
	Message string // what is wrong and what is allowed, in words that follow the parameter's name: "must exceed p50 (60ms)"
}

// Error makes a Problem an error for programs that build things without a scenario file.
func (p *Problem) Error() string { return p.Param + " " + p.Message }

// Problemf makes a Problem.
func Problemf(name, format string, args ...any) *Problem {
	return &Problem{Param: name, Message: fmt.Sprintf(format, args...)}
}
