package experiment_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"time"

	"poolsim/sim/experiment"
)

// rareCase is a queue whose share of timeouts is known.
type rareCase struct {
	name         string
	size         int
	overflow     int
	timeout      string
	classes      [][3]string // name, rate, mean hold
	exact        float64
	duration     string
	warmup       string
	replications int
	full         bool // takes long
	textbook     bool // the dialect of that name
}

// rareCases are M/M/c queues with a deterministic limit of the wait. The exact values are those of the M/M/c+D formula (Baccelli
// and Hebuterne 1981; Zeltyn and Mandelbaum, Queueing Systems 51 (2005)) and, with two classes, of the age process of the
// head of line by matrix-analytic methods; each was computed twice, independently.
var rareCases = []rareCase{
	{"rare-01", 10, 0, "1677ms", [][3]string{{"main", "16/s", "500ms"}}, 9.99702551457e-05, "1000s", "54s", 40, false, false},
	{"rare-02", 10, 0, "2828ms", [][3]string{{"main", "16/s", "500ms"}}, 1.00047700774e-06, "1000s", "54s", 40, false, false},
	{"rare-03", 10, 0, "4555ms", [][3]string{{"main", "16/s", "500ms"}}, 1.00022820113e-09, "1000s", "54s", 40, true, false},
	{"rare-04", 50, 100, "30s", [][3]string{{"main", "14.55/s", "10s"}}, 2.5287960904e-08, "20000s", "3500s", 20, true, false},
	{"rare-05", 4, 2, "1s", [][3]string{{"auth", "48/s", "4ms"}, {"main", "12/s", "250ms"}}, 4.5199207531e-07, "1000s", "60s", 40, false, false},
	{"rare-01 textbook", 10, 0, "1677ms", [][3]string{{"main", "16/s", "500ms"}}, 9.99702551457e-05, "1000s", "54s", 40, false, true},
	{"rare-05 textbook", 4, 2, "1s", [][3]string{{"auth", "48/s", "4ms"}, {"main", "12/s", "250ms"}}, 4.5199207531e-07, "1000s", "60s", 40, true, true},
}

// toml writes the case as a scenario.
func (c *rareCase) toml() string {
	var b strings.Builder
	fmt.Fprintf(&b, "[run]\nduration=%q\nwarmup=%q\nreplications=%d\n", c.duration, c.warmup, c.replications)
	pool := "pool_size=%d\nmax_overflow=%d\npool_timeout=%q\n"
	if c.textbook {
		pool = "dialect=\"textbook\"\nsize=%d\noverflow=%d\ntimeout=%q\n"
	}
	fmt.Fprintf(&b, "[[pool]]\nname=\"main\"\n"+pool, c.size, c.overflow, c.timeout)
	for _, k := range c.classes {
		fmt.Fprintf(&b, "[[class]]\nname=%q\narrivals={process=\"poisson\",rate=%q}\n[[class.step]]\nholder=%q\nhold={dist=\"exponential\",mean=%q}\n",
			k[0], k[1], k[0], k[2])
	}
	return b.String()
}

func (c *rareCase) study(tb testing.TB, o experiment.RareOptions, set ...string) *experiment.RareResult {
	tb.Helper()
	r, err := experiment.Rare(context.Background(), parse(tb, c.toml(), set...), o)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// TestRareTimeouts: the estimate lies within 10^0.1 of the exact value, and that within the 99 % interval.
func TestRareTimeouts(t *testing.T) {
	for _, c := range rareCases {
		t.Run(c.name, func(t *testing.T) {
			if c.full && os.Getenv("POOLSIM_FULL") == "" {
				t.Skip("takes long: POOLSIM_FULL=1 runs it")
			}
			begun := time.Now()
			r := c.study(t, experiment.RareOptions{Effort: 500})
			p := &r.Timeouts
			t.Logf("%.4g, 95 %% [%.4g, %.4g], 99 %% [%.4g, %.4g]; exact %.4g, ratio %.3f", p.Value, p.Lo, p.Hi, p.Lo99, p.Hi99, c.exact, float64(p.Value)/c.exact)
			t.Logf("%.1f s, %.3g events, of which plain %.3g; gain %.3g; %.2f timeouts a reach", time.Since(begun).Seconds(), float64(r.Events), float64(r.PlainEvents), r.Gain, r.PerReach)
			for _, l := range r.Levels {
				t.Logf("age %.3f s: %d of %d, %.3g", l.AgeSeconds, l.Reached, l.Starts, l.Ratio)
			}
			if math.Abs(math.Log10(float64(p.Value)/c.exact)) >= 0.1 {
				t.Errorf("the estimate %.4g is not within 10^0.1 of %.4g", p.Value, c.exact)
			}
			if float64(p.Lo99) > c.exact || float64(p.Hi99) < c.exact {
				t.Errorf("%.4g is not within the 99 %% interval [%.4g, %.4g]", c.exact, p.Lo99, p.Hi99)
			}
			for _, w := range r.Warnings {
				t.Errorf("a warning: %s", w)
			}
		})
	}
}

// TestRareCoverage: the intervals of studies with seeds of their own hold the exact value as often as they say. Each is small,
// which is when the estimates are skewed most. The bands are those of 99.9 % for that many binomial trials.
func TestRareCoverage(t *testing.T) {
	if os.Getenv("POOLSIM_FULL") == "" {
		t.Skip("takes minutes: POOLSIM_FULL=1 runs it")
	}
	const studies = 200
	for _, c := range rareCases[:2] {
		t.Run(c.name, func(t *testing.T) {
			c.replications, c.duration = 10, "300s"
			in95, in99, linear, mean := 0, 0, 0, 0.0
			for i := range studies {
				r := c.study(t, experiment.RareOptions{Effort: 200}, fmt.Sprint("run.seed=", 1000+i))
				p := &r.Timeouts
				if float64(p.Lo) <= c.exact && c.exact <= float64(p.Hi) {
					in95++
				}
				if float64(p.Lo99) <= c.exact && c.exact <= float64(p.Hi99) {
					in99++
				}
				if h := math.Log(float64(p.Hi / p.Value)); math.Abs(c.exact/float64(p.Value)-1) <= h {
					linear++
				}
				mean += float64(p.Value) / c.exact / studies
			}
			t.Logf("of %d intervals at 95 %% %d hold the exact value (%d had they been made without logarithms), of those at 99 %% %d; mean of the estimates %.3f of it",
				studies, in95, linear, in99, mean)
			if in95 < 179 || in99 < 192 {
				t.Errorf("the intervals are too narrow")
			}
			if math.Abs(mean-1) > 0.1 {
				t.Errorf("the estimates are biased: their mean is %.3f of the exact value", mean)
			}
		})
	}
}

// TestRareBytes: the same study is the same, with any number of workers.
func TestRareBytes(t *testing.T) {
	t.Parallel()
	c := rareCases[0]
	c.replications, c.duration = 3, "200s"
	var first []byte
	for _, workers := range []int{1, 2, 8} {
		r := c.study(t, experiment.RareOptions{Effort: 50, Options: experiment.Options{Workers: workers}})
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Errorf("%d workers: %s, want %s", workers, b, first)
		}
	}
}

// TestRareUnfit: what cannot be studied is refused in words.
func TestRareUnfit(t *testing.T) {
	t.Parallel()
	c := rareCases[0]
	c.replications, c.duration = 2, "100s"
	for _, k := range []struct {
		pool, want string
		set        []string
	}{
		{"", "no pool has a timeout", []string{`pool.main.pool_timeout="none"`}},
		{"", "no pool has a timeout", []string{"pool.main.pool_timeout=0s"}},
		{"main", "nobody waits until a timeout", []string{`pool.main.pool_timeout="none"`}},
		{"other", `there is no pool "other"`, nil},
		{"", "nobody ever waits in line", []string{"pool.main.max_overflow=-1"}},
		{"", "timeouts are not rare", []string{"pool.main.pool_timeout=50ms", "run.duration=1000s"}},
		{"", "or the line never ends", []string{"class.main.arrivals.rate=30/s", "pool.main.pool_timeout=1000s", "run.duration=10s"}},
		{"", "at least 2 replications", []string{"run.replications=1"}},
	} {
		_, err := experiment.Rare(context.Background(), parse(t, c.toml(), k.set...), experiment.RareOptions{Pool: k.pool, Effort: 50})
		var unfit experiment.Unfit
		if !errors.As(err, &unfit) || !strings.Contains(err.Error(), k.want) {
			t.Errorf("pool %q, %q: %v, want %s", k.pool, k.set, err, k.want)
		}
	}
}
