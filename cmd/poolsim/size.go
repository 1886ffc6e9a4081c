package main

import (
	"github.com/spf13/cobra"

	"poolsim/sim/study"
)

func init() { command(newSize) }

// mostConnections is the largest size that is tried where --for names no values.
const mostConnections = 10_000

// sizeFlags are the flags of size.
type sizeFlags struct {
	searchFlags
	largest int
	cost    string
}

func newSize(sys *system) *cobra.Command {
	f := &sizeFlags{}
	c := &cobra.Command{
		Use:   "size [flags] [scenario.toml]",
		Short: "find the smallest pool that meets the targets",
		Long: `Finds the smallest value of a key, the pool's size by default, that meets [slo], or with several --for the
cheapest combination. It starts where theory expects it, adds replications only where a target is hard to decide
(a candidate that stays undecided counts as one that fails), and ends with a run of the answer and its neighbours
on a fresh seed, for which the confidence is stated. It says what binds, and when larger is not better. The exit
code is 3 when no candidate meets the targets. An interrupted search goes on where it was (--resume, or beside -o
by itself).`,
		Example: indent(`
			poolsim size lcfs.toml --set pool.main.max_overflow=0
			poolsim size lcfs.toml --for pool.main.pool_size=10:60:5 --for pool.main.max_overflow=0:60:20
			poolsim size lcfs.toml --set pool.main.max_overflow=0 --slo wait_p99=10ms --for pool.main.pool_size=30:80 -o size.md`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.run(sys, c, args)) },
	}
	f.register(c, "vary `key` or key=values, as --vary of sweep does (default: the size of the only pool; repeatable)")
	c.Flags().IntVar(&f.largest, "most", mostConnections, "without values in --for, try whole numbers up to `N`")
	c.Flags().StringVar(&f.cost, "cost", study.Connections.Key, "compare combinations by `cost`: connections that can be open, or open_mean, in_use_p99 ...")
	complete(c, "cost", []string{study.Connections.Key, "open_mean", "in_use_mean"})
	return c
}

func (f *sizeFlags) run(sys *system, c *cobra.Command, args []string) error {
	cost, err := study.ParseCost(f.cost)
	if err != nil {
		return usagef("%w", err)
	}
	s, err := f.begin(sys, c, args, study.Size)
	if err != nil {
		return err
	}
	s.Cost = cost
	if len(f.keys) == 0 {
		key, err := study.SizeKey(s.Base)
		if err != nil {
			return usagef("%s: %w", s.Base.Name, err)
		}
		f.keys = []string{key}
	}
	if s.For, err = f.ladders(func(key string) (study.Ladder, error) { return study.WholeLadder(key, f.largest) }); err != nil {
		return err
	}
	return f.search(sys, s)
}
