package main

import (
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/sim/study"
)

func init() { command(newCapacity) }

// mostUsers is the largest number of users that is tried where --for names no values.
const mostUsers = 10_000

// capacityFlags are the flags of capacity.
type capacityFlags struct {
	searchFlags
	step string
	most int
}

func newCapacity(sys *system) *cobra.Command {
	f := &capacityFlags{}
	c := &cobra.Command{
		Use:   "capacity [flags] [scenario.toml]",
		Short: "find the highest load that meets the targets",
		Long: `Finds the highest load that meets [slo]: the rate of the only open class, the users of the only closed one, or any
key that --for names. Rates are tried in steps of 1 %, users one by one. As size does, it starts where theory
expects the answer, adds replications only near it, confirms it on a fresh seed, says what binds, and says when
less load is not better. The exit code is 3 when no load is small enough.`,
		Example: indent(`
			poolsim capacity lcfs.toml --for class.api.arrivals.rate --step 2%
			poolsim capacity lcfs.toml --for class.api.arrivals.rate=800/s:1300/s:50/s --slo wait_p99=50ms
			poolsim capacity lcfs.toml --for class.consumer.arrivals.users=2:200 --format markdown -o capacity.md`),
		RunE: func(c *cobra.Command, args []string) error { return failed(f.run(sys, c, args)) },
	}
	f.register(c, "vary the load `key`, or key=values as --vary of sweep does (default: that of the only class)")
	c.Flags().StringVar(&f.step, "step", "1%", "without values in --for, try loads that differ by `share`, 0.01% to 100%")
	c.Flags().IntVar(&f.most, "most", mostUsers, "without values in --for, try up to `N` users")
	return c
}

func (f *capacityFlags) run(sys *system, c *cobra.Command, args []string) error {
	step, err := parseShare(f.step)
	if err != nil {
		return err
	}
	s, err := f.begin(sys, c, args, study.Capacity)
	if err != nil {
		return err
	}
	if len(f.keys) == 0 {
		f.keys = []string{study.LoadKey(s.Base)}
	}
	s.For, err = f.ladders(func(key string) (study.Ladder, error) {
		value, ok := study.Setting(s.Base, key)
		switch {
		case !ok && key == "run.load":
			value = "1.0"
		case !ok:
			return study.Ladder{}, usagef("--for %s: the scenario has no such value: name the values to try, --for %s=from:to:step", key, key)
		}
		if strings.Trim(value, "0123456789") == "" {
			return study.WholeLadder(key, f.most)
		}
		return study.StepLadder(key, value, step)
	})
	if err != nil {
		return err
	}
	return f.search(sys, s)
}

// parseShare reads a share: "1%" or "0.01".
func parseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(text), "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		x /= 100
	}
	if err != nil || !(x >= 1e-4 && x <= 1) {
		return 0, usagef("--step %s: must be a share from 0.01%% to 100%%, such as 1%%", text)
	}
	return x, nil
}
