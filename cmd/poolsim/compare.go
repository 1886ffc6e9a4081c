package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

func init() { command(newCompare) }

// compareFlags are the flags of compare.
type compareFlags struct {
	studyFlags
	charts   chartsFlag
	variants []string
	metrics  []string
	margin   string
	budget   int
}

func newCompare(sys *system) *cobra.Command {
	f := &compareFlags{}
	c := &cobra.Command{
		Use:   "compare [flags] base.toml [other.toml ...]",
		Short: "compare scenarios, or variants of one, on common random numbers",
		Long: `Compares a scenario, the baseline, with others and with variants of itself (--variant). All see the same jobs, with
the baseline's seed: differences are those of the settings. Each has its interval, in the metric's unit and in per
cent. Replications are added until every difference is decided or the budget is spent: what is not decided then is
"no difference shown". The first Ctrl-C finishes the replications under way and writes what there is. With -o FILE
or --resume FILE what is finished is kept, and the same command goes on with it, to the same bytes.`,
		Example: indent(`
			poolsim compare lcfs.toml --variant pool.main.pool_size=75 --duration 5m
			poolsim compare lcfs.toml --variant 'larger: pool.main.pool_size=75; pool.main.max_overflow=150' --metric wait_p99
			poolsim compare lcfs-history-20-30.toml lcfs-history-30-50.toml lcfs.toml --margin 5% --format markdown -o review.md --charts charts
			poolsim compare burst.toml --variant class.api.step.main.nested=true --budget 10`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.run(sys, c, args)) },
	}
	f.studyFlags.register(c)
	f.charts.register(c, "draw the differences, and the waits of all variants over each other, into `folder`, as SVG, PDF and PNG",
		"a comparison", plots.ComparisonCharts.Names())
	flags := c.Flags()
	flags.StringArrayVar(&f.variants, "variant", nil, "add the first scenario with these `settings`: key=value, joined by ;, after a name and : if you like (repeatable)")
	flags.StringArrayVar(&f.metrics, "metric", nil, "compare only this `metric`, as in [slo] or as metric.stat (repeatable)")
	flags.StringVar(&f.margin, "margin", "", "a difference of at most this `share` of the baseline, such as 5%, does not matter")
	flags.IntVar(&f.budget, "budget", 0, fmt.Sprintf("run at most `N` replications of each; the first look is at those of the scenario, and at least %d (default %d times as many)", study.LeastPairs, study.DefaultBudget))
	complete(c, "variant", nil)
	complete(c, "metric", nil)
	complete(c, "margin", nil)
	return c
}

// run does what the command says.
func (f *compareFlags) run(sys *system, c *cobra.Command, args []string) error {
	format, err := f.choose(report.Formats.Names())
	if err != nil {
		return err
	}
	if err := f.charts.check(); err != nil {
		return err
	}
	study, err := f.study(sys, c, args)
	if err != nil {
		return err
	}
	if err := f.probe(sys); err != nil {
		return err
	}
	if err := f.charts.prepare(sys); err != nil {
		return err
	}
	journal, err := openJournal(sys, f.resume, &f.outputFlags, f.identity(sys, study))
	if err != nil {
		return err
	}
	complete := false
	defer func() { journal.close(complete) }()
	study.Journal = journal.journal
	ctx, stop := sys.interrupts()
	defer stop()
	result, err := f.compare(ctx, sys, study)
	if result == nil && errors.Is(err, experiment.ErrInterrupted) {
		return &failure{exitInterrupted, errors.New("interrupted" + journal.hint())}
	}
	if result == nil {
		return err
	}
	if e := f.writeComparison(sys, format, result); e != nil {
		return e
	}
	if e := f.charts.write(sys, chartsOfComparison(result)); e != nil {
		return e
	}
	if err != nil {
		return &failure{exitInterrupted, errors.New("interrupted" + journal.hint())}
	}
	complete = true
	return nil
}

// study makes the comparison, and says what is wrong with it.
func (f *compareFlags) study(sys *system, c *cobra.Command, args []string) (*study.Compare, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if f.budget < 0 || c.Flags().Changed("budget") && f.budget == 0 {
		return nil, usagef("--budget %d: must be at least 1", f.budget)
	}
	margin, err := parseMargin(f.margin)
	if err != nil {
		return nil, err
	}
	variants, err := f.loadVariants(sys, c, args)
	if err != nil {
		return nil, err
	}
	for _, v := range variants {
		if err := f.allow(sys, f.workers, v.Scenario); err != nil {
			return nil, err
		}
	}
	s := &study.Compare{
		Variants: variants, Metrics: f.metrics, Margin: margin,
		Options: study.Options{Workers: f.workers, Version: sys.version, Effort: &experiment.Effort{Most: f.budget}},
	}
	var unknown *study.UnknownMetric
	switch err := s.Check(); {
	case errors.As(err, &unknown):
		return nil, usagef("--metric %s: no such metric%s\n`poolsim list metrics` lists them", unknown.Name, didYouMean(unknown.Name, unknown.Known))
	case err != nil:
		return nil, usagef("%w", err)
	}
	return s, nil
}

func (f *compareFlags) identity(sys *system, s *study.Compare) study.Identity {
	return study.Identity{Kind: "compare", Version: sys.version, Hash: s.Hash()}
}

// compare runs the comparison, with progress.
func (f *compareFlags) compare(ctx context.Context, sys *system, s *study.Compare) (*study.CompareResult, error) {
	p := newProgress(sys, f.quiet, plural(len(s.Variants), "variant"))
	defer p.end()
	s.Progress = p.update
	return s.Run(ctx)
}

// parseMargin reads "5%" or "0.05"; "" is none.
func parseMargin(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x > 0 && x < 1) {
		return 0, usagef("--margin %s: must be a share of more than 0 and less than 100 %%, such as 5%% or 0.05", text)
	}
	return x, nil
}

// writeComparison writes the result in any format. What a format for programs leaves out goes to stderr.
func (f *compareFlags) writeComparison(sys *system, format report.Format, r *study.CompareResult) error {
	switch {
	case format.Document != nil:
		return f.writePages(sys, []*report.Document{report.Comparison(r)}, nil)
	case format.Name == "json":
		return f.write(sys, func(w io.Writer, _ report.Style) error { return report.EncodeJSON(w, r) })
	}
	if err := f.write(sys, func(w io.Writer, _ report.Style) error { return report.ComparisonCSV(w, r) }); err != nil {
		return err
	}
	for _, w := range report.ComparisonWarnings(r) {
		say(sys.stderr, "poolsim: warning: %s", w)
	}
	return nil
}
