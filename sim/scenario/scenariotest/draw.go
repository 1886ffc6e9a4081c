package scenariotest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// Profile says what may occur in a random scenario.
type Profile struct {
	// Constant says that all times are constants, or recorded ones: whole nanoseconds, so that a multiple of each makes a
	// multiple of everything.
	Constant bool

	// Apart says that two things never happen in one instant by plan: arrivals and holds are continuous, and no pool takes
	// single steps. Then the order in the file decides nothing.
	Apart bool

	// Plain leaves out what makes holds other than what an acquire log can say: clients that go away, retries, faults, ends
	// of holds, contention, timeouts, operations of the pool that take time.
	Plain bool

	// Queue is a queue and nothing else: one step for each job, no database, first in first out, no timeouts.
	Queue bool

	// Poisson says that the first class is a Poisson one.
	Poisson bool
}

// Any is everything.
var Any = Profile{}

// Draw returns a generator of random scenarios that take some milliseconds to run.
func Draw(p Profile) *rapid.Generator[*Scenario] {
	return rapid.Custom(func(t *rapid.T) *Scenario {
		d := &drawing{T: t, Profile: p, out: &Scenario{Traces: map[string][]TraceRow{}}}
		d.scenario()
		return d.out
	})
}

// drawing is a scenario that is being drawn.
type drawing struct {
	*rapid.T
	Profile
	out     *Scenario
	end     time.Duration // of the run, warm-up included
	process int           // how many processes there are
}

// one draws a whole number; the least is the simplest.
func (d *drawing) one(name string, least, most int) int {
	return rapid.IntRange(least, most).Draw(d.T, name)
}

// rarely is true once in n times.
func (d *drawing) rarely(name string, n int) bool { return d.one(name, 0, n-1) == n-1 }

// of draws one of the words; the first is the simplest.
func of[T any](d *drawing, name string, words ...T) T {
	return rapid.SampledFrom(words).Draw(d.T, name)
}

func (d *drawing) scenario() {
	d.run()
	d.app()
	if !d.Queue {
		d.database()
	}
	for i := range d.one("pools", 1, 3) {
		d.pool(i)
	}
	for i := range d.one("classes", 1, 4) {
		d.class(i)
	}
	if !d.Queue && !d.Plain {
		for range d.one("faults", 0, 3) {
			d.fault()
		}
	}
}

func (d *drawing) run() {
	duration := time.Duration(d.one("duration", 1, 30)) * 100 * time.Millisecond
	warmup := time.Duration(0)
	if !d.Plain && d.rarely("warmup", 3) {
		warmup = duration / 3
	}
	d.end = duration + warmup
	t := &d.out.Run
	t.set("duration", duration)
	t.set("warmup", warmup)
	t.set("replications", 1)
	t.set("seed", d.one("seed", 1, 1_000_000))
}

func (d *drawing) app() {
	d.process = 1
	if d.Plain || !d.rarely("app", 3) { // whose process a job has, no log says
		return
	}
	instances, workers := d.one("instances", 1, 3), d.one("workers", 1, 2)
	d.process = instances * workers
	t := &d.out.App
	t.set("instances", instances)
	t.set("workers", workers)
	if d.rarely("spread", 2) {
		t.set("spread", `"random"`)
	}
}

func (d *drawing) database() {
	if !d.rarely("database", 2) {
		return
	}
	t := &d.out.Database
	if d.rarely("connect", 2) {
		t.set("connect", d.law("connect", 30*time.Millisecond))
	}
	if !d.Plain && d.rarely("connect_cpu", 4) {
		t.set("connect_cpu", d.law("connect_cpu", 2*time.Millisecond))
	}
	if !d.Plain && d.rarely("round_trip", 2) {
		t.set("round_trip", d.time("round_trip", 3*time.Millisecond))
	}
	if !d.Plain && d.rarely("limit", 3) {
		t.set("max_connections", d.one("max_connections", 4, 30))
		if d.rarely("reserved", 2) {
			t.set("superuser_reserved_connections", d.one("reserved_connections", 0, 3))
		}
		if d.rarely("refuse", 3) {
			t.set("refuse", d.law("refuse", 10*time.Millisecond))
		}
	}
	if !d.Plain && !d.Constant && d.rarely("contention", 4) {
		t.set("contention", of(d, "contention_model",
			`{ model = "cores", cores = 4 }`, `{ model = "usl", sigma = 0.1, kappa = 0.01 }`, `{ model = "table", connections = [1, 8], throughput = [1.0, 4.0] }`))
	}
	if len(t.Keys) == 0 {
		t.set("round_trip", time.Duration(0))
	}
}

// fault draws a [[fault]].
func (d *drawing) fault() {
	kind := of(d, "fault", "restart", "connect-fails", "slow-connect", "dispose")
	at := d.within("at")
	t := Table{}
	t.set("kind", fmt.Sprintf("%q", kind))
	if len(d.out.Database.Keys) == 0 && kind != "dispose" {
		d.out.Database.set("round_trip", time.Duration(0))
	}
	switch kind {
	case "restart":
		t.set("at", at)
		t.set("reset_fails", d.rarely("reset_fails", 2))
	case "dispose":
		t.set("at", at)
		if len(d.out.Pools) > 1 && d.rarely("dispose_one", 2) {
			t.set("pool", d.out.Pools[0].Get("name"))
		}
		t.set("recreate", !d.rarely("pool_dispose", 3))
	default:
		t.set("from", at)
		t.set("to", at+d.time("length", d.end/2)+1)
		if kind == "slow-connect" {
			t.set("connect", d.law("slow", 100*time.Millisecond))
		} else if d.rarely("takes", 2) {
			t.set("takes", d.law("takes", 20*time.Millisecond))
		}
	}
	d.out.Faults = append(d.out.Faults, t)
}
