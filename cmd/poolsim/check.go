package main

import (
	"fmt"
	"io"
	"math"
	"strconv"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

func init() { command(newCheck) }

// acquiresPerSecond is how many acquires one core simulates in a second, for the estimate of check. It is an order of
// magnitude and rather too low: BenchmarkLCFS of sim/model reports the figure of a machine.
const acquiresPerSecond = 1_000_000

// checkFlags are the flags of check.
type checkFlags struct {
	scenarioFlags
	outputFlags
	effective bool
	workers   int
}

func newCheck(sys *system) *cobra.Command {
	f := &checkFlags{}
	c := &cobra.Command{
		Use:   "check [flags] [scenario.toml ...]",
		Short: "say what is wrong with scenarios, and what theory expects of them",
		Long: `Reads each scenario and reports every fault in it at once, with exit code 2. For a valid one it says what theory
expects before anything is simulated: the load offered to each pool against its limit, waits and timeouts by the
closed form that fits best (M/M/c+D, Erlang C, M/D/c, machine repairman, Allen-Cunneen ...) and what it supposes,
whether jobs that hold several connections can lock a pool, what all pools may open against what the database
allows, and how long a run would take.
--effective writes the scenario as it was understood instead, defaults and overrides filled in.`,
		Example: indent(`
			poolsim check lcfs.toml
			poolsim check lcfs.toml --set 'class.api.arrivals.rate="900/s"' --format markdown
			poolsim check lcfs.toml --effective -o effective.toml`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.check(sys, c, args)) },
	}
	f.scenarioFlags.register(c)
	f.outputFlags.register(c, pageFormats())
	c.Flags().BoolVar(&f.effective, "effective", false, "write the effective scenario as TOML")
	c.Flags().IntVar(&f.workers, "workers", 0, "estimate for `N` replications at once; 0 is one for each CPU")
	return c
}

func (f *checkFlags) check(sys *system, c *cobra.Command, args []string) error {
	if f.effective && c.Flags().Changed("format") {
		return usagef("--effective writes TOML: it goes with no --format")
	}
	if f.effective && len(args) > 1 {
		return usagef("--effective writes one scenario, not %d", len(args))
	}
	if f.workers < 0 {
		return usagef("--workers %d: must not be negative", f.workers)
	}
	scenarios, err := f.load(sys, c, args)
	if err != nil {
		return err
	}
	if f.effective {
		return f.write(sys, func(w io.Writer, _ report.Style) error {
			_, err := io.WriteString(w, scenarios[0].TOML())
			return err
		})
	}
	var pages []*report.Document
	var expectations []*experiment.Expectation
	for _, sc := range scenarios {
		e := experiment.Check(sc)
		e.Warnings = append(e.Warnings, f.announce(sys, sc)...)
		expectations = append(expectations, e)
		pages = append(pages, report.Expectation(e, f.cost(sys, sc, e)))
	}
	if len(expectations) == 1 {
		return f.writePages(sys, pages, expectations[0])
	}
	return f.writePages(sys, pages, expectations)
}

// announce says what run and sweep would refuse without --force.
func (f *checkFlags) announce(sys *system, sc *scenario.Scenario) []string {
	if why := experiment.SizeOf(sc).TooLarge(atOnce(sys, f.workers, sc.Replications)); why != "" {
		return []string{tooLarge(why)}
	}
	if len(sc.Sweep) == 0 {
		return nil
	}
	grid, err := (&axisFlags{}).grid(sc)
	if err != nil {
		return []string{err.Error()}
	}
	if why := tooManyCells(sys, f.workers, sc, grid.Cells()); why != "" {
		return []string{why}
	}
	return nil
}

// cost says what a run of the scenario takes.
func (f *checkFlags) cost(sys *system, sc *scenario.Scenario, e *experiment.Expectation) string {
	workers := f.workers
	if workers == 0 {
		workers = sys.cpus
	}
	workers = min(workers, sc.Replications)
	run := fmt.Sprintf("%s of %s", plural(sc.Replications, "replication"), report.Span(sc.End().Seconds()))
	switch {
	case sc.AutoWarmup:
		run += ", the longest warm-up included"
		if e.Pilots < sc.Replications {
			run += fmt.Sprintf("; %s of them run a second time, without one, to find it", report.Whole(e.Pilots))
		} else {
			run += "; all of them run a second time, without one, to find it"
		}
	case sc.Model.Warmup > 0:
		run += ", warm-up included"
	}
	if p := sc.Precision; p != nil {
		run += fmt.Sprintf("; up to %d until %s is known to ± %g %%", p.Most, p.Key, 100*p.Relative)
	}
	if e.Acquires.IsNaN() || e.Jobs.IsNaN() {
		return run + "; how many jobs there will be depends on the waits"
	}
	// Replications are not divided: the last round may leave workers idle.
	rounds := math.Ceil(float64(sc.Replications) / float64(workers))
	seconds := float64(e.Acquires) / float64(sc.Replications) * rounds / acquiresPerSecond
	return fmt.Sprintf("%s; about %s jobs and %s acquires; estimate: %s with %s, at %s acquires per second and core",
		run, roundly(e.Jobs), roundly(e.Acquires), approximately(seconds), plural(workers, "worker"),
		report.Whole(acquiresPerSecond))
}

// roundly writes an expected count with the two digits that mean something.
func roundly(n experiment.Number) string {
	x, err := strconv.ParseFloat(strconv.FormatFloat(float64(n), 'e', 1, 64), 64)
	if err != nil || x > math.MaxInt64 {
		return n.String()
	}
	return report.Whole(int64(x))
}

// plural counts things.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%s %ss", report.Whole(n), thing)
}
