package experiment_test

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// saved returns the JSON of a short run of a textbook's pool, with alerts, targets, errors and theory.
func saved(t testing.TB) []byte {
	t.Helper()
	sc, err := scenario.Parse("saved.toml", []byte(`
title = "Saved"
[run]
duration = "20s"
warmup = "1s"
replications = 2
seed = 18446744073709551
[[pool]]
name = "main"
dialect = "sqlalchemy-async"
pool_size = 2
max_overflow = 0
pool_timeout = "50ms"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "30/s" }
[[class.step]]
holder = "work"
hold = { dist = "exponential", mean = "60ms" }
[slo]
wait_p99 = "40ms"
[[alert]]
metric = "in_use"
above = 1
`), scenario.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, e := experiment.Run(context.Background(), sc, experiment.Options{Workers: 1, Version: "devel"})
	if e != nil {
		t.Fatal(e)
	}
	return encode(t, r)
}

func encode(t testing.TB, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestReadResult demands that what was read is written as the same bytes.
func TestReadResult(t *testing.T) {
	t.Parallel()
	text := saved(t)
	r, err := experiment.ReadResult(text)
	if err != nil {
		t.Fatal(err)
	}
	if again := encode(t, r); !bytes.Equal(again, text) {
		t.Errorf("what was read is written differently:\n%s\n%s", text, again)
	}
	list, err := experiment.ReadResults(append(append([]byte("["), text...), ']'))
	if err != nil || len(list) != 1 {
		t.Errorf("%d results, %v", len(list), err)
	}
}

// TestReadResultRefuses changes a result in one place, and demands an error that says where.
func TestReadResultRefuses(t *testing.T) {
	t.Parallel()
	text := string(saved(t))
	for _, c := range []struct{ old, new, want string }{
		{text, "", "is empty"},
		{text, "[]", "is an empty list"},
		{text, "title = 1", "is no JSON: line 1"},
		{text, text[:len(text)/2], "it ends too early"},
		{text, text + text, "something follows"},
		{text, `{"a": 1}`, "has a field that is not known: a"},
		{text, `{"poolsim": "devel"}`, "is no result of a run"},
		{text, `[` + text + `, null]`, "result 2 of 2: is null"},
		{text, `5`, "it is the number 5, not an object"},
		{text, strings.Repeat("[", 20000), "exceeded max depth"},
		{"\n  \"seed\": 18446744073709551", `"seed": -1`, "seed is -1"},
		{"\n  \"seed\": 18446744073709551", `"seed": null`, "seed is null, not a number"},
		{"\n  \"replications\": 2,", `"replications": 1e2,`, "replications is 1e2"},
		{`"replications_planned": 2`, `"replications_planned": 1`, "has 2 of 1 replications"},
		{`"processes": 1`, `"processes": 99999999999`, "has 99999999999 processes"},
		{`"duration_seconds": 20`, `"duration_seconds": 1e300`, "duration_seconds is 1e300"},
		{`"duration_seconds": 20`, `"duration_seconds": 1e999`, "duration_seconds is 1e999"},
		{`"duration_seconds": 20`, `"duration_seconds": NaN`, "is no JSON"},
		{`"duration_seconds": 20`, `"duration_seconds": 0`, "has a duration of 0 s"},
		{`"limit_connections": 2`, `"limit_connections": 99999999999`, "has a limit of 99999999999"},
		{`"title": "Saved",`, `"title": "a\u001bb",`, "title has a control character"},
		{"\"name\": \"main\",\n      \"dialect\"", `"name": "ma\u0007in", "dialect"`, "pools[0] has a control character"},
		{`"x": [`, `"x": [null,`, "x[0] is null, not a number"},
		{`"x": [`, `"x": [-1,`, "values of x and"},
		{`"x": [`, `"x": ["\u001b[31m",`, `series[0].x[0] is the text "\\x1b[31m", not a number`},
		{`"series": [`, `"series": [{"metric": "m", "x": [1, 1], "y": [0, 0]},`, "series[0]: x must ascend"},
		{`"series": [`, `"series": [{"metric": "m", "x": [1], "y": [-1]},`, "series[0]: y[0] is negative"},
		{`"series": [`, `"series": [{"metric": "m", "pool": "other"},`, `series[0]: is of a pool "other"`},
		{`"metrics": [`, `"metrics": [{"metric": "m", "stat": "mean", "lo": 2, "hi": 1},`, "metrics[0] has an interval from 2 to 1"},
		{`"judgement": "`, `"judgement": "very `, "has the judgement"},
		{`"judgement": "`, `"judgment": "very `, "has a field that is not known: slo[0].judgment"},
		{`"exact": `, `"exact": 1, "assumed": `, "theory[0].exact is the number 1, not true or false"},
	} {
		if !strings.Contains(text, c.old) {
			t.Errorf("the result has no %s", c.old)
		}
		_, err := experiment.ReadResults([]byte(strings.Replace(text, c.old, c.new, 1)))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.60q in place of %.40q: %v, want %s", c.new, c.old, err, c.want)
		}
	}
}

// FuzzReadResult demands that what is read can be written, and reads back as the same.
func FuzzReadResult(f *testing.F) {
	r, err := experiment.ReadResult(saved(f))
	if err != nil {
		f.Fatal(err)
	}
	r.Scenario = map[string]any{"title": "Saved"} // a small file is changed sooner where it matters
	r.Metrics, r.Series, r.Theory = r.Metrics[:3], r.Series[:2], r.Theory[:1]
	for i := range r.Series {
		r.Series[i].X, r.Series[i].Y = r.Series[i].X[:2], r.Series[i].Y[:2]
	}
	text := encode(f, r)
	f.Add(text)
	f.Add(text[:len(text)/2])
	f.Add([]byte("[" + string(text) + "]"))
	f.Add([]byte(`{"poolsim":"v9","replications":1,"replications_planned":1,"processes":1,"duration_seconds":1,"pools":[],"metrics":[],"series":[]}`))
	f.Add([]byte(`[null]`))
	f.Fuzz(func(t *testing.T, text []byte) {
		list, err := experiment.ReadResults(text)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\x1b\n\x00") {
				t.Errorf("an error that is not one line of text: %q", err)
			}
			return
		}
		for _, r := range list {
			again := encode(t, r)
			back, err := experiment.ReadResult(again)
			if err != nil {
				t.Fatalf("%v in what was written of what was read:\n%s", err, again)
			}
			if !bytes.Equal(encode(t, back), again) {
				t.Errorf("reading changes a result:\n%s\n%s", again, encode(t, back))
			}
		}
	})
}
