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

// chartSets returns what can be drawn from a saved file: a set for each run, and one for a study.
func chartSets(s *study.Saved) ([]chartSet, error) {
	var out []chartSet
	for _, r := range s.Runs {
		out = append(out, chartsOfRun(r))
	}
	folders := folderNames(s.Runs)
	for i := range out {
		out[i].folder = folders[i]
	}
	if len(out) > 0 {
		return out, nil
	}
	set, err := chartsOfStudy(s)
	return []chartSet{set}, err
}

// chartsOfRun are the charts of a result of run.
func chartsOfRun(r *experiment.Result) chartSet {
	names := plots.Charts.Names()
	return chartSet{of: "a run", names: names, usual: names, draw: func(name string) ([]plots.Figure, error) {
		chart, _ := plots.Charts.Lookup(name)
		return chart.Draw(r)
	}}
}

// chartsOfStudy are the charts of a sweep, or of another study seen as one: a comparison over its variants, a search over the
// values that it tried.
func chartsOfStudy(s *study.Saved) (chartSet, error) {
	set := chartSet{names: plots.SweepCharts.Names()}
	r, err := s.Sweep, error(nil)
	switch {
	case r != nil:
		set.of = "a sweep"
		if r.Shard != nil {
			return set, errors.New("is shard " + r.Shard.String() + " of a sweep, which has a part of the cells: poolsim merge joins the shards")
		}
	case s.Compare != nil:
		set.of = "a comparison"
		r, err = s.Compare.AsSweep()
	default:
		set.of = "a search"
		r, err = s.Search.AsSweep()
	}
	if err != nil {
		return set, err
	}
	set.usual = plots.SweepDefaults(r)
	if len(set.usual) == 0 { // the reason is that of any chart
		set.usual = []string{"wait-percentiles"}
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
