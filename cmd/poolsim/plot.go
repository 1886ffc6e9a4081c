package main

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/plots"
)

func init() { command(newPlot) }

// plotFlags are the flags of plot.
type plotFlags struct {
	chartsFlag
	sliceFlag
	file string
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
			poolsim plot grid.json --chart heat-map,saturation --charts charts
			poolsim plot grid.json --chart waits --chart-size slide -o waits.pdf`),
		RunE: func(_ *cobra.Command, args []string) error { return failed(f.run(sys, args)) },
	}
	f.registerFolder(c, "draw into `folder`, as SVG, PDF and PNG")
	f.sliceFlag.register(c, "of a sweep with")
	f.chartChoice.register(c, "draw this `chart` of poolsim list charts, or all (repeatable)", everyChart())
	c.Flags().StringVarP(&f.file, "output", "o", "", "write one picture to `file`: "+strings.Join(pictureExtensions(), ", "))
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
	if len(f.at) > 0 && saved.Sweep == nil && saved.Search == nil {
		return usagef("--at goes with a sweep or a search, and %s is none", args[0])
	}
	sets, err := chartSets(saved, f.at)
	if err != nil {
		return usagef("%s %w", args[0], err)
	}
	drawings, err := f.draw(sets)
	if err != nil {
		return err
	}
	tellSlices(sys, sets)
	if f.file != "" {
		return f.writeOne(sys, format, drawings)
	}
	return f.writeAll(sys, drawings)
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
	case f.file == "" && f.dir == "":
		return "", usagef("where to? -o FILE writes one picture, --charts FOLDER all of them")
	case f.file != "" && f.dir != "":
		return "", usagef("-o writes one picture, --charts a folder: give one of them")
	case f.file != "" && !known:
		return "", usagef("-o %s: a picture ends in one of %s", f.file, strings.Join(pictureExtensions(), ", "))
	}
	size := chartsFlag{dir: ".", size: f.size} // which goes with -o as well
	return format, size.checkSize()
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
	all[0].Size = f.size
	return sys.disk.write(f.file, func(w io.Writer) error { return all[0].Write(w, format) })
}
