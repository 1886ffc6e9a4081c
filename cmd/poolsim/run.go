package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

func init() { command(newRun) }

// runFlags are the flags of run.
type runFlags struct {
	scenarioFlags
	outputFlags
	forceFlag
	charts   chartsFlag
	acquires string
	workers  int
	quiet    bool
	rare     string
	effort   int
}

func newRun(sys *system) *cobra.Command {
	f := &runFlags{}
	c := &cobra.Command{
		Use:   "run [flags] [scenario.toml ...]",
		Short: "simulate scenarios and say what they found",
		Long: `Simulates each scenario and writes tables of what was found, with 95 % intervals over the replications: the same
scenario and seed give the same result, whatever the number of workers. Without a scenario it takes lcfs.toml; -
reads one from stdin; a name that is no file is looked for among those that come with poolsim, with or without
configs/ in front (poolsim list scenarios). The exit code is 3 when a target of [slo] is not met. The first Ctrl-C
finishes the replications under way and writes what there is; the second one ends at once. --rare timeout says how
rare timeouts are that a run hardly ever sees.`,
		Example: indent(`
			poolsim run
			poolsim run lcfs.toml --set pool.main.pool_size=75 --seed 2
			poolsim run lcfs.toml lcfs-two-engines.toml --format markdown -o review.md --charts charts
			poolsim run lcfs.toml --replications 1 --format csv --acquires acquires.csv.gz
			poolsim run rare.toml --rare timeout`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.run(sys, c, args)) },
	}
	f.scenarioFlags.register(c)
	f.outputFlags.register(c, report.Formats.Names())
	f.forceFlag.register(c)
	flags := c.Flags()
	f.charts.register(c, "draw the charts that suit the result into `folder`, as SVG, PDF and PNG", "a run", plots.Charts.Names())
	flags.StringVar(&f.acquires, "acquires", "", "write every acquire of the first replication as CSV to `file`; .gz compresses it")
	flags.IntVar(&f.workers, "workers", 0, "run `N` replications at once; 0 is one for each CPU")
	flags.StringVar(&f.rare, "rare", "", "estimate how rare an `event` is, by multilevel splitting: timeout, or timeout=POOL")
	flags.IntVar(&f.effort, "effort", experiment.DefaultEffort, "with --rare: make `N` continuations from each level in each replication")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "no progress on the terminal")
	complete(c, "rare", []string{"timeout"})
	return c
}

// run does what the command says.
func (f *runFlags) run(sys *system, c *cobra.Command, args []string) error {
	format, err := f.choose(report.Formats.Names())
	if err != nil {
		return err
	}
	if f.workers < 0 {
		return usagef("--workers %d: must not be negative", f.workers)
	}
	if err := f.charts.check(); err != nil {
		return err
	}
	scenarios, err := f.load(sys, c, args)
	if err != nil {
		return err
	}
	if err := f.allow(sys, f.workers, scenarios...); err != nil {
		return err
	}
	if f.rare != "" {
		return f.runRare(sys, scenarios)
	}
	if c.Flags().Changed("effort") {
		return usagef("--effort goes with --rare")
	}
	if err := f.prepare(sys, scenarios); err != nil {
		return err
	}
	ctx, stop := sys.interrupts()
	defer stop()
	log, err := f.openAcquires(sys)
	if err != nil {
		return err
	}
	defer log.discard()

	results, stopped := f.runAll(ctx, sys, scenarios, log.writer())
	if len(results) == 0 {
		return stopped
	}
	if err := f.write(sys, func(w io.Writer, style report.Style) error { return format.Write(w, results, style) }); err != nil {
		return err
	}
	sayAside(sys, format, results)
	if err := f.charts.write(sys, setsOfRuns(results)...); err != nil {
		return err
	}
	if err := log.commit(); err != nil {
		return err
	}
	if stopped != nil {
		return stopped
	}
	return verdict(results)
}

// prepare finds out before a long run what would go wrong after it.
func (f *runFlags) prepare(sys *system, scenarios []*scenario.Scenario) error {
	if f.acquires != "" && len(scenarios) > 1 {
		return usagef("--acquires takes the acquires of one scenario, not of %d", len(scenarios))
	}
	if f.acquires == "-" && f.toStdout() {
		return usagef("--acquires -: stdout has the results; give one of them a file")
	}
	if err := f.probe(sys); err != nil {
		return err
	}
	return f.charts.prepare(sys)
}

// runAll runs the scenarios one after the other. It returns what was finished, and why it stopped before the end.
func (f *runFlags) runAll(
	ctx context.Context, sys *system, scenarios []*scenario.Scenario, acquires io.Writer,
) ([]*experiment.Result, error) {
	var results []*experiment.Result
	for i, sc := range scenarios {
		label := sc.Name
		if len(scenarios) > 1 {
			label = fmt.Sprintf("%d of %d scenarios, %s", i+1, len(scenarios), sc.Name)
		}
		r, err := f.runOne(ctx, sys, sc, label, acquires)
		if r != nil {
			results = append(results, r)
		}
		if errors.Is(err, experiment.ErrInterrupted) {
			return results, &failure{exitInterrupted, fmt.Errorf("%s: interrupted", sc.Name)}
		}
		if err != nil {
			return results, fmt.Errorf("%s: %w", sc.Name, err)
		}
	}
	return results, nil
}

func (f *runFlags) runOne(
	ctx context.Context, sys *system, sc *scenario.Scenario, label string, acquires io.Writer,
) (*experiment.Result, error) {
	p := newProgress(sys, f.quiet, label)
	defer p.end()
	p.update(0, sc.Replications)
	return sys.engine(ctx, sc, experiment.Options{
		Workers: f.workers, Progress: p.update, Version: sys.version, Acquires: acquires,
	})
}

// verdict turns a target that is not met into an exit code. What was said in the tables is not said again.
func verdict(results []*experiment.Result) error {
	for _, r := range results {
		for i := range r.SLO {
			if r.SLO[i].Judgement == experiment.NotMet {
				return &failure{code: exitNotMet}
			}
		}
	}
	return nil
}

// acquireFile is where the acquire log goes. The zero acquireFile is none.
type acquireFile struct {
	w    io.Writer
	file *newFile
	zip  *gzip.Writer
}

// openAcquires begins the acquire log, if there is to be one.
func (f *runFlags) openAcquires(sys *system) (*acquireFile, error) {
	switch f.acquires {
	case "":
		return &acquireFile{}, nil
	case "-":
		return &acquireFile{w: sys.stdout}, nil
	}
	file, err := sys.disk.create(f.acquires)
	if err != nil {
		return nil, err
	}
	log := &acquireFile{w: file, file: file}
	if strings.HasSuffix(f.acquires, ".gz") {
		log.zip = gzip.NewWriter(file) // without name and time: the same acquires are the same bytes
		log.w = log.zip
	}
	return log, nil
}

// writer returns where acquires are written, or nil.
func (l *acquireFile) writer() io.Writer { return l.w }

func (l *acquireFile) commit() error {
	if l.zip != nil {
		if err := l.zip.Close(); err != nil {
			return named("writing", l.file.name, err)
		}
	}
	if l.file == nil {
		return nil
	}
	return l.file.commit()
}

func (l *acquireFile) discard() {
	if l.file != nil {
		l.file.discard()
	}
}
