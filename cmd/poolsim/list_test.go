package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/configs"
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
		pool.Dialects.Names(), workload.Distributions.Names(), workload.Processes.Names(), plots.Charts.Names(), plots.SweepCharts.Names(), configs.Names(),
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

// TestMetricsAreThoseOfResults compares the table of metrics with a real result that has all kinds of rows: what a result has,
// [slo] can name, and the other way round.
func TestMetricsAreThoseOfResults(t *testing.T) {
	sc, err := loadScenario(newMachine(t).system, "faults.toml", nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := experiment.Run(t.Context(), sc, experiment.Options{})
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		metric, stat string
		of           scenario.Owner
	}
	found := map[row]bool{}
	for _, m := range r.Metrics {
		of := scenario.OfDatabase
		switch {
		case m.Holder != "":
			of = scenario.OfHolder
		case m.Pool != "":
			of = scenario.OfPool
		case m.Class != "":
			of = scenario.OfClass
		}
		found[row{m.Metric, m.Stat, of}] = true
	}
	for _, q := range scenario.Quantities() {
		for _, k := range q.Keys() {
			if metric, stat, _ := scenario.LookupTarget(k.Key); metric != q.Metric || stat != k.Stat {
				t.Errorf("%s is %s %s, want %s %s", k.Key, metric, stat, q.Metric, k.Stat)
			}
		}
		for _, stat := range q.Stats {
			rows := []row{{q.Metric, stat, q.Of}}
			if q.Of == scenario.OfHolder {
				rows = append(rows, row{q.Metric, stat, scenario.OfPool})
			}
			for _, k := range rows {
				if !found[k] {
					t.Errorf("%v is in the table, but not in the result", k)
				}
				delete(found, k)
			}
			if !slices.ContainsFunc(q.Keys(), func(k scenario.TargetKey) bool { return k.Stat == stat }) {
				t.Errorf("[slo] has no name for %s of %s", stat, q.Metric)
			}
		}
	}
	for k := range found {
		t.Errorf("%v is in the result, but not in the table", k)
	}
}

// TestEveryMetricIsListed: also those whose owner the page may not know yet.
func TestEveryMetricIsListed(t *testing.T) {
	for _, q := range scenario.Quantities() {
		if !slices.Contains(owners, q.Of) {
			t.Errorf("%s is of %q, which the page does not know", q.Metric, q.Of)
		}
	}
	m := newMachine(t)
	if code := m.run("list", "metrics"); code != 0 {
		t.Fatal(m.err.String())
	}
	lines := strings.Split(m.out.String(), "\n")
	for _, q := range scenario.Quantities() {
		if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, q.Metric+" ") && strings.Contains(l, q.Help) }) {
			t.Errorf("list metrics does not have %s", q.Metric)
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
		{param.Param{Kind: param.Choice, Choices: scenario.TargetKeys()}, fmt.Sprintf("one of %d names", len(scenario.TargetKeys())), ""},
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
