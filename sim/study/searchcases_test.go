package study_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// contended is a pool before a database that becomes slower with every connection in use: small pools make requests wait in
// line, large ones make all of them slow.
const contended = `
[run]
duration = "120s"
warmup = "10s"
replications = 5
[database]
contention = { model = "usl", sigma = 0.02, kappa = 0.02 }
[[pool]]
name = "main"
dialect = "textbook"
size = 10
[[class]]
name = "user"
arrivals = { process = "closed", users = 60, think = { dist = "exponential", mean = "300ms" } }
[[class.step]]
holder = "main"
hold = { dist = "exponential", mean = "50ms" }
[slo]
`

// served is a pool of one process with an open load of 4 erlangs.
const served = `
[run]
duration = "60s"
warmup = "5s"
replications = 5
[[pool]]
name = "main"
pool_size = 5
max_overflow = 2
pool_timeout = "1s"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "80/s" }
[[class.step]]
holder = "main"
hold = { dist = "exponential", mean = "50ms" }
[slo]
`

func TestSizeSaysWhenLargerIsWorse(t *testing.T) {
	t.Parallel()
	r := find(t, search(t, study.Size, contended+"response_mean = \"640ms\"", "pool.main.size=1:60"))
	if !r.Found || !r.Confirmed || r.Monotone || len(r.Regions) == 0 {
		t.Fatalf("found %v at %v, confirmed %v, monotone %v, regions %v: %s", r.Found, r.At, r.Confirmed, r.Monotone, r.Regions, brief(r))
	}
	if n := len(r.Regions); n != 1 || r.Regions[0].First != r.At[0] || number(t, r.Regions[0].Last) > 14 {
		t.Errorf("the answer is %s, the regions %v: %s", r.At, r.Regions, brief(r))
	}
	if r.Guess.By != "square-root staffing" || number(t, r.Guess.At[0]) < 12 {
		t.Errorf("the guess %+v is no trap", r.Guess)
	}
}

func TestSizeSaysWhenNothingIsEnough(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, key, target, what, why string }{
		{served + "response_mean = \"40ms\"", "pool.main.pool_size=1:30", "response_mean", "response", "no pool can change it"},
		{contended + "response_mean = \"20ms\"", "pool.main.size=1:60", "response_mean", "response", "takes longer the more connections"},
		{served + "wait_p99 = \"1ms\"", "pool.main.pool_size=1:2", "wait_p99", "wait", "is asked for 4 connections and has"},
		{served + "in_use_mean = 3", "pool.main.pool_size=3:30", "in_use_mean", "connections", "needed by the load itself"},
		{
			strings.Replace(served, "[[pool]]", "[database]\nmax_connections = 5\n[[pool]]", 1) + "failure_ratio = 1e-3",
			"pool.main.pool_size=4:30", "failure_ratio", "failures", "the database refuses",
		},
	} {
		s := search(t, study.Size, c.text, c.key)
		s.Effort = &experiment.Effort{First: 5, Most: 20}
		r := find(t, s)
		if r.Found || len(r.Binding) == 0 || len(r.Rows) != 1 {
			t.Errorf("%s: found %v, %d bind: %s", c.target, r.At, len(r.Binding), brief(r))
			continue
		}
		b := r.Binding[0]
		if b.Target != c.target || b.What != c.what || !strings.Contains(b.Why, c.why) || b.Judgement != experiment.NotMet {
			t.Errorf("%s: %s, %s: %s", c.target, b.Target, b.What, b.Why)
		}
	}
}

func TestCapacityThatIsNotToBeHad(t *testing.T) {
	t.Parallel()
	r := find(t, search(t, study.Capacity, served+"response_mean = \"40ms\"", "class.api.arrivals.rate=1/s:100/s:1/s"))
	if r.Found || len(r.Binding) != 1 || r.Binding[0].Target != "response_mean" {
		t.Errorf("found %v: %s", r.At, brief(r))
	}
}

func TestSearchAtTheEndsOfItsRange(t *testing.T) {
	t.Parallel()
	r := find(t, search(t, study.Size, served+"wait_p99 = \"1s\"", "pool.main.pool_size=20:30"))
	if !r.Found || r.At[0] != "20" || r.Harder != nil || len(r.Rows) != 2 || len(r.Binding) != 0 {
		t.Errorf("%v, harder %v, %d rows: %s", r.At, r.Harder, len(r.Rows), brief(r))
	}
	r = find(t, search(t, study.Capacity, served+"wait_p99 = \"1s\"", "class.api.arrivals.rate=1/s:20/s:1/s"))
	if !r.Found || r.At[0] != "20/s" || r.Harder != nil || len(r.Rows) != 2 {
		t.Errorf("%v, harder %v, %d rows: %s", r.At, r.Harder, len(r.Rows), brief(r))
	}
}

// TestSizeOfSeveralKeys compares the cheapest combination with what a grid of all of them finds.
func TestSizeOfSeveralKeys(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("simulates")
	}
	text := served + "wait_p99 = \"20ms\""
	s := search(t, study.Size, text, "pool.main.max_overflow=0:8:2", "pool.main.pool_size=1:12")
	e := experiment.Effort{First: 5, Most: 40}
	s.Effort = &e
	r := find(t, s)
	if !r.Found || !r.Confirmed {
		t.Fatalf("found %v: %s", r.At, brief(r))
	}
	var axes []study.Axis
	for _, l := range s.For {
		a, err := study.ParseAxis(l.Key + "=" + strings.Join(l.Values, ","))
		if err != nil {
			t.Fatal(err)
		}
		axes = append(axes, a)
	}
	grid, err := study.NewGrid(axes...)
	if err != nil {
		t.Fatal(err)
	}
	all, err := (&study.Sweep{Source: s.Source, Base: s.Base, Grid: grid, Options: study.Options{Effort: &e}}).Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	least := 1 << 30
	for _, c := range all.Cells {
		if cost := number(t, c.At[0]) + number(t, c.At[1]); c.Judgement() == experiment.Met && cost < least {
			least = cost
		}
	}
	if got := number(t, r.At[0]) + number(t, r.At[1]); got != least || float64(r.Cost) != float64(least) {
		t.Errorf("%v costs %d (%g), the cheapest of the grid %d: %s", r.At, got, float64(r.Cost), least, brief(r))
	}
	if searched := r.Work.Cells; searched >= r.Work.GridCells || r.Work.GridCells != 60 {
		t.Errorf("%d of %d combinations", searched, r.Work.GridCells)
	}
}

func number(t *testing.T, text string) (n int) {
	t.Helper()
	for _, c := range text {
		n = 10*n + int(c-'0')
	}
	return n
}

// TestSearchIsTheSameWithAnyWorkersAndAfterAnInterruption compares the bytes of results: with one worker and several, and
// after the journal was cut anywhere.
func TestSearchIsTheSameWithAnyWorkersAndAfterAnInterruption(t *testing.T) {
	t.Parallel()
	text1 := strings.Replace(served, "60s", "20s", 1) + "wait_p99 = \"20ms\""
	run := func(workers int, j *study.Journal) (string, *study.SearchResult) {
		s := search(t, study.Size, text1, "pool.main.pool_size=1:20")
		s.Workers, s.Journal = workers, j
		s.Effort = &experiment.Effort{First: 5, Most: 20}
		r := find(t, s)
		return text(t, r), r
	}
	s := search(t, study.Size, text1, "pool.main.pool_size=1:20")
	s.Effort = &experiment.Effort{First: 5, Most: 20}
	id := s.Identity()
	var journal bytes.Buffer
	want, _ := run(1, study.NewJournal(id, &journal))
	for _, workers := range []int{2, 7} {
		if got, _ := run(workers, nil); got != want {
			t.Errorf("%d workers change the result:\n%s\n%s", workers, got, want)
		}
	}
	whole := journal.String()
	r := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		cut := whole[:r.IntN(len(whole)+1)]
		j, n, err := study.ReadJournal(id, strings.NewReader(cut))
		if err != nil {
			t.Fatal(err)
		}
		rest := bytes.NewBufferString(cut[:n])
		j.Append(rest)
		if got, _ := run(3, j); got != want {
			t.Errorf("cut at byte %d of %d, the result changes", len(cut), len(whole))
		}
		j, n, err = study.ReadJournal(id, bytes.NewReader(rest.Bytes()))
		if err != nil || n != int64(rest.Len()) {
			t.Fatalf("the continued journal is whole up to byte %d of %d: %v", n, rest.Len(), err)
		}
		if got, _ := run(2, j); got != want || j.Len() != 0 {
			t.Errorf("the continued journal gives another result, or does not have all: %d left", j.Len())
		}
	}
	if other := search(t, study.Capacity, text1, "class.api.arrivals.rate=1/s:9/s:1/s").Identity(); other == id {
		t.Error("another search has the same identity")
	}
}

// fullDisk takes so many bytes and no more.
type fullDisk struct{ left int }

var errFull = errors.New("no space left")

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.left -= len(b); d.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestSearchStopsAtAFullDiskAndWhenInterrupted(t *testing.T) {
	t.Parallel()
	s := search(t, study.Size, served+"wait_p99 = \"20ms\"", "pool.main.pool_size=1:20")
	s.Journal = study.NewJournal(s.Identity(), &fullDisk{2000})
	if r, err := s.Run(context.Background()); r != nil || !errors.Is(err, errFull) {
		t.Errorf("a full disk: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.Journal = nil
	s.Tell = func(now study.Underway) {
		if now.Probe == 2 {
			cancel()
		}
	}
	if r, err := s.Run(ctx); r != nil || !errors.Is(err, experiment.ErrInterrupted) {
		t.Errorf("interrupted: %v", err)
	}
}

func TestSearchRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind study.Kind
		text string
		keys []string
		want string
	}{
		{study.Size, served, []string{"pool.main.pool_size=1:9"}, "no [slo]"},
		{study.Size, served + "wait_p99 = \"1s\"", []string{"pool.main.pool_pre_ping=true,false"}, "have an order"},
		{study.Size, served + "wait_p99 = \"1s\"", []string{"pool.main.pool_siz=1:9"}, "did you mean pool_size?"},
		{study.Size, served + "wait_p99 = \"1s\"", []string{"pool.main.pool_size=1:9", "pool.main.pool_size=1:9"}, "twice"},
		{study.Size, served + "wait_p99 = \"1s\"", []string{"pool.main.pool_size", "pool.main.max_overflow=1:9"}, "needs its values"},
		{study.Capacity, served + "wait_p99 = \"1s\"", []string{"class.api.arrivals.rate=1/s:2/s:1/s", "pool.main.pool_size=1:2"}, "one key"},
		{study.Capacity, served + "wait_p99 = \"1s\"", []string{"class.api.arrivals.rate=-1/s,2/s"}, "must not be negative"},
	} {
		_, err := search(t, c.kind, c.text, c.keys...).Run(context.Background())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: %v, want %q", c.keys, err, c.want)
		}
	}
	for text, want := range map[string]string{
		"": "write --for KEY", "x=": "value is empty", "x=1,1": "the same", "x=1s,1000ms": "the same value", "x=10:1:1": "does not lead",
		"a..b=1:2": "part of the key is empty",
	} {
		if _, err := study.ParseLadder(text); err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "--for") {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
