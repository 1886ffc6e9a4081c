package study

import (
	"errors"
	"fmt"

	"poolsim/sim/experiment"
)

// ReadCompare reads what `compare --format json` wrote, and says what is wrong with it.
func ReadCompare(text []byte) (*CompareResult, error) {
	r := &CompareResult{}
	if err := decode(text, r, "a comparison"); err != nil {
		return nil, err
	}
	switch {
	case r.Study != "compare":
		return nil, errors.New(`is no result of a comparison: "study" is not "compare"`)
	case len(r.Variants) < 2:
		return nil, fmt.Errorf("is no result of a comparison: it has %d variants", len(r.Variants))
	case r.Replications < 1:
		return nil, fmt.Errorf("has %d replications", r.Replications)
	}
	names := map[string]bool{}
	for i := range r.Variants {
		v := &r.Variants[i]
		if err := v.check(); err != nil {
			return nil, fmt.Errorf("variants[%d]: %w", i, err)
		}
		if names[v.Name] {
			return nil, fmt.Errorf("variants[%d] has the name of another one", i)
		}
		names[v.Name] = true
	}
	for i := range r.Differences {
		d := &r.Differences[i]
		switch {
		case !names[d.Variant]:
			return nil, fmt.Errorf("differences[%d] is of a variant that is not there", i)
		case d.Lo > d.Hi || d.RelativeLo > d.RelativeHi: // false where one of them is NaN
			return nil, fmt.Errorf("differences[%d] has an interval whose ends are the wrong way round", i)
		}
		for _, word := range []string{d.Metric, d.Stat, d.Pool, d.Class, string(d.Finding), string(d.In)} {
			if err := experiment.CheckText(fmt.Sprintf("differences[%d]", i), word); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// check says what does not fit together in a variant from a file.
func (v *ComparedVariant) check() error {
	for _, word := range []string{v.Name, v.Title} {
		if err := experiment.CheckText("the name", word); err != nil {
			return err
		}
	}
	pools, err := experiment.CheckPools(v.Pools)
	if err != nil {
		return err
	}
	if err := experiment.CheckMetrics(v.Metrics, pools); err != nil {
		return err
	}
	if err := experiment.CheckSeries(v.Series, pools); err != nil {
		return err
	}
	if !(v.DurationSeconds > 0) || v.WarmupSeconds < 0 || v.Processes < 1 {
		return fmt.Errorf("has %d processes for %g s after %g s", v.Processes, v.DurationSeconds, v.WarmupSeconds)
	}
	return experiment.CheckVerdicts(v.SLO)
}
