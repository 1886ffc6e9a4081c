package study_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// savedStudies returns one small result of each study, as JSON.
func savedStudies(t testing.TB) map[string]string {
	t.Helper()
	out := map[string]string{}
	keep := func(name string, r any, err error) {
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = string(b)
	}
	sw := newSweep(t, small, "pool.main.pool_size=2,5")
	r, err := sw.Run(context.Background())
	keep("sweep", r, err)
	se := search(t, study.Size, strings.Replace(small, "max_overflow = 2", "max_overflow = 0", 1), "pool.main.pool_size=1:20")
	f, err := se.Run(context.Background())
	keep("size", f, err)
	base, err := source(small)(nil)
	if err != nil {
		t.Fatal(err)
	}
	other, err := source(small)([]string{"pool.main.pool_size=6"})
	if err != nil {
		t.Fatal(err)
	}
	c := &study.Compare{
		Variants: []study.Variant{{Name: "base", Scenario: base}, {Name: "six", Scenario: other}},
		Options:  study.Options{Version: "v", Effort: &experiment.Effort{Most: 5}},
	}
	d, err := c.Run(context.Background())
	keep("compare", d, err)
	one, err := experiment.Run(context.Background(), base, experiment.Options{Version: "v"})
	keep("run", one, err)
	return out
}

// again writes what was read.
func again(t *testing.T, s *study.Saved) string {
	t.Helper()
	var v any
	switch {
	case s.Sweep != nil:
		v = s.Sweep
	case s.Compare != nil:
		v = s.Compare
	case s.Search != nil:
		v = s.Search
	case len(s.Runs) == 1:
		v = s.Runs[0]
	default:
		v = s.Runs
	}
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestRead reads a result of each kind, and demands that it is written as the same bytes; and changes it in one place.
func TestRead(t *testing.T) {
	t.Parallel()
	texts := savedStudies(t)
	for name, text := range texts {
		s, err := study.Read([]byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := again(t, s); got != text {
			t.Errorf("%s: what was read is written differently:\n%s\n%s", name, text, got)
		}
	}
	for _, c := range []struct{ of, old, new, want string }{
		{"run", texts["run"], "[]", "is an empty list"},
		{"run", texts["run"], "[" + texts["sweep"] + "]", "has a field that is not known"},
		{"run", `"poolsim":"v"`, `"poolsim":"v99.0.0","sonnet":1`, "it was written by poolsim v99.0.0, which may be newer"},
		{"run", `"poolsim":"v"`, `"poolsim":null`, "is no result of poolsim"},
		{"run", `"poolsim":"v"`, `"effort_trials":1,"poolsim":"v"`, "is a result of run --rare"},
		{"run", `"poolsim":"v"`, `"study":"dance","poolsim":"v"`, `is a result of "dance", which is not known`},
		{"sweep", `"cells_planned":2`, `"cells_planned":3`, "has axes of 2 cells"},
		{"sweep", `"cell":1`, `"cell":0`, "has cell 1 twice"},
		{"sweep", `"cell":1`, `"cell":7`, "has a cell that is none of the grid"},
		{"sweep", `"value":[`, `"value":[1,`, "cell 1 has not one value for each"},
		{"sweep", `"at":["5"]`, `"at":["6"]`, "cell 2 is at pool.main.pool_size = 6, but the axes say 5"},
		{"sweep", `"study_hash"`, `"study_mash"`, "is no result of a sweep: has a field that is not known: study_mash"},
		{"sweep", `"seed":1,"axes"`, `"seed":1.5,"axes"`, "seed is 1.5"},
		{"compare", `"name":"six"`, `"name":"base"`, "variants[1] has the name of another one"},
		{"compare", `"variant":"six"`, `"variant":"seven"`, "differences[0] is of a variant that is not there"},
		{"compare", `"keep_connections":4`, `"keep_connections":"4"`, `is no result of a comparison: variants[0].pools[0].keep_connections is the text "4"`},
		{"size", `"at":["`, `"at":["1","`, "has an answer of 2 values for 1 keys"},
		{"size", `"probes":[`, `"probes":[null,`, "candidate 1 has not one value for each"},
		{"size", `"for":[`, `"for":[null,`, "is no result of a search: for[0] is null, not an object"},
	} {
		if !strings.Contains(texts[c.of], c.old) {
			t.Errorf("the result of %s has no %s", c.of, c.old)
		}
		_, err := study.Read([]byte(strings.Replace(texts[c.of], c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %.60q in place of %.40q: %v, want %s", c.of, c.new, c.old, err, c.want)
		}
	}
}

// trimmed cuts every list of a saved study to its first three: there is less to read, and the same to go wrong. The scenario
// goes too.
func trimmed(t testing.TB, text string) []byte {
	t.Helper()
	var cut func(v any) any
	cut = func(v any) any {
		switch v := v.(type) {
		case []any:
			for i := range v {
				v[i] = cut(v[i])
			}
			return v[:min(3, len(v))]
		case map[string]any:
			for key := range v {
				v[key] = cut(v[key])
			}
			if _, ok := v["scenario"].(map[string]any); ok {
				v["scenario"] = map[string]any{}
			}
		}
		return v
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(cut(v))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzRead demands that reading does not panic, and that errors are a line of text.
func FuzzRead(f *testing.F) {
	for name, text := range savedStudies(f) {
		small := trimmed(f, text)
		if _, err := study.Read(small); err != nil {
			f.Fatalf("%s, trimmed: %v", name, err)
		}
		f.Add(small)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := study.Read(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("an error that is not one line of text: %q", err)
			}
			return
		}
		if again(t, s) == "" {
			t.Error("what was read cannot be written")
		}
	})
}
