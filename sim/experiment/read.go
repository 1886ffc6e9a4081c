package experiment

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"unicode"
)

// Limits of what a saved result may say: beyond everything that a scenario can ask for, and small enough to reckon with.
const (
	mostSeconds = 1e10 // 300 years, as long as a time.Duration
	mostThings  = 1e9  // connections, processes, replications
)

// ReadResults reads what `run --format json` wrote: one result, or the list of several. The error says what is wrong, and of
// which result of several.
func ReadResults(text []byte) ([]*Result, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		r, err := ReadResult(text)
		if err != nil {
			return nil, err
		}
		return []*Result{r}, nil
	}
	var list []*Result
	if err := Decode(text, &list); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("is an empty list of results")
	}
	for i, r := range list {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("result %d of %d: %w", i+1, len(list), err)
		}
	}
	return list, nil
}

// ReadResult reads one result. Nothing in it is trusted to fit together: what a chart or a table would trip over is an
// error here.
func ReadResult(text []byte) (*Result, error) {
	r := &Result{}
	if err := Decode(text, r); err != nil {
		return nil, err
	}
	if err := r.check(); err != nil {
		return nil, err
	}
	return r, nil
}

// check says what does not fit together in a result from a file.
func (r *Result) check() error {
	switch {
	case r == nil:
		return errors.New("is null, not a result")
	case r.Poolsim == "" || r.Metrics == nil || r.Series == nil || r.Pools == nil:
		return errors.New("is no result of a run: it has not all of poolsim, pools, metrics and series")
	case r.Replications < 1 || r.Planned < r.Replications || r.Planned > mostThings:
		return fmt.Errorf("has %d of %d replications", r.Replications, r.Planned)
	case r.Processes < 1 || r.Processes > mostThings:
		return fmt.Errorf("has %d processes", r.Processes)
	case !(r.DurationSeconds > 0 && r.DurationSeconds <= mostSeconds):
		return fmt.Errorf("has a duration of %g s", r.DurationSeconds)
	case !(r.WarmupSeconds >= 0 && r.WarmupSeconds <= mostSeconds):
		return fmt.Errorf("has a warm-up of %g s", r.WarmupSeconds)
	}
	if err := CheckText("title", r.Title); err != nil {
		return err
	}
	pools, err := CheckPools(r.Pools)
	if err != nil {
		return err
	}
	if err := CheckMetrics(r.Metrics, pools); err != nil {
		return err
	}
	if r.Instances < 0 || r.Instances > mostThings {
		return fmt.Errorf("has %d instances", r.Instances)
	}
	for i := range r.Faults {
		if err := r.Faults[i].check(); err != nil {
			return fmt.Errorf("faults[%d]: %w", i, err)
		}
	}
	if err := CheckSeries(r.Series, pools); err != nil {
		return err
	}
	for i := range r.Alerts {
		if err := allText("alerts", i, r.Alerts[i].Metric, r.Alerts[i].Pool, r.Alerts[i].Class); err != nil {
			return err
		}
	}
	return CheckVerdicts(r.SLO)
}

// CheckSeries says what is wrong with the curves of a result that has these pools.
func CheckSeries(list []Series, pools map[string]bool) error {
	for i := range list {
		if err := list[i].check(pools); err != nil {
			return fmt.Errorf("series[%d]: %w", i, err)
		}
	}
	return nil
}

// CheckText says what is wrong with a word of a result that people read: whatever comes from a scenario has no line breaks
// and no other control characters.
func CheckText(field, s string) error {
	for _, c := range s {
		if unicode.IsControl(c) {
			return fmt.Errorf("%s has a control character: %q", field, clip(s))
		}
	}
	return nil
}

// CheckPools says what is wrong with the pools of a result, and returns their names.
func CheckPools(pools []PoolFacts) (map[string]bool, error) {
	names := map[string]bool{"": true}
	for i := range pools {
		p := &pools[i]
		if err := allText("pools", i, p.Name, p.Dialect, p.Label, p.KeepName, p.LimitName); err != nil {
			return nil, err
		}
		switch {
		case names[p.Name]:
			return nil, fmt.Errorf("pools[%d] has the name %q, as another one does, or none", i, clip(p.Name))
		case p.Keep < -1 || p.Keep > mostThings || p.Limit < -1 || p.Limit > mostThings:
			return nil, fmt.Errorf("pools[%d] has a limit of %d and keeps %d", i, p.Limit, p.Keep)
		case p.TimeoutSeconds != nil && !(*p.TimeoutSeconds >= 0 && *p.TimeoutSeconds <= mostSeconds):
			return nil, fmt.Errorf("pools[%d] has a timeout of %g s", i, *p.TimeoutSeconds)
		}
		names[p.Name] = true
	}
	return names, nil
}

// CheckMetrics says what is wrong with the rows of a result that has these pools.
func CheckMetrics(rows []Metric, pools map[string]bool) error {
	for i := range rows {
		m := &rows[i]
		if err := allText("metrics", i, m.Metric, m.Stat, m.Pool, m.Class, m.Holder); err != nil {
			return err
		}
		switch {
		case m.Metric == "" || m.Stat == "":
			return fmt.Errorf("metrics[%d] has no metric or no stat", i)
		case !pools[m.Pool]:
			return fmt.Errorf("metrics[%d] is of a pool %q, which the result does not have", i, clip(m.Pool))
		case m.Lo > m.Hi: // false where one of them is NaN
			return fmt.Errorf("metrics[%d] has an interval from %g to %g", i, m.Lo, m.Hi)
		case m.N < 0:
			return fmt.Errorf("metrics[%d] is of %d replications", i, m.N)
		}
	}
	return nil
}

// CheckVerdicts says what is wrong with judgements of targets.
func CheckVerdicts(list []Verdict) error {
	for i := range list {
		v := &list[i]
		if err := allText("slo", i, v.Target, v.Metric, v.Stat, v.Pool, v.Class, v.Holder); err != nil {
			return err
		}
		switch v.Judgement {
		case Met, NotMet, NotDecided:
		default:
			return fmt.Errorf("slo[%d] has the judgement %q", i, clip(string(v.Judgement)))
		}
	}
	return nil
}

// allText checks the words of an element of a list.
func allText(list string, i int, words ...string) error {
	for _, s := range words {
		if err := CheckText(fmt.Sprintf("%s[%d]", list, i), s); err != nil {
			return err
		}
	}
	return nil
}

// check says what is wrong with the mark of a fault.
func (f *FaultMark) check() error {
	for _, word := range []string{f.Kind, f.Label} {
		if err := CheckText("a name", word); err != nil {
			return err
		}
	}
	for _, t := range []*float64{f.At, f.From, f.To} {
		if t != nil && math.Abs(*t) > mostSeconds {
			return fmt.Errorf("is at %g s", *t)
		}
	}
	if f.From != nil && f.To != nil && *f.From > *f.To {
		return fmt.Errorf("ends at %g s, before it begins", *f.To)
	}
	return nil
}

// check says what is wrong with a curve.
func (s *Series) check(pools map[string]bool) error {
	for _, word := range []string{s.Metric, s.Stat, s.Pool, s.Class, s.Holder} {
		if err := CheckText("a name", word); err != nil {
			return err
		}
	}
	switch {
	case len(s.X) != len(s.Y):
		return fmt.Errorf("has %d values of x and %d of y", len(s.X), len(s.Y))
	case s.Instance < 0 || s.Instance > mostThings:
		return fmt.Errorf("is of instance %d", s.Instance)
	case !pools[s.Pool]:
		return fmt.Errorf("is of a pool %q, which the result does not have", clip(s.Pool))
	}
	for k := range s.X {
		switch {
		case math.Abs(s.X[k]) > mostSeconds:
			return fmt.Errorf("x[%d] is %g s", k, s.X[k])
		case k > 0 && s.X[k] <= s.X[k-1]:
			return fmt.Errorf("x must ascend, but x[%d] is %g after %g", k, s.X[k], s.X[k-1])
		case s.Y[k] < 0:
			return fmt.Errorf("y[%d] is negative: %g", k, s.Y[k])
		}
	}
	return nil
}
