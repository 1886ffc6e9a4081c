package study_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
	"poolsim/sim/study"
)

// small is a scenario of a few milliseconds.
const small = `
[run]
duration = "5s"
warmup = "1s"
replications = 4
[[pool]]
name = "main"
dialect = "sqlalchemy-async"
pool_size = 4
max_overflow = 2
pool_timeout = "1s"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "60/s" }
  [[class.step]]
  holder = "main"
  hold = { dist = "exponential", mean = "60ms" }
[slo]
wait_p99 = "100ms"
`

func source(text string) study.Source {
	return func(set []string) (*scenario.Scenario, error) {
		sc, err := scenario.Parse("small.toml", []byte(text), scenario.Options{Set: set})
		if err != nil {
			return nil, err
		}
		return sc, nil
	}
}

// newSweep returns a sweep of 5 x 4 cells, with further axes instead if some are given.
func newSweep(t testing.TB, text string, axes ...string) *study.Sweep {
	t.Helper()
	if len(axes) == 0 {
		axes = []string{"pool.main.pool_size=1:9:2", "class.api.arrivals.rate=40/s:100/s:20/s"}
	}
	var list []study.Axis
	for _, text := range axes {
		a, err := study.ParseAxis(text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, a)
	}
	grid, err := study.NewGrid(list...)
	if err != nil {
		t.Fatal(err)
	}
	base, err := source(text)(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &study.Sweep{
		Source: source(text), Base: base, Grid: grid,
		Options: study.Options{Version: "v", Effort: &experiment.Effort{First: 5, Most: 20}},
	}
}

func mustRun(t *testing.T, s *study.Sweep) *study.SweepResult {
	t.Helper()
	r, err := s.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// bytesOf is a result as bytes.
func bytesOf(t *testing.T, r *study.SweepResult) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestSweepIsTheSameHoweverItIsRun: one worker or many, whole or in shards that come in any order, and read back.
func TestSweepIsTheSameHoweverItIsRun(t *testing.T) {
	t.Parallel()
	whole := mustRun(t, newSweep(t, small))
	if len(whole.Cells) != 20 || whole.Planned != 20 {
		t.Fatalf("%d cells", len(whole.Cells))
	}
	want := bytesOf(t, whole)
	one := newSweep(t, small)
	one.Workers = 1
	if got := bytesOf(t, mustRun(t, one)); got != want {
		t.Error("one worker gives other bytes")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for _, of := range []int{7, 23} {
		var shards []*study.SweepResult
		var names []string
		for i := range of {
			s := newSweep(t, small)
			s.Shard = study.Shard{Index: i + 1, Of: of}
			part, err := study.ReadSweep([]byte(bytesOf(t, mustRun(t, s))))
			if err != nil {
				t.Fatal(err)
			}
			shards, names = append(shards, part), append(names, s.Shard.String())
		}
		rng.Shuffle(of, func(i, k int) { shards[i], shards[k] = shards[k], shards[i] })
		merged, err := study.Merge(shards, names)
		if err != nil {
			t.Fatal(err)
		}
		if got := bytesOf(t, merged); got != want {
			t.Errorf("%d shards give other bytes", of)
		}
	}
}

// TestCellsWithOtherColumns: a varied setting can add metrics; the shards of such a sweep still merge to the same bytes.
func TestCellsWithOtherColumns(t *testing.T) {
	t.Parallel()
	axes := []string{`run.sample_at=[],["3s"]`, "pool.main.pool_size=3,4,5"}
	sweep := func(shard study.Shard) *study.Sweep {
		s := newSweep(t, small, axes...)
		s.Effort, s.Shard = nil, shard
		return s
	}
	want := bytesOf(t, mustRun(t, sweep(study.Whole)))
	if !strings.Contains(want, `"stat":"at 3s"`) {
		t.Fatal("the cells have no further columns")
	}
	var shards []*study.SweepResult
	for i := range 2 {
		part, err := study.ReadSweep([]byte(bytesOf(t, mustRun(t, sweep(study.Shard{Index: i + 1, Of: 2})))))
		if err != nil {
			t.Fatal(err)
		}
		shards = append(shards, part)
	}
	merged, err := study.Merge(shards, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	if got := bytesOf(t, merged); got != want {
		t.Error("other bytes")
	}
}

// TestSweepGoesOn cuts the journal of a whole sweep at random bytes, as a kill or a full disk would, and goes on with it.
func TestSweepGoesOn(t *testing.T) {
	t.Parallel()
	id := study.Identity{Kind: "sweep", Version: "v", Hash: "h"}
	var journal bytes.Buffer
	s := newSweep(t, small)
	s.Journal = study.NewJournal(id, &journal)
	want := bytesOf(t, mustRun(t, s))
	full := journal.Bytes()
	rng := rand.New(rand.NewPCG(3, 4))
	cuts := []int{0, 1, len(full) - 1, len(full)}
	for range 5 {
		cuts = append(cuts, rng.IntN(len(full)))
	}
	for _, cut := range cuts {
		j, whole, err := study.ReadJournal(id, bytes.NewReader(full[:cut]))
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		had := j.Len()
		rest := bytes.NewBuffer(slices.Clone(full[:whole]))
		j.Append(rest)
		again := newSweep(t, small)
		ran := 0
		plain := again.Source
		again.Source = func(set []string) (*scenario.Scenario, error) { ran++; return plain(set) }
		again.Journal, again.Workers = j, 1
		if got := bytesOf(t, mustRun(t, again)); got != want {
			t.Errorf("cut at %d of %d: other bytes", cut, len(full))
		}
		if ran+had != 20 {
			t.Errorf("cut at %d: %d cells were there, %d were run", cut, had, ran)
		}
		// What was appended makes the journal whole again.
		if j, _, err := study.ReadJournal(id, rest); err != nil || j.Len() != 20 {
			t.Errorf("cut at %d: the journal has %d cells afterwards: %v", cut, j.Len(), err)
		}
	}
}

func TestJournalsOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	id := study.Identity{Kind: "sweep", Version: "v", Hash: "h"}
	var journal bytes.Buffer
	s := newSweep(t, small, "pool.main.pool_size=3,4")
	s.Journal = study.NewJournal(id, &journal)
	mustRun(t, s)
	for _, other := range []study.Identity{{"size", "v", "h"}, {"sweep", "w", "h"}, {"sweep", "v", "i"}} {
		if _, _, err := study.ReadJournal(other, bytes.NewReader(journal.Bytes())); !errors.Is(err, study.ErrOtherStudy) {
			t.Errorf("%v: %v", other, err)
		}
	}
	for _, junk := range []string{"[run]\nduration=1\n", "{}\n", "{\"journal\":\"sweep\"}\n", "x"} {
		if _, _, err := study.ReadJournal(id, strings.NewReader(junk)); err == nil {
			t.Errorf("%q passes for a journal", junk)
		}
	}
	if _, _, err := study.ReadJournal(id, strings.NewReader(journal.String()+"nonsense\n")); err == nil {
		t.Error("a line of nonsense is accepted")
	}
}

func TestFullDiskStopsASweep(t *testing.T) {
	t.Parallel()
	s := newSweep(t, small)
	s.Journal = study.NewJournal(study.Identity{Kind: "sweep"}, &fullDisk{20_000})
	if _, err := s.Run(context.Background()); !errors.Is(err, errFull) {
		t.Errorf("ended with %v", err)
	}
}

// TestInterruptedSweepHasWholeCells stops after some cells.
func TestInterruptedSweepHasWholeCells(t *testing.T) {
	t.Parallel()
	whole := mustRun(t, newSweep(t, small))
	ctx, cancel := context.WithCancel(context.Background())
	s := newSweep(t, small)
	s.Progress = func(done, _ int) {
		if done == 5 {
			cancel()
		}
	}
	r, err := s.Run(ctx)
	if !errors.Is(err, experiment.ErrInterrupted) || len(r.Cells) < 5 || len(r.Cells) > 10 {
		t.Fatalf("%d cells, %v", len(r.Cells), err)
	}
	for _, c := range r.Cells {
		got, _ := json.Marshal(c)
		want, _ := json.Marshal(whole.Cells[c.Cell])
		if !bytes.Equal(got, want) {
			t.Errorf("cell %d is not that of the whole sweep", c.Cell)
		}
	}
}

// TestEffortGoesToTheBoundary: cells far from the limit stop at the first look, cells at it get more; no cell has more than
// the most; what is decided is decided rightly here, by a sweep of 40 replications each.
func TestEffortGoesToTheBoundary(t *testing.T) {
	t.Parallel()
	long := strings.Replace(small, `"5s"`, `"20s"`, 1)
	r := mustRun(t, newSweep(t, long, "pool.main.pool_size=1:9"))
	sure := newSweep(t, strings.Replace(long, "replications = 4", "replications = 40", 1), "pool.main.pool_size=1:9")
	sure.Effort = nil
	truth := mustRun(t, sure)
	var runs []int
	for i, c := range r.Cells {
		runs = append(runs, c.Replications)
		want := truth.Cells[i].Judgement()
		if got := c.Judgement(); got != experiment.NotDecided && want != experiment.NotDecided && got != want {
			t.Errorf("%v is %s after %d replications, %s after 40", c.At, got, c.Replications, want)
		}
	}
	if runs[0] != 5 || runs[8] != 5 || slices.Max(runs) <= 5 || slices.Max(runs) > 20 {
		t.Errorf("replications by pool size: %v", runs)
	}
}

func TestMergeRefuses(t *testing.T) {
	t.Parallel()
	part := func(index, of int, change func(*study.Sweep)) *study.SweepResult {
		s := newSweep(t, small, "pool.main.pool_size=3:8")
		s.Shard, s.Effort = study.Shard{Index: index, Of: of}, nil
		if change != nil {
			change(s)
		}
		return mustRun(t, s)
	}
	a, b, c := part(1, 3, nil), part(2, 3, nil), part(3, 3, nil)
	other := part(2, 3, func(s *study.Sweep) { s.Base, _ = s.Source([]string{"run.seed=2"}) })
	version := part(2, 3, func(s *study.Sweep) { s.Version = "w" })
	for _, x := range []struct {
		shards []*study.SweepResult
		want   string
	}{
		{[]*study.SweepResult{a, c}, "2 of 6 cells are in no shard: 2, 5; shard 2/3 was not given"},
		{[]*study.SweepResult{a, b, c, b}, "cell 2 is both in 1 and in 3"},
		{[]*study.SweepResult{a, other, c}, "1 is of another study than 0: study_hash is "},
		{[]*study.SweepResult{a, version, c}, "1 is of poolsim w, 0 of poolsim v: their numbers must not be mixed"},
		{nil, "nothing to merge"},
	} {
		_, err := study.Merge(x.shards, []string{"0", "1", "2", "3"})
		if err == nil || !strings.HasPrefix(err.Error(), x.want) {
			t.Errorf("got %v, want %s", err, x.want)
		}
	}
	if _, err := study.Merge([]*study.SweepResult{c, a, b}, []string{"0", "1", "2"}); err != nil {
		t.Error(err)
	}
}

// sourceWith adds overrides to those of every cell.
func sourceWith(s study.Source, set ...string) study.Source {
	return func(more []string) (*scenario.Scenario, error) { return s(append(slices.Clone(set), more...)) }
}
