package study

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// service is a small pool with overflow, timeouts, connects that cost something, two classes.
const service = `
[run]
duration = "60s"
warmup = "5s"
replications = 5
[database]
connect = { dist = "lognormal", p50 = "16ms", p99 = "39ms" }
round_trip = "0.5ms"
max_connections = 60
[[pool]]
name = "main"
pool_size = 6
max_overflow = 9
pool_timeout = "200ms"
pool_pre_ping = true
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "90/s" }
  [[class.step]]
  holder = "main"
  hold = { dist = "gamma", mean = "100ms", cv = 1.2 }
[[class]]
name = "consumer"
arrivals = { process = "closed", users = 4, think = { dist = "exponential", mean = "100ms" } }
  [[class.step]]
  holder = "background"
  hold = "80ms"
[slo]
wait_p99 = "100ms"
in_use_p90 = 15
`

// variants makes variants of the service: each a name and overrides, separated by spaces.
func variants(tb testing.TB, list ...string) []Variant {
	tb.Helper()
	var out []Variant
	for _, text := range list {
		fields := strings.Fields(text)
		sc, err := scenario.Parse("service.toml", []byte(service), scenario.Options{Set: fields[1:]})
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, Variant{fields[0], sc})
	}
	return out
}

func compare(tb testing.TB, c *Compare) *CompareResult {
	tb.Helper()
	r, err := c.Run(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

func encode(tb testing.TB, v any) []byte {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// found returns one of the differences.
func (r *CompareResult) found(tb testing.TB, variant, metric, stat, pool, class string) *ComparedMetric {
	tb.Helper()
	for i := range r.Differences {
		if d := &r.Differences[i]; d.Variant == variant && d.Metric == metric && d.Stat == stat && d.Pool == pool && d.Class == class {
			return d
		}
	}
	tb.Fatalf("no difference %s %s of %s%s in %s", metric, stat, pool, class, variant)
	return nil
}

// TestCompareTheSame: identical settings are the same in every row, and need no more than the first look.
func TestCompareTheSame(t *testing.T) {
	t.Parallel()
	c := &Compare{Variants: variants(t, "a", "b", "c title=C")}
	r := compare(t, c)
	if len(r.Differences) != 2*(13+2*5+3) {
		t.Errorf("%d differences", len(r.Differences))
	}
	for i := range r.Differences {
		if d := &r.Differences[i]; d.Finding != TheSame || d.Difference != 0 || d.Lo != 0 || d.Hi != 0 || d.Base != d.Other {
			t.Errorf("%s: %+v", d.Variant, d)
		}
	}
	if !r.Decided || r.Replications != 5 || r.Budget != 20 || len(r.Warnings) != 0 {
		t.Errorf("%d of %d replications, %v, %q", r.Replications, r.Budget, r.Decided, r.Warnings)
	}
}

// TestCompareAgreesWithRun: the values of a variant are those that it has when it is run alone.
func TestCompareAgreesWithRun(t *testing.T) {
	t.Parallel()
	c := &Compare{Variants: variants(t, "a", "b pool.main.pool_size=9"), Options: Options{Effort: &experiment.Effort{First: 5, Most: 5}}}
	r := compare(t, c)
	for k, v := range c.Variants {
		alone, err := experiment.Run(context.Background(), v.Scenario, experiment.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var metrics []experiment.Metric
		for _, m := range alone.Metrics {
			if m.Holder == "" {
				metrics = append(metrics, m)
			}
		}
		got := &r.Variants[k]
		for what, pair := range map[string][2]any{
			"metrics": {got.Metrics, metrics}, "slo": {got.SLO, alone.SLO}, "warnings": {got.Warnings, alone.Warnings}, "hash": {got.ScenarioHash, alone.ScenarioHash},
		} {
			if a, b := encode(t, pair[0]), encode(t, pair[1]); !bytes.Equal(a, b) {
				t.Errorf("%s: %s are %s\nbut when it is run alone\n%s", v.Name, what, a, b)
			}
		}
	}
}

// TestCompareFindsDifferences: more connections wait less and connect more; what differs by chance alone is not found.
func TestCompareFindsDifferences(t *testing.T) {
	t.Parallel()
	c := &Compare{Variants: variants(t, "base", "more pool.main.max_overflow=12", "other run.seed=2")}
	r := compare(t, c)
	for _, w := range []struct {
		metric, stat, pool, class string
		want                      Finding
	}{
		{"wait_seconds", "mean", "main", "", Lower},
		{"wait_seconds", "p99", "main", "", Lower},
		{"open_connections", "mean", "main", "", Higher},
		{"in_use_connections", "p90", "main", "", Higher}, // a target of [slo]; with another seed it is the limit as well
		{"response_seconds", "mean", "", "api", Lower},
	} {
		d := r.found(t, "more", w.metric, w.stat, w.pool, w.class)
		if d.Finding != w.want {
			t.Errorf("%s %s: %+v, want %s", w.metric, w.stat, d, w.want)
		}
		if chance := r.found(t, "other", w.metric, w.stat, w.pool, w.class); chance.Finding != NotShown && chance.Finding != TheSame ||
			chance.Finding == NotShown && d.Hi-d.Lo > chance.Hi-chance.Lo {
			t.Errorf("%s %s: another seed alone gives %+v; with the same %+v", w.metric, w.stat, chance, d)
		}
	}
	if r.Decided || r.Replications != r.Budget || r.Budget != 20 {
		t.Errorf("%d of %d replications, %v", r.Replications, r.Budget, r.Decided)
	}
	if len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "other has the seed 2, base 1") {
		t.Errorf("warnings: %q", r.Warnings)
	}
}

// TestCompareStopsWhenDecided: replications are added for what is compared, and only as long as that is not decided.
func TestCompareStopsWhenDecided(t *testing.T) {
	t.Parallel()
	list := variants(t, "base", "more pool.main.max_overflow=12")
	if r := compare(t, &Compare{Variants: list, Metrics: []string{"wait_mean"}}); !r.Decided || r.Replications != 5 || len(r.Differences) != 1 {
		t.Errorf("%d replications, %v, %d differences", r.Replications, r.Decided, len(r.Differences))
	}
	c := &Compare{Variants: list, Metrics: []string{"completions_per_second"}, Margin: 0.02, Options: Options{Effort: &experiment.Effort{Most: 40}}}
	r := compare(t, c)
	if d := r.found(t, "more", "completions_per_second", "mean", "", "consumer"); d.Finding != Higher && d.Finding != WithinMargin {
		t.Errorf("%+v", d)
	}
	if !r.Decided || r.Replications == 40 {
		t.Errorf("%d replications, %v", r.Replications, r.Decided)
	}
}

// TestCompareUnlikeScenarios: pools and classes that only one has are listed, and said.
func TestCompareUnlikeScenarios(t *testing.T) {
	t.Parallel()
	list := variants(t, "base", "other pool.main.name=spare class.consumer.name=worker run.duration=30s run.precision=0.1 run.precision_on=wait_mean")
	r := compare(t, &Compare{Variants: list, Metrics: []string{"wait_mean", "response_mean"}})
	want := map[string]Finding{"main": OnlyBase, "spare": OnlyOther, "consumer": OnlyBase, "worker": OnlyOther, "api": Lower}
	for i := range r.Differences {
		d := &r.Differences[i]
		if name := d.Pool + d.Class; name != "api" && d.Finding != want[name] {
			t.Errorf("%s: %s, want %s", name, d.Finding, want[name])
		}
		delete(want, d.Pool+d.Class)
	}
	if len(want) > 0 {
		t.Errorf("not there: %v", want)
	}
	all := strings.Join(r.Warnings, "\n")
	for _, words := range []string{"measured for 30 s after 5 s, base for 60 s", "precision of wait_mean", "not all variants have pool main, class consumer, pool spare, class worker"} {
		if !strings.Contains(all, words) {
			t.Errorf("no warning says %q: %s", words, all)
		}
	}
}

func TestCompareRefuses(t *testing.T) {
	t.Parallel()
	two := variants(t, "a", "b")
	for want, c := range map[string]*Compare{
		"a comparison needs at least two variants":                 {Variants: two[:1]},
		"two variants are named a":                                 {Variants: []Variant{two[0], two[0]}},
		"a budget of 3 replications: the first look alone takes 5": {Variants: two, Options: Options{Effort: &experiment.Effort{Most: 3}}},
		"a margin of 1.5: must be at least 0 and less than 1":      {Variants: two, Margin: 1.5},
		"a comparison of 1 replications: it needs at least 2":      {Variants: two, Options: Options{Effort: &experiment.Effort{First: 1}}},
		"no variant has a metric wait_p98":                         {Variants: two, Metrics: []string{"wait_mean", "wait_p98"}},
	} {
		if _, err := c.Run(context.Background()); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for _, name := range []string{"wait_p99", "wait_seconds", "wait_seconds.p99", "database_connections.max", "timeout_ratio", "connects_per_second", "connects_total.total"} {
		if err := (&Compare{Variants: two, Metrics: []string{name}}).Check(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCompareSameBytes: with any number of workers, and from a journal that was cut anywhere.
func TestCompareSameBytes(t *testing.T) {
	t.Parallel()
	var journal bytes.Buffer
	make := func(workers int, j *Journal) *Compare {
		return &Compare{
			Variants: variants(t, "base run.warmup=auto", "more pool.main.max_overflow=10 run.warmup=auto"),
			Options:  Options{Workers: workers, Version: "v1", Journal: j, Effort: &experiment.Effort{First: 5, Most: 10}},
		}
	}
	id := Identity{Kind: "compare", Version: "v1", Hash: make(1, nil).Hash()}
	want := encode(t, compare(t, make(1, NewJournal(id, &journal))))
	whole := journal.Bytes()
	t.Logf("%d bytes of journal, %d records", len(whole), bytes.Count(whole, []byte("\n"))-1)
	random := rand.New(rand.NewPCG(11, 12))
	for _, workers := range []int{2, 7} {
		if got := encode(t, compare(t, make(workers, nil))); !bytes.Equal(got, want) {
			t.Errorf("%d workers give something else", workers)
		}
		at := random.IntN(len(whole) + 1)
		j, n, err := ReadJournal(id, bytes.NewReader(whole[:at]))
		if err != nil {
			t.Fatal(err)
		}
		again := bytes.NewBuffer(bytes.Clone(whole[:n]))
		j.Append(again)
		if got := encode(t, compare(t, make(workers, j))); !bytes.Equal(got, want) {
			t.Errorf("a journal cut at byte %d of %d gives something else", at, len(whole))
		}
		// What it had was not run again: as many records as before, and all of them.
		if a, b := bytes.Count(again.Bytes(), []byte("\n")), bytes.Count(whole, []byte("\n")); a != b {
			t.Errorf("the continued journal has %d lines, want %d", a, b)
		}
	}
}

// TestCompareInterrupted: the result is of whole pairs, and the journal goes on to the bytes of an uninterrupted run.
func TestCompareInterrupted(t *testing.T) {
	t.Parallel()
	var journal bytes.Buffer
	list := variants(t, "base", "more pool.main.max_overflow=10")
	effort := &experiment.Effort{First: 5, Most: 5}
	c := &Compare{Variants: list, Options: Options{Workers: 2, Effort: effort}}
	id := Identity{Kind: "compare", Hash: c.Hash()}
	want := encode(t, compare(t, c))

	ctx, cancel := context.WithCancel(context.Background())
	c.Journal = NewJournal(id, &journal)
	c.Progress = func(done, total int) {
		if total != 10 {
			t.Errorf("%d of %d replications", done, total)
		}
		if done == 5 {
			cancel()
		}
	}
	r, err := c.Run(ctx)
	if !errors.Is(err, experiment.ErrInterrupted) || r == nil || r.Replications < 2 || r.Replications > 3 || !strings.Contains(r.Warnings[0], "interrupted") {
		t.Fatalf("%v, %+v", err, r)
	}
	for _, v := range r.Variants {
		for _, m := range v.Metrics {
			if m.N > r.Replications {
				t.Errorf("%s: %+v is of more than %d replications", v.Name, m, r.Replications)
			}
		}
	}
	j, _, err := ReadJournal(id, bytes.NewReader(journal.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	c.Journal, c.Progress = j, nil
	if got := encode(t, compare(t, c)); !bytes.Equal(got, want) {
		t.Error("going on gives something else")
	}
	if j.Len() > 0 {
		t.Errorf("%d records were not used", j.Len())
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := (&Compare{Variants: list}).Run(done); r != nil || !errors.Is(err, experiment.ErrInterrupted) {
		t.Errorf("interrupted before it began: %v, %v", r, err)
	}
}

// failing is a full disk.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestCompareFullDisk(t *testing.T) {
	t.Parallel()
	c := &Compare{Variants: variants(t, "a", "b"), Options: Options{Journal: NewJournal(Identity{Kind: "compare"}, failing{})}}
	if r, err := c.Run(context.Background()); r != nil || err == nil || !strings.Contains(err.Error(), "no space left on device") {
		t.Errorf("%v, %v", r, err)
	}
}

// TestCompareDamagedJournal: a record that is not what it should be is an error with words, and no panic.
func TestCompareDamagedJournal(t *testing.T) {
	t.Parallel()
	list := variants(t, "a", "b")
	var journal bytes.Buffer
	id := Identity{Kind: "compare"}
	effort := &experiment.Effort{First: 2, Most: 2}
	compare(t, &Compare{Variants: list, Options: Options{Journal: NewJournal(id, &journal), Effort: effort, Workers: 1}})
	lines := strings.SplitAfter(journal.String(), "\n")
	random := rand.New(rand.NewPCG(3, 4))
	for range 40 {
		record := []byte(lines[1])
		at := strings.Index(lines[1], `"value":"`) + len(`"value":"`) + random.IntN(len(lines[1])-40)
		if at >= len(record)-4 || record[at] == 'x' {
			continue
		}
		record[at] = 'x'
		j, _, err := ReadJournal(id, strings.NewReader(lines[0]+string(record)))
		if err != nil {
			t.Fatal(err)
		}
		c := &Compare{Variants: list, Options: Options{Journal: j, Effort: effort}, Metrics: []string{"wait_p99"}}
		if _, err := c.Run(context.Background()); err != nil && !strings.Contains(err.Error(), "0/0") {
			t.Errorf("byte %d: %v", at, err)
		}
	}
}
