package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/plots"
	"poolsim/sim/database"
	"poolsim/sim/experiment"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/sim/scenario"
	"poolsim/workload"
)

func TestListHasEverything(t *testing.T) {
	m := newMachine(t)
	if code := m.run("list"); code != 0 {
		t.Fatal(m.err.String())
	}
	all := []string{"run", "database", "app"}
	for _, names := range [][]string{
		pool.Dialects.Names(), workload.Distributions.Names(), workload.Processes.Names(), plots.Charts.Names(), plots.SweepCharts.Names(), embeddedNames(),
		database.Faults.Names(), model.Faults.Names(),
	} {
		all = append(all, names...)
	}
	lines := strings.Split(m.out.String(), "\n")
	for _, name := range all {
		if !slices.ContainsFunc(lines, func(l string) bool { return l == name || strings.HasPrefix(l, name+" ") }) {
			t.Errorf("list does not have %s", name)
		}
	}
}

// TestMetricsAreThoseOfResults compares the list of metrics with a real result that has all kinds of rows.
func TestMetricsAreThoseOfResults(t *testing.T) {
	sc, err := loadScenario(newMachine(t).system, "faults.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := experiment.Run(t.Context(), sc, experiment.Options{})
	if err != nil {
		t.Fatal(err)
	}
	type row struct{ metric, stat, of string }
	found := map[row]bool{}
	for _, m := range r.Metrics {
		of := ofDatabase
		switch {
		case m.Holder != "":
			continue // the same rows as those of the pool
		case m.Pool != "":
			of = ofPool
		case m.Class != "":
			of = ofClass
		}
		found[row{m.Metric, m.Stat, of}] = true
	}
	for i := range metrics {
		for _, n := range metrics[i].names() {
			for stat := range strings.FieldsSeq(n.stats) {
				of := metrics[i].of
				if of == ofHolder {
					of = ofPool
				}
				k := row{n.name, stat, of}
				if !found[k] {
					t.Errorf("%v is listed, but not in the result", k)
				}
				delete(found, k)
			}
		}
	}
	for k := range found {
		t.Errorf("%v is in the result, but not listed", k)
	}
}

func TestSloNamesAreListed(t *testing.T) {
	listed := map[string]bool{}
	for i := range metrics {
		for _, n := range metrics[i].names() {
			listed[n.name] = true
		}
	}
	for _, q := range scenario.Quantities() {
		if !listed[q.Metric] {
			t.Errorf("[slo] can bound %s, which is not listed", q.Metric)
		}
	}
}

func TestParameterWords(t *testing.T) {
	for _, c := range []struct {
		p              param.Param
		value, initial string
	}{
		{param.Param{Kind: param.Count, Min: 1, Max: 1e6, Default: int64(5)}, "whole number 1 to 1 000 000", "5"},
		{param.Param{Kind: param.Count}, "whole number >= 0", ""},
		{param.Param{Kind: param.Number, MinOpen: true, Max: 0.5, Default: 0.25}, "number > 0, <= 0.5", "0.25"},
		{param.Param{Kind: param.Duration, Max: 1e9, Default: 30 * time.Second}, "duration", `"30s"`},
		{param.Param{Kind: param.Duration, Max: 1e9, Default: 30 * time.Minute}, "duration", `"30m"`},
		{param.Param{Kind: param.Duration, MinOpen: true}, "duration > 0 s", ""},
		{
			param.Param{Kind: param.Duration, Default: time.Duration(-1), Words: map[string]time.Duration{"none": -1}},
			`duration or "none"`, `"none"`,
		},
		{param.Param{Kind: param.Rate, Max: 1e9, Default: 2.5}, "rate", `"2.5/s"`},
		{param.Param{Kind: param.Choice, Choices: []string{"a", "b"}, Default: "a"}, `"a" or "b"`, `"a"`},
		{param.Param{Kind: param.Flag, Default: true}, "true or false", "true"},
		{param.Param{Kind: param.Sampler}, "duration or distribution", ""},
	} {
		if got := valueWords(&c.p); got != c.value {
			t.Errorf("valueWords(%+v) = %q, want %q", c.p, got, c.value)
		}
		if got := defaultWords(&c.p); got != c.initial {
			t.Errorf("defaultWords(%+v) = %q, want %q", c.p, got, c.initial)
		}
	}
}
