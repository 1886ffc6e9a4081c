package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
)

func init() { command(newPlot) }

// plotFlags are the flags of plot.
type plotFlags struct {
	charts chartsFlag
	names  []string
	file   string
}

func newPlot(sys *system) *cobra.Command {
	f := &plotFlags{}
	c := &cobra.Command{
		Use:   "plot [flags] result.json",
		Short: "draw the charts of a saved result",
		Long: `Draws charts of what run, sweep, merge, compare, size or capacity wrote as JSON, without simulating anything: the
same, to the byte, as --charts of those commands. --charts draws into a folder, as SVG, PDF and PNG; -o writes one
picture, in the format of its extension. Without --chart it draws those that suit the result; --chart all draws
all. Several runs are drawn over each other too, a search over the values that it tried. - reads the result from
stdin.`,
		Example: indent(`
			poolsim plot result.json --chart wait-ccdf -o wait.svg
			poolsim plot result.json --charts charts
			poolsim plot grid.json --chart heat-map --chart saturation --charts charts
			poolsim plot grid.json --chart waits --chart-size slide -o waits.pdf`),
		RunE: func(_ *cobra.Command, args []string) error { return failed(f.run(sys, args)) },
	}
	f.charts.register(c, "draw into `folder`, as SVG, PDF and PNG")
	flags := c.Flags()
	flags.StringSliceVar(&f.names, "chart", nil, "draw this `chart` of poolsim list charts, or all (repeatable)")
	flags.StringVarP(&f.file, "output", "o", "", "write one picture to `file`: "+strings.Join(pictureExtensions(), ", "))
	complete(c, "chart", slices.Concat(plots.Charts.Names(), plots.SweepCharts.Names(), plots.ComparisonCharts.Names(), []string{"all"}))
	return c
}

// pictureExtensions are the extensions of pictures.
func pictureExtensions() []string {
	var out []string
	for _, name := range plots.Formats.Names() {
		out = append(out, "."+name)
	}
	return out
}

// run does what the command says.
func (f *plotFlags) run(sys *system, args []string) error {
	format, err := f.check(args)
	if err != nil {
		return err
	}
	saved, err := readSaved(sys, args[0])
	if err != nil {
		return err
	}
	sets, err := chartSets(saved)
	if err != nil {
		return usagef("%s %w", args[0], err)
	}
	drawings, err := f.drawAll(sets)
	if err != nil {
		return err
	}
	if f.file != "" {
		return f.writeOne(sys, format, drawings)
	}
	for i := range drawings {
		if err := drawings[i].write(sys, f.charts.dir); err != nil {
			return err
		}
	}
	return nil
}

// check says what is wrong with the command line, and returns the format of -o.
func (f *plotFlags) check(args []string) (string, error) {
	format := strings.TrimPrefix(filepath.Ext(f.file), ".")
	_, known := plots.Formats.Lookup(format)
	switch {
	case len(args) == 0:
		return "", usagef("nothing to draw: name a file that run, sweep, compare or size wrote with --format json")
	case len(args) > 1:
		return "", usagef("plot draws one result, not %d", len(args))
	case f.file == "" && f.charts.dir == "":
		return "", usagef("where to? -o FILE writes one picture, --charts FOLDER all of them")
	case f.file != "" && f.charts.dir != "":
		return "", usagef("-o writes one picture, --charts a folder: give one of them")
	case f.file != "" && !known:
		return "", usagef("-o %s: a picture ends in one of %s", f.file, strings.Join(pictureExtensions(), ", "))
	}
	size := chartsFlag{dir: ".", size: f.charts.size} // which goes with -o as well
	return format, size.check()
}

// drawing are the figures of one set of charts.
type drawing struct {
	folder  string
	figures []plots.Figure
}

// drawAll draws what was asked for, or what is usual, of every set. A chart that was asked for must be one of some set, and must be
// drawn of one at least; others that find nothing are left out, unless that is all of them.
func (f *plotFlags) drawAll(sets []chartSet) ([]drawing, error) {
	if err := f.checkNames(sets); err != nil {
		return nil, err
	}
	var out []drawing
	var reason error // of the first that was left out
	drawn := map[string]bool{}
	for i := range sets {
		s := &sets[i]
		d := drawing{folder: s.folder}
		for _, name := range f.namesIn(s) {
			figures, err := s.draw(name)
			switch {
			case err == nil:
				drawn[name] = true
			case !errors.Is(err, plots.ErrNoData):
				return nil, plain(err)
			case reason == nil:
				reason = err
			}
			for k := range figures {
				figures[k].Size = f.charts.size
			}
			d.figures = append(d.figures, figures...)
		}
		out = append(out, d)
	}
	for i := range sets {
		for _, name := range f.namesIn(&sets[i]) {
			if (f.asked() || len(drawn) == 0) && !drawn[name] {
				return nil, plain(reason)
			}
		}
	}
	return out, nil
}

// asked reports whether charts were asked for by their names.
func (f *plotFlags) asked() bool { return len(f.names) > 0 && !slices.Contains(f.names, "all") }

// namesIn returns the charts of a set that are to be drawn.
func (f *plotFlags) namesIn(s *chartSet) []string {
	switch {
	case len(f.names) == 0:
		return s.usual
	case !f.asked():
		return s.names
	}
	var out []string
	for _, word := range f.names {
		if name, ok := s.find(word); ok {
			out = append(out, name)
		}
	}
	return out
}

// checkNames refuses charts that no set has.
func (f *plotFlags) checkNames(sets []chartSet) error {
	if !f.asked() {
		return nil
	}
	for _, word := range f.names {
		s := &sets[0]
		if slices.ContainsFunc(sets, func(s chartSet) bool { _, ok := s.find(word); return ok }) {
			continue
		}
		return usagef("--chart %s: is no chart of %s%s\nthere are: %s, and all", word, s.of, didYouMean(word, s.names), strings.Join(s.names, ", "))
	}
	return nil
}

// plain leaves out the name of the package, which says nothing to the user of a command.
func plain(err error) error {
	return fmt.Errorf("%s", strings.TrimPrefix(err.Error(), "plots: "))
}

// writeOne writes the only figure to the file of -o.
func (f *plotFlags) writeOne(sys *system, format string, drawings []drawing) error {
	var all []*plots.Figure
	var names []string
	for i := range drawings {
		for k := range drawings[i].figures {
			g := &drawings[i].figures[k]
			all = append(all, g)
			names = append(names, filepath.Join(drawings[i].folder, g.Name))
		}
	}
	if len(all) != 1 {
		return usagef("-o writes one picture, and these are %d: %s\nchoose with --chart, or write all of them with --charts FOLDER", len(all), strings.Join(names, ", "))
	}
	return sys.disk.write(f.file, func(w io.Writer) error { return all[0].Write(w, format) })
}

// write writes all figures into a folder.
func (d *drawing) write(sys *system, dir string) error {
	dir = filepath.Join(dir, d.folder)
	if err := sys.disk.makeDir(dir); err != nil {
		return err
	}
	for i := range d.figures {
		if err := writeFigure(sys, dir, &d.figures[i]); err != nil {
			return err
		}
	}
	return nil
}
