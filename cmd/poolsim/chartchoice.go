package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
)

// allCharts is the word that chooses every chart.
const allCharts = "all"

// chartChoice is the flag --chart: which charts are drawn. The zero chartChoice takes those that suit what they are drawn of.
type chartChoice struct{ charts []string }

// register adds the flag to a command that draws these charts.
func (f *chartChoice) register(c *cobra.Command, help string, names []string) {
	c.Flags().StringSliceVar(&f.charts, "chart", nil, help)
	complete(c, "chart", append(slices.Clone(names), allCharts))
}

// named reports whether charts were asked for by their names.
func (f *chartChoice) named() bool { return len(f.charts) > 0 && !slices.Contains(f.charts, allCharts) }

// check refuses charts that there are not among those of something, which `of` says: "a sweep".
func (f *chartChoice) check(of string, names []string) error {
	if !f.named() {
		return nil
	}
	for _, word := range f.charts {
		if _, ok := findChart(names, word); !ok {
			return usagef("--chart %s: is no chart of %s%s\nthere are: %s, and %s", word, of, didYouMean(word, names), strings.Join(names, ", "), allCharts)
		}
	}
	return nil
}

// findChart returns the chart that a word means: its name, with or without the dashes.
func findChart(names []string, word string) (string, bool) {
	plain := func(name string) string { return strings.ReplaceAll(strings.ToLower(name), "-", "") }
	for _, name := range names {
		if plain(name) == plain(word) {
			return name, true
		}
	}
	return "", false
}

// in returns the charts of a set that are to be drawn.
func (f *chartChoice) in(s *chartSet) []string {
	switch {
	case len(f.charts) == 0:
		return s.usual
	case !f.named():
		return inOrder(s.names)
	}
	var out []string
	for _, word := range f.charts {
		if name, ok := findChart(s.names, word); ok && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// checkSets refuses charts that no set has.
func (f *chartChoice) checkSets(sets []chartSet) error {
	var names []string
	for i := range sets {
		for _, name := range sets[i].names {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return f.check(sets[0].of, names)
}

// drawing are the figures of one set of charts.
type drawing struct {
	folder  string
	figures []plots.Figure
}

// errNoCharts is wrapped by the reason why nothing at all is drawn.
var errNoCharts = errors.New("no charts")

// draw draws what was asked for, or what is usual, of every set. A chart that was asked for by name must be drawn of one set at
// least; others that find nothing are left out. The error wraps errNoCharts where that is all of them.
func (f *chartChoice) draw(sets []chartSet) ([]drawing, error) {
	if err := f.checkSets(sets); err != nil {
		return nil, err
	}
	var out []drawing
	drawn := map[string]bool{}
	reasons := map[string]error{} // why charts were left out
	var first error               // of them
	for i := range sets {
		s := &sets[i]
		d := drawing{folder: s.folder}
		for _, name := range f.in(s) {
			figures, err := s.draw(name)
			switch {
			case err == nil:
				drawn[name] = true
			case !errors.Is(err, plots.ErrNoData):
				return nil, plain(err)
			case reasons[name] == nil:
				reasons[name] = plain(err)
			}
			if first == nil {
				first = reasons[name]
			}
			d.figures = append(d.figures, figures...)
		}
		out = append(out, d)
	}
	for i := range sets {
		for _, name := range f.in(&sets[i]) {
			if f.named() && !drawn[name] {
				return nil, reasons[name]
			}
		}
	}
	if len(drawn) == 0 && first != nil {
		return out, fmt.Errorf("%w: %w", errNoCharts, first)
	}
	return out, nil
}

// plain leaves out the name of the package, which says nothing to the user of a command.
func plain(err error) error {
	return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "plots: "))
}
