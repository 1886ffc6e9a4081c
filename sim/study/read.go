package study

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"poolsim/sim/experiment"
)

// Saved is what a file has that poolsim wrote as JSON: one of these.
type Saved struct {
	Runs    []*experiment.Result // of run, one or several
	Sweep   *SweepResult         // of sweep or merge; it may be a shard
	Compare *CompareResult
	Search  *SearchResult // of size or capacity
}

// Read reads whatever poolsim writes as JSON, and nothing else: the error says what is wrong with it, in words that go on after
// the name of the file.
func Read(text []byte) (*Saved, error) {
	if bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) {
		runs, err := experiment.ReadResults(text)
		return &Saved{Runs: runs}, explain(text, err)
	}
	var kind struct {
		Poolsim any `json:"poolsim"`
		Study   any `json:"study"`
		Effort  any `json:"effort_trials"`
	}
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, experiment.Decode(text, &map[string]any{}) // which says where
	}
	s := &Saved{}
	var err error
	switch {
	case kind.Poolsim == nil:
		return nil, errors.New("is no result of poolsim: it does not say which poolsim wrote it")
	case kind.Effort != nil:
		return nil, errors.New("is a result of run --rare, which has tables only: run can write them")
	case kind.Study == nil:
		s.Runs, err = experiment.ReadResults(text)
	case kind.Study == "sweep":
		s.Sweep, err = ReadSweep(text)
		return s, err
	case kind.Study == "compare":
		s.Compare, err = ReadCompare(text)
		return s, err
	case kind.Study == string(Size), kind.Study == string(Capacity):
		s.Search, err = ReadSearch(text)
		return s, err
	default:
		return nil, explain(text, fmt.Errorf("is a result of %.40q, which is not known", fmt.Sprint(kind.Study)))
	}
	return s, explain(text, err)
}

// explain adds to an error the version that wrote the file where a newer one may have had its reasons.
func explain(text []byte, err error) error {
	var unknown *experiment.UnknownField
	if err == nil {
		return nil
	}
	var by struct {
		Poolsim string `json:"poolsim"`
	}
	if errors.As(err, &unknown) && json.Unmarshal(text, &by) == nil && by.Poolsim != "" {
		return fmt.Errorf("%w: it was written by poolsim %.40s, which may be newer than this one", err, by.Poolsim)
	}
	return err
}

// decode reads a result of a study. Whatever is wrong, the words begin with what it should have been.
func decode(text []byte, v any, what string) error {
	if err := experiment.Decode(text, v); err != nil {
		return fmt.Errorf("is no result of %s: %w", what, explain(text, err))
	}
	return nil
}
