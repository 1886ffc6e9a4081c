package experiment_test

import (
	"fmt"
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// plain is a pool of 10 with holds of 100 ms: it carries 100 requests a second.
const plain = `
[run]
duration = "2m"
warmup = "10s"
replications = 8
[[pool]]
name = "main"
pool_size = 10
max_overflow = 0
pool_timeout = "none"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "90/s" }
  [[class.step]]
  holder = "main"
  hold = { dist = "exponential", mean = "100ms" }
`

// Each doubt is raised where it is due, and only there.
func TestWarnings(t *testing.T) {
	t.Parallel()
	const few = "too few requests for a p99.9, which needs 100 000 in all replications together: api main ("
	for name, c := range map[string]struct {
		set  []string
		want []string // a part of each warning, in order
	}{
		"nothing doubtful": {set: []string{"run.duration=20m", "class.api.arrivals.rate=50/s"}},
		"one replication":  {set: []string{"run.replications=1"}, want: []string{"intervals are from 20 batches", few, "wait p99 of pool main, p999 of pool main"}},
		"few replications": {set: []string{"run.replications=3"}, want: []string{"3 replications give wide intervals", few, "cannot be bounded above: wait p95 of"}},
		"autocorrelated batches": {
			set: []string{"run.replications=1", "run.duration=5s", "class.api.arrivals.rate=99/s"},
			want: []string{
				"intervals are from 20 batches", "pool main: the batches of the one replication depend on each other", "too few requests for a p99, ",
				"cannot be bounded above",
			},
		},
		"automatic warm-up": {
			set: []string{"run.warmup=auto", "run.duration=80s", "class.api.step.main.hold=10s", "class.api.arrivals.rate=200/s", "pool.main.max_overflow=-1"},
		},
		"automatic warm-up without a steady state": {
			set:  []string{"run.warmup=auto", "class.api.arrivals.rate=150/s"},
			want: []string{"no steady state was found in the first half", "15 erlangs", "still growing", few, "cannot be bounded above"},
		},
		"automatic warm-up from few replications": {
			set:  []string{"run.warmup=auto", "run.replications=2", "run.duration=20m", "class.api.arrivals.rate=30/s"},
			want: []string{"2 replications give wide", "found from 2 of the 5", few, "cannot be bounded above"},
		},
		"automatic warm-up with start-up work": {
			set: []string{"run.warmup=auto", "run.duration=20m", "class.api.arrivals={ process = \"burst\", jobs = 20000 }"},
		},
		"automatic warm-up before a burst": {
			set:  []string{"run.warmup=auto", "run.duration=20m", "class.api.arrivals={ process = \"burst\", jobs = 20000, at = \"1m\" }"},
			want: []string{"about a course of time"},
		},
		"precision not reached": {
			set:  []string{"run.precision=0.01", "run.max_replications=20", "class.api.arrivals.rate=100/s"},
			want: []string{"after 20 replications of at most 20, wait_mean is known to ±", "10 erlangs for each process, is at or above the limit", "cannot be bounded above"},
		},
		"overload": {
			set:  []string{"class.api.arrivals.rate=150/s"},
			want: []string{"15 erlangs for each process, is at or above the limit of 10", "still growing", few, "cannot be bounded above"},
		},
		"timeouts": {
			set:  []string{"pool.main.pool_timeout=100ms", "class.api.arrivals.rate=95/s"},
			want: []string{"no wait is longer than 0.1 s", few},
		},
		"rare requests": {
			set:  []string{"class.api.arrivals.rate=5/s"},
			want: []string{"too few requests for a p99, which needs 10 000 in all replications together: api main ("},
		},
		"short warm-up": {
			set:  []string{"run.warmup=0s", "run.duration=40s", "class.api.step.main.hold=10s", "class.api.arrivals.rate=200/s", "pool.main.max_overflow=-1", "run.replications=20"},
			want: []string{"use a longer one"},
		},
		"refused connects": {
			set:  []string{"database.max_connections=8", "database.connect=5ms"},
			want: []string{few, "refused beyond its limit of 5"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, parse(t, plain, c.set...), experiment.Options{})
			if len(r.Warnings) != len(c.want) {
				t.Fatalf("warnings %q, want %d like %q", r.Warnings, len(c.want), c.want)
			}
			for i, w := range c.want {
				if !strings.Contains(r.Warnings[i], w) {
					t.Errorf("warning %q, want one with %q", r.Warnings[i], w)
				}
			}
		})
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	e := experiment.Check(parse(t, plain))
	p := e.Pools[0]
	// M/M/10 at 9 erlangs: C = 0.668733, mean wait C/(100 - 90) s.
	if p.OfferedLoad != 9 || p.Utilisation != 0.9 || p.WaitRatio < 0.6687 || p.WaitRatio > 0.6688 || p.WaitMean < 0.06687 || p.WaitMean > 0.06688 {
		t.Errorf("%+v", p)
	}
	if e.Jobs != 8*130*90 || e.Acquires != e.Jobs {
		t.Errorf("%v jobs, %v acquires; want %v", e.Jobs, e.Acquires, 8*130*90)
	}
	// A warm-up that is to be found: pilots without one, of 100 replications at most, then up to half of the duration.
	for n, pilots := range map[int]int{8: 8, 250: 100} {
		e := experiment.Check(parse(t, plain, "run.warmup=auto", "run.duration=2m", fmt.Sprint("run.replications=", n)))
		if want := experiment.Number(90 * (n*180 + pilots*120)); e.Pilots != pilots || e.Jobs != want || e.Acquires != want {
			t.Errorf("%d replications: %d pilots, %v jobs, %v acquires; want %d, %v", n, e.Pilots, e.Jobs, e.Acquires, pilots, want)
		}
	}
	nested := strings.Replace(plain, "[[class.step]]", "[[class.step]]\n  holder = \"auth\"\n  hold = \"5ms\"\n  [[class.step]]\n  nested = true\n  before = \"2ms\"", 1)
	if got, want := float64(experiment.Check(parse(t, nested)).Pools[0].OfferedLoad), 90*(0.005+0.002+0.1+0.1); got < want-1e-9 || got > want+1e-9 {
		t.Errorf("nested: %v erlangs, want %v", got, want)
	}
	e = experiment.Check(parse(t, plain, "app.workers=3", "app.instances=2", "database.max_connections=60", "class.api.arrivals.rate=180/s"))
	if d := e.Database; d == nil || d.Possible != 60 || d.Limit != 57 || len(e.Warnings) != 1 {
		t.Errorf("database %+v, warnings %q; want 60 possible beyond 57", d, e.Warnings)
	}
	if got := float64(e.Pools[0].OfferedLoad); got != 3 {
		t.Errorf("%v erlangs for each of 6 processes, want 3", got)
	}
}
