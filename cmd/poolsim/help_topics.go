package main

import "github.com/spf13/cobra"

func init() {
	topic("exit-codes", "what the exit code says", `
Exit codes:
  0    it went well
  1    a failure: a file could not be written, the simulation could not go on
  2    the command line or a scenario is at fault
  3    it went well, and a target of [slo] is not met (a target that is not decided is no 3); of size and capacity:
       nothing that was tried meets them
  130  interrupted by Ctrl-C or SIGTERM; what was finished was written
  141  whoever read the output has gone, as for any program in a pipe

Errors are lines on stderr that begin with "poolsim: ", one for each fault; a fault in a scenario shows its line.`)

	topic("environment", "environment variables", `
Environment variables:
  NO_COLOR  any value: no colours on the terminal
  TERM      dumb: no colours and no progress line

Colours and progress are for terminals only: where stdout goes to a file or a pipe there are none. No variable
changes a result.`)

	topic("axes", "what --vary and [sweep] can say", `
An axis is a setting, named as for --set, and the values that it goes through:

  --vary pool.main.pool_size=10:100:10         from, to and step: 10, 20, ... 100
  --vary class.api.rate=100/s:1600/s:*2        times a factor: 100/s, 200/s, ... 1600/s
  --vary pool.main.pool_timeout=100ms:30s:/6   six points, evenly spaced on a log scale
  --vary pool.main.pool_use_lifo=true,false    a list; it may contain ranges: 5,10:50:10,100
  --vary run.load=0.5:2:0.1                    the load of all classes together

With several --vary every combination is run, the last one varying fastest. --with belongs to the --vary before it:
settings that change together, point by point.

  poolsim sweep lcfs.toml --vary pool.main.pool_size=20,50,30 --with pool.main.max_overflow=30,100,50

In a scenario it is the same text; an inner list has those that change together:

  [sweep]
  vary = [["pool.main.pool_size=20,50,30", "pool.main.max_overflow=30,100,50"], "class.api.rate=100/s:500/s:50/s"]

With targets in [slo], a cell begins with half of the scenario's replications, at least five, and gets as many again
and again, up to --max-replications, while a target is not decided. Each look judges on an interval so much wider that
all looks together are wrong in 5 % of the cells at most.`)

	topic("scenario", "what stands in a scenario file", `
A scenario is a TOML file. Durations are text with a unit ("30s", "2.5ms"), rates text per unit of time ("300/s").

  [run]           duration, warmup, replications, seed, precision           poolsim list sections
  [database]      connect, round_trip, max_connections                      (optional: without it connecting is free)
  [[pool]]        name, dialect and the dialect's own settings              poolsim list dialects
  [app]           instances, workers: every process has its own pools       (optional)
  [[class]]       name, arrivals                                            poolsim list arrivals
  [[class.step]]  holder, pool, hold, nested, before                        poolsim list distributions
  [[fault]]       what goes wrong with the database, and when               poolsim list faults
  [slo]           targets such as wait_p99 = "100ms"                        poolsim list metrics
  [[alert]]       metric, above, scrape: how often a dashboard looks
  [sweep]         vary: which settings a study varies (run does not look)   (optional)

A whole one to begin with:    poolsim check --effective -o my.toml
What is wrong with it:        poolsim check my.toml
Any key can be overridden:    poolsim run my.toml --set pool.main.pool_size=75 --set class.api.rate=400/s
Those that come with poolsim: poolsim list scenarios

The key of an override is a path with dots: the tables by their names, the elements of [[pool]] and [[class]] by their
names too (a step by its holder, a fault by its kind, an alert by its metric), or by their numbers from 0. The arrivals
of a class may be left out: class.api.rate is class.api.arrivals.rate. Its value is TOML, or text without quotes.

A target of [slo] is the most that a metric may be, in every pool or class, or a table with min, max or both, such as
completions_per_second = { min = 290 }. A table [slo.pool.NAME] or [slo.class.NAME] has those of one pool or class;
the override is slo.class.api.response_p99=200ms. A limit of 0 is not met as soon as there is anything at all.`)
}

// topic adds a page to `poolsim help`.
func topic(name, short, long string) {
	command(func(*system) *cobra.Command {
		return &cobra.Command{Use: name, Short: short, Long: long[1:]}
	})
}
