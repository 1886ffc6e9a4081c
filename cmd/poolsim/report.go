package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/configs"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
	"poolsim/sim/study"
)

func init() { command(newReport) }

// reportFlags are the flags of report.
type reportFlags struct {
	scenarioFlags
	choice chartChoice
	forceFlag
	file     string
	format   string
	question string
	workers  int
	quiet    bool
}

func newReport(sys *system) *cobra.Command {
	f := &reportFlags{}
	c := &cobra.Command{
		Use:   "report [flags] [scenario.toml | result.json ...]",
		Short: "write a report: verdict, figures, charts, how to reproduce it",
		Long: `Runs each scenario and writes a report for readers who were not there: the verdict on [slo], settings, key figures
with intervals, charts, warnings, theory, the scenario and the command that reproduces it. Several scenarios are
compared too, on common random numbers. What run, sweep, compare, size or capacity wrote as JSON is reported
without simulating. --chart shows others than the charts that suit the result. An .html file has everything in it,
and needs no network; an .md file has its pictures in a folder beside it. The exit code is 3 when a target of [slo]
is not met. Ctrl-C: what is finished is reported.`,
		Example: indent(`
			poolsim report lcfs.toml
			poolsim report lcfs.toml --set class.api.rate=1130/s --question 'Does the pool carry four times the load?' -o busy.html
			poolsim report lcfs-history-20-30.toml lcfs-history-30-50.toml lcfs.toml -o history.md
			poolsim report result.json grid.json --chart utilisation,heat-map -o both.html`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.run(sys, c, args)) },
	}
	f.scenarioFlags.register(c)
	f.choice.register(c, "show this `chart` of poolsim list charts, or all (repeatable; default: those that suit)", everyChart())
	f.forceFlag.register(c)
	flags := c.Flags()
	flags.StringVarP(&f.file, "output", "o", "report.html", "write to `file`.html or file.md; - is stdout")
	flags.StringVar(&f.format, "format", "", "write as `format`: html, markdown (default: by the extension of -o)")
	flags.StringVar(&f.question, "question", "", "the `question` that the report answers; its title (default: that of the scenario)")
	flags.IntVar(&f.workers, "workers", 0, "run `N` replications at once; 0 is one for each CPU")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on the terminal")
	complete(c, "format", reportFormats)
	complete(c, "question", nil)
	return c
}

// reportFormats are the formats of a report.
var reportFormats = []string{"html", "markdown"}

// run does what the command says.
func (f *reportFlags) run(sys *system, c *cobra.Command, args []string) error {
	if err := f.choose(); err != nil {
		return err
	}
	if f.workers < 0 {
		return usagef("--workers %d: must not be negative", f.workers)
	}
	if err := f.choice.check("anything", everyChart()); err != nil {
		return err
	}
	inputs, err := f.read(sys, c, args)
	if err != nil {
		return err
	}
	for _, in := range inputs {
		if in.scenario == nil {
			continue
		}
		if err := f.allow(sys, f.workers, in.scenario); err != nil {
			return err
		}
	}
	out := reportFile{sys: sys, name: f.file, format: f.format}
	if err := out.prepare(); err != nil {
		return err
	}
	ctx, stop := sys.interrupts()
	defer stop()
	stopped := f.simulate(ctx, sys, inputs)
	if !slices.ContainsFunc(inputs, (*reportInput).done) {
		return stopped
	}
	var compared *study.CompareResult
	if stopped == nil {
		compared, stopped = f.compare(ctx, sys, inputs)
	}
	p := &reportPage{flags: f, inputs: inputs, compared: compared, out: &out, sys: sys, drawn: map[string]error{}}
	page, err := p.page()
	if err != nil {
		return err
	}
	if err := out.write(page); err != nil {
		return err
	}
	if err := p.missing(); err != nil {
		return err
	}
	if stopped != nil {
		return stopped
	}
	return reportVerdict(inputs)
}

// choose finds the format.
func (f *reportFlags) choose() error {
	if f.format == "" {
		switch ext := filepath.Ext(f.file); ext {
		case ".html", ".htm":
			f.format = "html"
		case ".md":
			f.format = "markdown"
		default:
			return usagef("-o %s: a report is an .html or an .md file; --format says which it is otherwise", f.file)
		}
	}
	switch {
	case !slices.Contains(reportFormats, f.format):
		return usagef("--format %s: choose one of %s%s", f.format, strings.Join(reportFormats, ", "), didYouMean(f.format, reportFormats))
	case f.format == "markdown" && (f.file == "-" || f.file == ""):
		return usagef("-o -: the pictures of a Markdown report need a folder beside it: give it a file, or take --format html")
	}
	return nil
}

// reportInput is one of the things that a report is about: a scenario with what it found, or a saved result.
type reportInput struct {
	arg      string // as on the command line
	scenario *scenario.Scenario
	run      *experiment.Result // of scenario
	saved    *study.Saved
}

// done reports whether there is something to tell.
func (i *reportInput) done() bool { return i.run != nil || i.saved != nil }

// runs returns the results of run of which the input has any.
func (i *reportInput) runs() []*experiment.Result {
	switch {
	case i.run != nil:
		return []*experiment.Result{i.run}
	case i.saved != nil:
		return i.saved.Runs
	}
	return nil
}

// read reads the scenarios and results that the arguments name, or the embedded default. It returns what is wrong with all of
// them at once.
func (f *reportFlags) read(sys *system, c *cobra.Command, args []string) ([]*reportInput, error) {
	if len(args) == 0 {
		args = []string{configs.Default}
	}
	if slices.Index(args, "-") != lastIndex(args, "-") {
		return nil, usagef("- can be given once: there is one stdin")
	}
	var out []*reportInput
	var faults []error
	scenarios := 0
	for _, name := range args {
		in, err := readReportInput(sys, name, f.overrides(c))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if in.scenario != nil {
			scenarios++
		}
		out = append(out, in)
	}
	if len(faults) > 0 {
		return nil, &failure{exitUsage, errors.Join(faults...)}
	}
	if len(f.overrides(c)) > 0 && scenarios == 0 {
		return nil, usagef("--set and the like go with scenarios: a result is what it is")
	}
	return out, nil
}

// readReportInput reads a scenario or a saved result. A file that is JSON as a whole is a result, for no scenario is.
func readReportInput(sys *system, name string, set []string) (*reportInput, error) {
	if filepath.Ext(name) == ".json" {
		s, err := readSaved(sys, name)
		return &reportInput{arg: name, saved: s}, err
	}
	if name == "-" {
		text, err := io.ReadAll(sys.stdin)
		if err != nil {
			return nil, named("reading", stdinName, err)
		}
		again := *sys
		again.stdin = bytes.NewReader(text)
		if sys = &again; json.Valid(text) {
			s, err := readSaved(sys, name)
			return &reportInput{arg: name, saved: s}, err
		}
	}
	sc, err := loadScenario(sys, name, set)
	return &reportInput{arg: name, scenario: sc}, err
}

// lastIndex is slices.Index from the end.
func lastIndex(list []string, word string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == word {
			return i
		}
	}
	return -1
}

// simulate runs the scenarios, and returns why it stopped before the end.
func (f *reportFlags) simulate(ctx context.Context, sys *system, inputs []*reportInput) error {
	var todo []*scenario.Scenario
	for _, in := range inputs {
		if in.scenario != nil {
			todo = append(todo, in.scenario)
		}
	}
	runs := runFlags{workers: f.workers, quiet: f.quiet}
	results, stopped := runs.runAll(ctx, sys, todo, nil)
	for _, in := range inputs {
		if in.scenario != nil && len(results) > 0 {
			in.run, results = results[0], results[1:]
		}
	}
	return stopped
}

// compare compares the scenarios with the first of them, replication by replication, where there are several.
func (f *reportFlags) compare(ctx context.Context, sys *system, inputs []*reportInput) (*study.CompareResult, error) {
	var variants []study.Variant
	var args []string
	n := 2 // pairs say something of their spread
	for _, in := range inputs {
		if in.scenario != nil {
			variants = append(variants, study.Variant{Name: in.scenario.Name, Scenario: in.scenario})
			args = append(args, in.arg)
			n = max(n, in.run.Replications)
		}
	}
	if len(variants) < 2 {
		return nil, nil
	}
	nameApart(variants, args)
	s := &study.Compare{
		Variants: variants, Options: study.Options{Workers: f.workers, Version: sys.version, Effort: &experiment.Effort{First: n, Most: n}},
	}
	p := newProgress(sys, f.quiet, "comparison")
	defer p.end()
	s.Progress = p.update
	r, err := s.Run(ctx)
	if errors.Is(err, experiment.ErrInterrupted) {
		return r, &failure{exitInterrupted, errors.New("interrupted while comparing")}
	}
	return r, err
}

// reportVerdict turns a target that is not met, or a search that found nothing, into an exit code.
func reportVerdict(inputs []*reportInput) error {
	for _, in := range inputs {
		if err := verdict(in.runs()); err != nil {
			return err
		}
		if s := in.saved; s != nil && s.Search != nil && !s.Search.Found {
			return &failure{code: exitNotMet}
		}
	}
	return nil
}

// reportFile is where a report goes: one file, and for Markdown a folder with its pictures beside it.
type reportFile struct {
	sys      *system
	name     string
	format   string
	pictures []reportPicture
}

// reportPicture is a file in the folder.
type reportPicture struct {
	name string
	svg  []byte
}

// folder is the folder of the pictures: report_files beside report.md.
func (f *reportFile) folder() string {
	return strings.TrimSuffix(f.name, filepath.Ext(f.name)) + "_files"
}

// link is the path of a picture as the page has it.
func (f *reportFile) link(picture string) string {
	return urlPath(filepath.Base(f.folder()) + "/" + picture)
}

// urlPath writes a path as a link has it: nothing in it ends the link or is read as something else.
func urlPath(path string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(path) {
		switch c := path[i]; {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-_./~", c) >= 0:
			b.WriteByte(c)
		default:
			b.WriteString(string([]byte{'%', hex[c>>4], hex[c&15]}))
		}
	}
	return b.String()
}

// prepare finds out before a long run what could not be written after it.
func (f *reportFile) prepare() error {
	if f.name == "-" || f.name == "" {
		return nil
	}
	return f.sys.disk.probe(f.name)
}

// write writes the pictures, and then the page: whole, or not at all.
func (f *reportFile) write(p *report.Page) error {
	o := outputFlags{file: f.name}
	if f.format == "html" {
		return o.write(f.sys, func(w io.Writer, _ report.Style) error { return report.PageHTML(w, p) })
	}
	if len(f.pictures) > 0 {
		if err := f.sys.disk.makeDir(f.folder()); err != nil {
			return err
		}
	}
	for _, pic := range f.pictures {
		if err := f.sys.disk.write(filepath.Join(f.folder(), pic.name), func(w io.Writer) error {
			_, err := w.Write(pic.svg)
			return err
		}); err != nil {
			return err
		}
	}
	return o.write(f.sys, func(w io.Writer, _ report.Style) error { return report.PageMarkdown(w, p) })
}
