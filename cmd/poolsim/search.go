package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// searchFlags are the flags of the commands that look for the setting at which [slo] is just met.
type searchFlags struct {
	studyFlags
	charts sweepChartsFlags
	keys   []string
	slo    []string
	most   int // replications of one candidate
}

// register adds the flags to a command.
func (f *searchFlags) register(c *cobra.Command, forHelp string) {
	f.studyFlags.register(c)
	f.charts.register(c)
	flags := c.Flags()
	flags.StringArrayVar(&f.keys, "for", nil, forHelp)
	flags.StringArrayVar(&f.slo, "slo", nil, "set a `target=limit` of [slo], such as wait_p99=100ms (repeatable)")
	flags.IntVar(&f.most, "max-replications", 0, "give a candidate up to `N` replications to be decided; 0 is 16 times the scenario's")
	complete(c, "for", nil)
	complete(c, "slo", nil)
}

// begin reads the scenario that a search is about, and makes a search of it that has no keys yet.
func (f *searchFlags) begin(sys *system, c *cobra.Command, args []string, kind study.Kind) (*study.Search, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if err := f.charts.check(study.Whole); err != nil {
		return nil, err
	}
	for _, target := range f.slo {
		f.set = append(f.set, "slo."+target)
	}
	base, source, err := f.source(sys, c, args)
	if err != nil {
		return nil, err
	}
	s := &study.Search{Kind: kind, Source: source, Base: base}
	e := study.DefaultEffort(base)
	if c.Flags().Changed("max-replications") && f.most != 0 {
		if f.most < e.First {
			return nil, usagef("--max-replications %d: a candidate has %d at first: give at least that many", f.most, e.First)
		}
		e.Most = f.most
	}
	s.Options = study.Options{Workers: f.workers, Version: sys.version, Effort: &e}
	return s, nil
}

// ladders returns the keys that --for names; open makes the values of one that has none.
func (f *searchFlags) ladders(open func(key string) (study.Ladder, error)) ([]study.Ladder, error) {
	var out []study.Ladder
	for _, text := range f.keys {
		l, err := study.ParseLadder(text)
		if err == nil && l.Values == nil {
			l, err = open(l.Key)
		}
		if err != nil {
			return nil, usagef("%w", err)
		}
		out = append(out, l)
	}
	return out, nil
}

// search runs a search and writes what it found.
func (f *searchFlags) search(sys *system, s *study.Search) error {
	format, err := f.choose(report.Formats.Names())
	if err != nil {
		return err
	}
	if err := s.Check(); err != nil {
		if errors.Is(err, study.ErrNoTarget) {
			return usagef("%s: %w: add one, or give --slo TARGET=LIMIT, such as --slo wait_p99=100ms", s.Base.Name, err)
		}
		return &failure{exitUsage, err}
	}
	if err := f.allow(sys, f.workers, s.Base); err != nil {
		return err
	}
	if err := f.probe(sys); err != nil {
		return err
	}
	if err := f.charts.prepare(sys); err != nil {
		return err
	}
	journal, err := openJournal(sys, f.resume, &f.outputFlags, s.Identity())
	if err != nil {
		return err
	}
	s.Journal = journal.journal
	r, err := f.runSearch(sys, s)
	if err == nil {
		err = f.writeSearch(sys, format, r)
	}
	if err == nil {
		err = f.drawSearch(sys, r)
	}
	journal.close(err == nil)
	switch {
	case errors.Is(err, experiment.ErrInterrupted):
		return &failure{exitInterrupted, fmt.Errorf("%s: interrupted: there is no answer before the end%s", s.Base.Name, journal.hint())}
	case err != nil:
		return err
	case !r.Found:
		return &failure{code: exitNotMet}
	}
	return nil
}

func (f *searchFlags) runSearch(sys *system, s *study.Search) (*study.SearchResult, error) {
	ctx, stop := sys.interrupts()
	defer stop()
	p := newProgress(sys, f.quiet, s.Base.Name)
	defer p.end()
	last := 0
	s.Tell = func(now study.Underway) {
		if now.Probe != last {
			last = now.Probe
			p.relabel(fmt.Sprintf("%s: run %d, at %s", s.Base.Name, now.Probe, strings.Join(now.At, ", ")))
		}
		p.update(now.Done, now.Planned)
	}
	r, err := s.Run(ctx)
	if err != nil && ctx.Err() == context.Canceled && !errors.Is(err, experiment.ErrInterrupted) {
		return nil, err
	}
	return r, err
}

// writeSearch writes what a search found.
func (f *searchFlags) writeSearch(sys *system, format report.Format, r *study.SearchResult) error {
	return f.write(sys, func(w io.Writer, style report.Style) error {
		switch {
		case format.Document != nil:
			return format.Document(w, report.Search(r), style)
		case format.Name == "csv":
			return report.SearchCSV(w, r)
		}
		return report.EncodeJSON(w, r)
	})
}

// drawSearch draws the charts of what a search tried, as those of a sweep.
func (f *searchFlags) drawSearch(sys *system, r *study.SearchResult) error {
	if f.charts.dir == "" {
		return nil
	}
	tried, err := r.AsSweep()
	if err != nil {
		return err
	}
	return f.charts.draw(sys, tried)
}
