package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// runRare does what `run --rare` says: it estimates the probability of something that plain simulation hardly ever sees.
func (f *runFlags) runRare(sys *system, scenarios []*scenario.Scenario) error {
	format, err := f.choose(report.Formats.Names())
	if err != nil {
		return err
	}
	event, pool, _ := strings.Cut(f.rare, "=")
	switch {
	case event != "timeout":
		return usagef("--rare %s: must be timeout, or timeout=POOL where several pools can time out", f.rare)
	case f.effort < 1:
		return usagef("--effort %d: must be at least 1", f.effort)
	case f.charts.dir != "":
		return usagef("--rare draws no charts: leave --charts out")
	case f.acquires != "":
		return usagef("--rare writes no acquires: most of them belong to futures that are given up; leave --acquires out")
	}
	if err := f.probe(sys); err != nil {
		return err
	}
	ctx, stop := sys.interrupts()
	defer stop()
	var results []*experiment.RareResult
	var stopped error
	for _, sc := range scenarios {
		r, err := f.runRareOne(ctx, sys, sc, pool)
		if r != nil {
			results = append(results, r)
		}
		if stopped = rareFailure(sc, err); stopped != nil {
			break
		}
	}
	if len(results) == 0 {
		return stopped
	}
	if err := f.writeRare(sys, format, results); err != nil {
		return err
	}
	return stopped
}

func (f *runFlags) runRareOne(ctx context.Context, sys *system, sc *scenario.Scenario, pool string) (*experiment.RareResult, error) {
	p := newProgress(sys, f.quiet, sc.Name)
	defer p.end()
	p.update(0, sc.Replications)
	return experiment.Rare(ctx, sc, experiment.RareOptions{
		Options: experiment.Options{Workers: f.workers, Progress: p.update, Version: sys.version},
		Pool:    pool, Effort: f.effort,
	})
}

// rareFailure gives an error the exit code that it asks for.
func rareFailure(sc *scenario.Scenario, err error) error {
	var unfit experiment.Unfit
	switch {
	case err == nil:
		return nil
	case errors.Is(err, experiment.ErrInterrupted):
		return &failure{exitInterrupted, fmt.Errorf("%s: interrupted", sc.Name)}
	case errors.As(err, &unfit):
		return usagef("%s: --rare timeout: %w", sc.Name, err)
	}
	return fmt.Errorf("%s: %w", sc.Name, err)
}

// writeRare writes studies in any format.
func (f *runFlags) writeRare(sys *system, format report.Format, results []*experiment.RareResult) error {
	switch {
	case format.Document != nil:
		var pages []*report.Document
		for _, r := range results {
			pages = append(pages, report.Rare(r))
		}
		return f.writePages(sys, pages, nil)
	case format.Name == "json" && len(results) == 1:
		return f.write(sys, func(w io.Writer, _ report.Style) error { return report.EncodeJSON(w, results[0]) })
	case format.Name == "json":
		return f.write(sys, func(w io.Writer, _ report.Style) error { return report.EncodeJSON(w, results) })
	}
	var tables []*experiment.Result
	for _, r := range results {
		tables = append(tables, &experiment.Result{Name: r.Name, Metrics: r.Metrics(), Warnings: r.Warnings})
	}
	if err := f.write(sys, func(w io.Writer, style report.Style) error { return format.Write(w, tables, style) }); err != nil {
		return err
	}
	sayAside(sys, format, tables)
	return nil
}
