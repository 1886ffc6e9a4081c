package main

import (
	"errors"
	"fmt"
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
	slice  string   // which part of it is drawn, in words; "" is all
	draw   func(name string) ([]plots.Figure, error)
}

// leaveOut takes charts out of the set.
func (s *chartSet) leaveOut(names []string) {
	out := func(name string) bool { return slices.Contains(names, name) }
	s.names = slices.DeleteFunc(slices.Clone(s.names), out)
	s.usual = slices.DeleteFunc(slices.Clone(s.usual), out)
}

// chartSets returns what can be drawn from a saved file: a set for each run and one that lays several runs over each other, or
// one for a study.
func chartSets(s *study.Saved, at []string) ([]chartSet, error) {
	if len(s.Runs) == 0 {
		set, err := chartsOfStudy(s, at)
		return []chartSet{set}, err
	}
	return setsOfRuns(s.Runs), nil
}

// setsOfRuns returns a set for each run, with a folder of its own if there are several, and then one that lays them over each
// other.
func setsOfRuns(runs []*experiment.Result) []chartSet {
	var out []chartSet
	folders := folderNames(runs)
	for i, r := range runs {
		set := chartsOfRun(r)
		if len(runs) > 1 {
			set.folder = folders[i]
		}
		out = append(out, set)
	}
	if len(runs) > 1 {
		out = append(out, chartsOfRuns(runs))
	}
	return out
}

// everyChart are the names of all charts of anything.
func everyChart() []string {
	var out []string
	for _, name := range slices.Concat(plots.Charts.Names(), plots.SweepCharts.Names(), plots.OverlayCharts.Names(), plots.ComparisonCharts.Names()) {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// chartsOfRun are the charts of a result of run.
func chartsOfRun(r *experiment.Result) chartSet {
	names := plots.Charts.Names()
	return chartSet{of: "a run", names: names, usual: plots.Defaults(r), draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.Charts.Lookup(name)
		return chart.Draw(r)
	}}
}

// firstCharts are those that a reader looks for first.
var firstCharts = []string{"utilisation", "wait-ccdf", "wait-percentiles"}

// inOrder returns all charts in the order in which a report shows them: those first, then the others by their names.
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
	return chartSet{of: "several runs", names: names, usual: plots.OverlayDefaults(), draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.OverlayCharts.Lookup(name)
		return chart.Draw(results)
	}}
}

// chartsOfComparison are the charts of a comparison.
func chartsOfComparison(r *study.CompareResult) chartSet {
	names := plots.ComparisonCharts.Names()
	return chartSet{of: "a comparison", names: names, usual: plots.ComparisonDefaults(), draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.ComparisonCharts.Lookup(name)
		return chart.Draw(r)
	}}
}

// chartsOfStudy are the charts of a comparison, of a sweep, or of a search, which is seen as a sweep over the values that it
// tried.
func chartsOfStudy(s *study.Saved, at []string) (chartSet, error) {
	if s.Compare != nil {
		return chartsOfComparison(s.Compare), nil
	}
	r, of := s.Sweep, "a sweep"
	if s.Search != nil {
		var err error
		of = "a search"
		if r, err = s.Search.AsSweep(); err != nil {
			return chartSet{}, err
		}
	}
	if r.Shard != nil {
		return chartSet{}, errors.New("is shard " + r.Shard.String() + " of a sweep, which has a part of the cells: poolsim merge joins the shards")
	}
	if err := plots.CheckAt(r.Axes, at); err != nil {
		return chartSet{}, fmt.Errorf("has no point for --at %w", err)
	}
	return chartsOfSweep(r, of, at), nil
}

// chartsOfSweep are the charts of a slice of a sweep, or of what is seen as one.
func chartsOfSweep(r *study.SweepResult, of string, at []string) chartSet {
	o := plots.Options{At: at}
	usual := plots.SweepDefaults(r, o)
	if len(usual) == 0 {
		usual = []string{"waits"} // which says why there is none
	}
	return chartSet{of: of, names: plots.SweepCharts.Names(), usual: usual, slice: plots.SliceWords(r, o), draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.SweepCharts.Lookup(name)
		return chart.Draw(r, o)
	}}
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
