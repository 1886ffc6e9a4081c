package main

import (
	"io"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/study"
)

func init() { command(newMerge) }

// mergeFlags are the flags of merge.
type mergeFlags struct {
	outputFlags
	charts  sweepChartsFlags
	metrics []string
}

func newMerge(sys *system) *cobra.Command {
	f := &mergeFlags{}
	c := &cobra.Command{
		Use:   "merge [flags] shard.json ...",
		Short: "join the shards of a sweep",
		Long: `Joins the files that sweep --shard wrote, in any order, to the result of the whole sweep: the same, to the byte, as
without shards. It refuses shards of different studies or versions, cells that are there twice and cells that are
missing. The one file of a whole sweep, as JSON, is written in another format so, or its charts are drawn.`,
		Example: indent(`
			poolsim merge shard-1.json shard-2.json shard-3.json -o sweep.json --charts charts
			poolsim merge shard-1.json shard-2.json shard-3.json --metric wait_p99,timeout_ratio`),
		RunE: func(_ *cobra.Command, args []string) error { return failed(f.run(sys, args)) },
	}
	f.outputFlags.register(c, report.Formats.Names())
	f.charts.register(c)
	c.Flags().StringSliceVar(&f.metrics, "metric", nil, "show these `statistics` in tables, named as in [slo]: wait_p99,response_p95")
	return c
}

// run does what the command says.
func (f *mergeFlags) run(sys *system, args []string) error {
	format, err := f.choose(report.Formats.Names())
	if err != nil {
		return err
	}
	if err := checkTargets(f.metrics); err != nil {
		return err
	}
	if err := f.charts.check(study.Whole); err != nil {
		return err
	}
	if len(args) == 0 {
		return usagef("nothing to merge: name the files that sweep --shard wrote")
	}
	var shards []*study.SweepResult
	for _, name := range args {
		text, err := readInput(sys, name)
		if err != nil {
			return err
		}
		s, err := study.ReadSweep(text)
		if err != nil {
			return usagef("%s: %w", name, err)
		}
		shards = append(shards, s)
	}
	r, err := study.Merge(shards, args)
	if err != nil {
		return usagef("%w", err)
	}
	if err := f.charts.prepare(sys); err != nil {
		return err
	}
	if err := f.write(sys, func(w io.Writer, style report.Style) error { return writeSweep(w, format, r, f.metrics, style) }); err != nil {
		return err
	}
	return f.charts.draw(sys, r)
}

// readInput reads a file, or stdin.
func readInput(sys *system, name string) ([]byte, error) {
	if name != "-" {
		return sys.disk.read(name)
	}
	text, err := io.ReadAll(sys.stdin)
	return text, named("reading", stdinName, err)
}
