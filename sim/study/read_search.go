package study

import (
	"errors"
	"fmt"

	"poolsim/sim/experiment"
)

// ReadSearch reads what `size --format json` or `capacity --format json` wrote, and says what is wrong with it.
func ReadSearch(text []byte) (*SearchResult, error) {
	r := &SearchResult{}
	if err := decode(text, r, "a search"); err != nil {
		return nil, err
	}
	n := len(r.For)
	switch {
	case r.Study != Size && r.Study != Capacity:
		return nil, errors.New(`is no result of a search: "study" is neither "size" nor "capacity"`)
	case n == 0:
		return nil, errors.New("is no result of a search: it has no key that was searched")
	case len(r.Rows) == 0 || len(r.Probes) == 0:
		return nil, errors.New("has no candidate that was simulated")
	case r.Found && len(r.At) != n:
		return nil, fmt.Errorf("has an answer of %d values for %d keys", len(r.At), n)
	case r.Harder != nil && len(r.Harder) != n || r.Fails != nil && len(r.Fails) != n:
		return nil, fmt.Errorf("has a neighbour of the answer that has not %d values", n)
	case r.Found && len(r.Binding) > 0 && r.Harder == nil:
		return nil, errors.New("says what binds, but not where")
	case r.Guess != nil && len(r.Guess.At) != n:
		return nil, fmt.Errorf("has a first guess of %d values for %d keys", len(r.Guess.At), n)
	}
	if err := experiment.CheckText("title", r.Title); err != nil {
		return nil, err
	}
	for _, list := range [][]*Probe{r.Rows, r.Probes} {
		for i, p := range list {
			if p == nil || len(p.At) != n {
				return nil, fmt.Errorf("candidate %d has not one value for each of %d keys", i+1, n)
			}
			if err := experiment.CheckVerdicts(p.SLO); err != nil {
				return nil, fmt.Errorf("candidate %d: %w", i+1, err)
			}
		}
	}
	return r, nil
}
