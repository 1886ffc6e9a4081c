package study_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/queueing"
	"poolsim/sim/scenario"
	"poolsim/sim/study"
)

// sourceOf returns the scenarios that a text makes with further overrides.
func sourceOf(text string) study.Source {
	return func(set []string) (*scenario.Scenario, error) {
		sc, err := scenario.Parse("test.toml", []byte(text), scenario.Options{Set: set})
		if err != nil {
			return nil, err
		}
		return sc, nil
	}
}

// search returns a search of a scenario for a key or several.
func search(t testing.TB, kind study.Kind, text string, keys ...string) *study.Search {
	t.Helper()
	s := &study.Search{Kind: kind, Source: sourceOf(text)}
	s.Version = "test"
	base, err := s.Source(nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Base = base
	for _, key := range keys {
		l, err := study.ParseLadder(key)
		if err != nil {
			t.Fatal(err)
		}
		if l.Values == nil {
			value, _ := study.Setting(base, key)
			if kind == study.Capacity && !strings.HasSuffix(key, "users") {
				l, err = study.StepLadder(key, value, 0.01)
			} else {
				l, err = study.WholeLadder(key, 10_000)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		s.For = append(s.For, l)
	}
	return s
}

func find(t testing.TB, s *study.Search) *study.SearchResult {
	t.Helper()
	r, err := s.Run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// markovian is a random M/M/c scenario with a target, whose exact answer is known.
type markovian struct {
	rate, hold float64 // per second, seconds
	key        string  // wait_p99 or wait_ratio
	limit      float64
	dialect    string
	blind      bool // the arrivals are written so that no closed form knows them
}

// newMarkovian draws a setting: a load of 2 to 40 erlangs, and a target between hardly any and many waits.
func newMarkovian(r *rand.Rand) markovian {
	load := math.Exp(math.Log(2) + r.Float64()*math.Log(20))
	m := markovian{hold: math.Round(1e4*math.Exp(math.Log(0.01)+r.Float64()*math.Log(20))) / 1e4, dialect: "textbook"}
	m.rate = math.Round(load/m.hold*10) / 10
	if r.IntN(2) == 0 {
		m.dialect = "sqlalchemy-async"
	}
	m.blind = r.IntN(2) == 0
	if r.IntN(2) == 0 {
		m.key, m.limit = "wait_ratio", math.Round(1e3*(0.01+0.3*r.Float64()))/1e3
	} else {
		m.key, m.limit = "wait_p99", math.Round(1e4*m.hold*(0.1+r.Float64()))/1e4
	}
	return m
}

// meets reports whether c servers at a rate meet the target, by Erlang C.
func (m markovian) meets(c int, rate float64) bool {
	q := queueing.MMc{C: c, Rate: rate, Hold: m.hold}
	if q.Load() >= float64(c) {
		return false
	}
	if m.key == "wait_ratio" {
		return q.WaitRatio() <= m.limit
	}
	return q.WaitQuantile(0.99) <= m.limit
}

// size is the exact answer.
func (m markovian) size() int {
	c := 1
	for !m.meets(c, m.rate) {
		c++
	}
	return c
}

// toml writes the scenario, with so many acquires in a replication.
func (m markovian) toml(size int, acquires float64) string {
	limit := fmt.Sprint(m.limit)
	if m.key == "wait_p99" {
		limit = fmt.Sprintf("\"%gms\"", 1e3*m.limit)
	}
	pool := fmt.Sprintf("dialect = \"textbook\"\nsize = %d", size)
	if m.dialect != "textbook" {
		pool = fmt.Sprintf("dialect = %q\npool_size = %d\nmax_overflow = 0\npool_timeout = \"none\"", m.dialect, size)
	}
	arrivals := fmt.Sprintf("{ process = \"poisson\", rate = \"%g/s\" }", m.rate)
	if m.blind {
		arrivals = fmt.Sprintf("{ process = \"piecewise\", from = [\"0s\"], rates = [\"%g/s\"] }", m.rate)
	}
	return fmt.Sprintf(`
[run]
duration = "%.0fms"
warmup = "%.0fms"
replications = 10
[[pool]]
name = "main"
%s
[[class]]
name = "api"
arrivals = %s
[[class.step]]
holder = "main"
hold = { dist = "exponential", mean = "%gms" }
[slo]
%s = %s
`, 1e3*acquires/m.rate, 1e3*100*m.hold, pool, arrivals, 1e3*m.hold, m.key, limit)
}

// sizeKey is the key of the pool's size.
func (m markovian) sizeKey() string {
	if m.dialect == "textbook" {
		return "pool.main.size"
	}
	return "pool.main.pool_size"
}

// settings returns how many random settings to try: a few, or all of those that a claim rests on.
func settings(t *testing.T, few int) int {
	if os.Getenv("POOLSIM_FULL") != "" {
		return 20
	}
	if testing.Short() {
		t.Skip("simulates")
	}
	return few
}

// TestSizeFindsErlangC lets size search random M/M/c settings whose smallest size is known exactly. The answer is right if it
// is that; it is within its stated confidence if it is larger, and the search says of the exact one that it is not
// decided. Anything else is wrong.
func TestSizeFindsErlangC(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1917, 1))
	exact, stated, n := 0, 0, settings(t, 2)
	var cost, even, adaptive float64
	for i := range n {
		m := newMarkovian(r)
		want := m.size()
		most := 2*int(math.Ceil(m.rate*m.hold)) + 10
		s := search(t, study.Size, m.toml(1, 8000), fmt.Sprintf("%s=1:%d", m.sizeKey(), most))
		found := find(t, s)
		got := 0
		if found.Found {
			fmt.Sscan(found.At[0], &got)
		}
		verdict := "exact"
		switch {
		case got == want && found.Confirmed:
			exact++
		case got > want && undecided(found, want, got):
			stated++
			verdict = "not decided below"
		default:
			verdict = "WRONG"
			t.Errorf("setting %d, %+v: size says %d, Erlang C %d: %s", i, m, got, want, brief(found))
		}
		w := found.Work
		cost, even, adaptive = cost+w.Acquires, even+float64(w.GridEven), adaptive+float64(w.GridAdaptive)
		t.Logf("%2d %-16s blind %-5v load %5.2f %s <= %g: %d, Erlang C %d: %s; %d runs of %d candidates, %.3g acquires; grid %.3g (even) %.3g (adaptive); %s",
			i, m.dialect, m.blind, m.rate*m.hold, m.key, m.limit, got, want, verdict, w.Cells, w.GridCells, w.Acquires, float64(w.GridEven), float64(w.GridAdaptive), brief(found))
	}
	t.Logf("size: %d of %d exact, %d within the stated confidence; %.3g acquires, a grid %.3g (x %.1f) with even precision, %.3g (x %.2f) with adaptive",
		exact, n, stated, cost, even, even/cost, adaptive, adaptive/cost)
	if exact+stated != n {
		t.Errorf("%d of %d settings are wrong", n-exact-stated, n)
	}
}

// undecided reports whether the search says of every candidate from one to below another that it is not decided.
func undecided(r *study.SearchResult, from, below int) bool {
	for c := from; c < below; c++ {
		said := false
		for _, p := range r.Probes {
			if p.At[0] == fmt.Sprint(c) && p.Purpose == study.ForConfirm {
				said = p.Judgement == experiment.NotDecided
			}
		}
		if !said {
			return false
		}
	}
	return true
}

// brief lists the probes of a search.
func brief(r *study.SearchResult) string {
	var parts []string
	for _, p := range r.Probes {
		parts = append(parts, fmt.Sprintf("%s:%c%s/%d", strings.Join(p.At, ","), p.Purpose[0], map[experiment.Judgement]string{
			experiment.Met: "+", experiment.NotMet: "-", experiment.NotDecided: "?",
		}[p.Judgement], p.Replications))
	}
	return strings.Join(parts, " ")
}

// text returns a result as JSON.
func text(t testing.TB, r *study.SearchResult) string {
	t.Helper()
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
