package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
	"poolsim/sim/study"
)

func init() { command(newSweep) }

// studyFlags are the flags of every command that runs many cells.
type studyFlags struct {
	scenarioFlags
	outputFlags
	forceFlag
	resume  string
	workers int
	quiet   bool
}

// register adds the flags to a command.
func (f *studyFlags) register(c *cobra.Command) {
	f.scenarioFlags.register(c)
	f.outputFlags.register(c, report.Formats.Names())
	f.forceFlag.register(c)
	flags := c.Flags()
	flags.StringVar(&f.resume, "resume", "", "keep what is finished in `file`, and go on with what it has")
	flags.IntVar(&f.workers, "workers", 0, "run `N` replications at once; 0 is one for each CPU")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on the terminal")
}

// check refuses values that no flag library refuses.
func (f *studyFlags) check() error {
	if f.workers < 0 {
		return usagef("--workers %d: must not be negative", f.workers)
	}
	return nil
}

// source reads the scenario that is studied, once, and returns it with a source of its cells.
func (f *studyFlags) source(sys *system, c *cobra.Command, args []string) (*scenario.Scenario, study.Source, error) {
	if len(args) > 1 {
		return nil, nil, usagef("%s takes one scenario, not %d", c.Name(), len(args))
	}
	file, err := readScenario(sys, args)
	if err != nil {
		return nil, nil, err
	}
	set := f.overrides(c)
	source := func(more []string) (*scenario.Scenario, error) {
		return file.parse(append(set[:len(set):len(set)], more...))
	}
	base, err := source(nil)
	if err != nil {
		return nil, nil, &failure{exitUsage, err}
	}
	return base, source, nil
}

// sweepFlags are the flags of sweep.
type sweepFlags struct {
	studyFlags
	axisFlags
	charts  sweepChartsFlags
	shard   string
	metrics []string
	most    int
}

func newSweep(sys *system) *cobra.Command {
	f := &sweepFlags{}
	c := &cobra.Command{
		Use:   "sweep [flags] [scenario.toml]",
		Short: "run a scenario at every point of a grid of settings",
		Long: `Runs a scenario at every combination of the points of its axes, all with the same random numbers, and writes
a row for each: poolsim help axes says how axes are written, here or in [sweep] of the scenario. With [slo], cells
whose verdict is open get further replications, and others are done with half. With -o FILE, what is finished is
kept in FILE.journal meanwhile: the same command goes on after an interruption. --shard i/n runs every n-th cell;
poolsim merge joins the shards. However it is split, interrupted or run in parallel, the bytes are the same.`,
		Example: indent(`
			poolsim sweep lcfs.toml --vary pool.main.pool_size=20:120:20 --charts charts
			poolsim sweep lcfs.toml --vary pool.main.pool_size=20,50,30 --with pool.main.max_overflow=30,100,50
			poolsim sweep lcfs.toml --vary class.api.rate=100/s:500/s:50/s --shard 3/7 -o part.json`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.run(sys, c, args)) },
	}
	f.studyFlags.register(c)
	f.axisFlags.register(c)
	f.charts.register(c)
	flags := c.Flags()
	flags.StringVar(&f.shard, "shard", "", "run part `i/n` of the cells; auto, or auto/n, reads i (and n) from an array job's environment")
	flags.StringSliceVar(&f.metrics, "metric", nil, "show these `statistics` in tables, named as in [slo]: wait_p99,response_p95")
	flags.IntVar(&f.most, "max-replications", 0, "with [slo]: at most `N` replications of a cell (default: four times those of the scenario)")
	return c
}

// run does what the command says.
func (f *sweepFlags) run(sys *system, c *cobra.Command, args []string) error {
	sweep, format, err := f.prepare(sys, c, args)
	if err != nil {
		return err
	}
	journal, err := openJournal(sys, f.resume, &f.outputFlags, study.Identity{
		Kind: "sweep", Version: sys.version, Hash: sweep.Hash() + " " + sweep.Shard.String(),
	})
	if err != nil {
		return err
	}
	complete := false
	defer func() { journal.close(complete) }()
	sweep.Journal = journal.journal
	r, stopped, err := f.sweep(sys, sweep)
	if err != nil {
		return err
	}
	if stopped && len(r.Cells) == 0 {
		return &failure{exitInterrupted, fmt.Errorf("%s: interrupted before a cell was finished%s", r.Name, journal.hint())}
	}
	if !stopped || f.toStdout() {
		if err := f.write(sys, func(w io.Writer, style report.Style) error { return writeSweep(w, format, r, f.metrics, style) }); err != nil {
			return err
		}
	}
	if stopped {
		return &failure{exitInterrupted, fmt.Errorf("%s: interrupted: %d of %d cells are finished%s",
			r.Name, len(r.Cells), sweep.Shard.Cells(r.Planned), journal.hint())}
	}
	if err := f.charts.draw(sys, r); err != nil {
		return err
	}
	complete = true
	return nil
}

// prepare reads everything that can be wrong before a cell is run.
func (f *sweepFlags) prepare(sys *system, c *cobra.Command, args []string) (*study.Sweep, report.Format, error) {
	var none report.Format
	if err := f.check(); err != nil {
		return nil, none, err
	}
	shard, err := f.chooseShard(sys)
	if err != nil {
		return nil, none, err
	}
	if shard.Of > 1 && f.format == "" {
		f.format = "json"
	}
	format, err := f.choose(report.Formats.Names())
	if err != nil {
		return nil, none, err
	}
	if shard.Of > 1 && format.Name != "json" {
		return nil, none, usagef("--format %s: a shard is written as json, which poolsim merge reads", format.Name)
	}
	if err := checkTargets(f.metrics); err != nil {
		return nil, none, err
	}
	if err := f.charts.check(shard); err != nil {
		return nil, none, err
	}
	base, source, err := f.source(sys, c, args)
	if err != nil {
		return nil, none, err
	}
	grid, err := f.grid(base)
	if err != nil {
		return nil, none, usagef("%w", err)
	}
	if err := plots.CheckAt(grid, f.charts.at); err != nil {
		return nil, none, usagef("--at %w", err)
	}
	if err := f.allowCells(sys, f.workers, base, shard.Cells(grid.Cells())); err != nil {
		return nil, none, err
	}
	s := &study.Sweep{Source: source, Base: base, Grid: grid, Shard: shard, Options: study.Options{
		Workers: f.workers, Version: sys.version,
	}}
	if s.Effort, err = f.effort(base); err != nil {
		return nil, none, err
	}
	if err := s.Check(); err != nil {
		return nil, none, &failure{exitUsage, err}
	}
	if err := f.probe(sys); err != nil {
		return nil, none, err
	}
	return s, format, f.charts.prepare(sys)
}

func (f *sweepFlags) chooseShard(sys *system) (study.Shard, error) {
	if f.shard == "" {
		return study.Whole, nil
	}
	s, err := study.ParseShardIn(f.shard, sys.getenv)
	if err != nil {
		return s, usagef("--shard %w", err)
	}
	return s, nil
}

// effort says how many replications a cell may have: more than planned only where targets are to be decided.
func (f *sweepFlags) effort(base *scenario.Scenario) (*experiment.Effort, error) {
	n := base.Replications
	switch {
	case f.most < 0 || f.most > 0 && f.most < n:
		return nil, usagef("--max-replications %d: must be at least the scenario's %d replications", f.most, n)
	case f.most > 0 && len(base.SLO) == 0:
		return nil, usagef("--max-replications goes with targets in [slo]: they say what is to be decided")
	case len(base.SLO) == 0 || base.Precision != nil:
		return nil, nil
	}
	most := f.most
	if most == 0 {
		most = 4 * n
	}
	return &experiment.Effort{First: min(n, max(5, (n+1)/2)), Most: most}, nil
}

// checkTargets refuses names that no target of [slo] has.
func checkTargets(names []string) error {
	for _, name := range names {
		if _, _, ok := scenario.LookupTarget(name); !ok {
			return usagef("--metric %s: is none of the names that [slo] has%s", name, didYouMean(name, scenario.TargetKeys()))
		}
	}
	return nil
}

// sweep runs the cells. stopped means that not all of them were finished.
func (f *sweepFlags) sweep(sys *system, s *study.Sweep) (r *study.SweepResult, stopped bool, err error) {
	ctx, stop := sys.interrupts()
	defer stop()
	p := newProgress(sys, f.quiet, s.Base.Name)
	p.noun, p.had = "cells", s.Journal.Len()
	defer p.end()
	s.Progress = p.update
	p.update(0, s.Shard.Cells(s.Grid.Cells()))
	r, err = s.Run(ctx)
	if errors.Is(err, experiment.ErrInterrupted) {
		return r, true, nil
	}
	return r, false, err
}

// writeSweep writes a sweep in a format.
func writeSweep(w io.Writer, format report.Format, r *study.SweepResult, metrics []string, style report.Style) error {
	switch format.Name {
	case "json":
		return report.SweepJSON(w, r)
	case "csv":
		return report.SweepCSV(w, r)
	}
	return format.Document(w, report.Sweep(r, metrics), style)
}
