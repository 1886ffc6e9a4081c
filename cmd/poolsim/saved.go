package main

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// readSaved reads a file that poolsim wrote as JSON, or stdin. What is wrong with it is a mistake in the command line.
func readSaved(sys *system, name string) (*study.Saved, error) {
	text, err := readInput(sys, name)
	if err != nil {
		return nil, err
	}
	s, err := study.Read(text)
	if err != nil {
		if name == "-" {
			name = stdinName
		}
		return nil, usagef("%s %w", name, err)
	}
	return s, nil
}

// chartSet are the charts that can be drawn from one thing that was found.
type chartSet struct {
	folder string   // for its pictures, where there are several things
	of     string   // what it is, in a sentence: "a run"
	names  []string // of all charts
	usual  []string // of those that are drawn unless others are asked for
	draw   func(name string) ([]plots.Figure, error)
}

// chartSets returns what can be drawn from a saved file: a set for each run and one that lays several runs over each other, or
// one for a study.
func chartSets(s *study.Saved) ([]chartSet, error) {
	if len(s.Runs) == 0 {
		set, err := chartsOfStudy(s)
		return []chartSet{set}, err
	}
	var out []chartSet
	folders := folderNames(s.Runs)
	for i, r := range s.Runs {
		set := chartsOfRun(r)
		if len(s.Runs) > 1 {
			set.folder = folders[i]
		}
		out = append(out, set)
	}
	if len(s.Runs) > 1 {
		out = append(out, chartsOfRuns(s.Runs))
	}
	return out, nil
}

// chartsOfRun are the charts of a result of run.
func chartsOfRun(r *experiment.Result) chartSet {
	names := plots.Charts.Names()
	return chartSet{of: "a run", names: names, usual: inOrder(names), draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.Charts.Lookup(name)
		return chart.Draw(r)
	}}
}

// firstCharts are those that a reader looks for first.
var firstCharts = []string{"utilisation", "wait-ccdf", "wait-percentiles"}

// inOrder returns charts in the order in which a report shows them: those first, then the others by their names.
func inOrder(names []string) []string {
	var out []string
	for _, name := range firstCharts {
		if slices.Contains(names, name) {
			out = append(out, name)
		}
	}
	for _, name := range names {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// chartsOfRuns are the charts that lay several results over each other.
func chartsOfRuns(results []*experiment.Result) chartSet {
	names := plots.OverlayCharts.Names()
	return chartSet{of: "several runs", names: names, usual: names, draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.OverlayCharts.Lookup(name)
		return chart.Draw(results)
	}}
}

// chartsOfComparison are the charts of a comparison.
func chartsOfComparison(r *study.CompareResult) chartSet {
	names := plots.ComparisonCharts.Names()
	return chartSet{of: "a comparison", names: names, usual: names, draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.ComparisonCharts.Lookup(name)
		return chart.Draw(r)
	}}
}

// chartsOfStudy are the charts of a comparison, of a sweep, or of a search, which is seen as a sweep over the values that it
// tried.
func chartsOfStudy(s *study.Saved) (chartSet, error) {
	if s.Compare != nil {
		return chartsOfComparison(s.Compare), nil
	}
	set := chartSet{of: "a sweep", names: plots.SweepCharts.Names()}
	r := s.Sweep
	if s.Search != nil {
		var err error
		set.of = "a search"
		if r, err = s.Search.AsSweep(); err != nil {
			return set, err
		}
	}
	if r.Shard != nil {
		return set, errors.New("is shard " + r.Shard.String() + " of a sweep, which has a part of the cells: poolsim merge joins the shards")
	}
	if set.usual = plots.SweepDefaults(r); len(set.usual) == 0 {
		set.usual = []string{"waits"} // which says why there is none
	}
	set.draw = func(name string) ([]plots.Figure, error) {
		chart, _ := plots.SweepCharts.Lookup(name)
		return chart.Draw(r, plots.Options{})
	}
	return set, nil
}

// find returns the chart that a word means: its name, with or without the dashes.
func (s *chartSet) find(word string) (string, bool) {
	plain := func(name string) string { return strings.ReplaceAll(strings.ToLower(name), "-", "") }
	for _, name := range s.names {
		if plain(name) == plain(word) {
			return name, true
		}
	}
	return "", false
}

// folderNames returns a name of a folder for each of several results: that of the scenario, and a number where two are the same.
func folderNames(results []*experiment.Result) []string {
	var out []string
	for _, r := range results {
		base := folderName(r.Name)
		name := base
		for n := 2; slices.Contains(out, name); n++ {
			name = base + "-" + strconv.Itoa(n)
		}
		out = append(out, name)
	}
	return out
}

// folderName makes the name of a folder from that of a scenario, which may come from anywhere.
func folderName(scenario string) string {
	name := scenario[strings.LastIndexAny(scenario, `/\`)+1:]
	name = strings.TrimSuffix(name, ".toml")
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`<>:"|?*`, r) {
			return '-'
		}
		return r
	}, name)
	if name = strings.TrimLeft(name, "."); name == "" {
		return "scenario"
	}
	return name
}
