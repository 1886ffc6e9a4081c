package experiment_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"

	"poolsim/sim/stat"
)

var update = flag.Bool("update", false, "write notebooks/coverage.md anew")

const coverageDocument = "../../notebooks/coverage.md"

// long reports whether tests by simulation run at their full length, minutes, instead of seconds.
func long() bool { return os.Getenv("POOLSIM_FULL") != "" }

// coverage is how often the nominal 95 % intervals of one experiment, repeated many times, cover the truth.
type coverage struct {
	experiment, measure string
	truth               float64 // what is to be covered
	want, se            float64 // the true coverage and its standard error; want 0: nobody knows, but no less than nominal

	n, covered, open, flagged int // repetitions, those that cover, those without an upper bound, with correlated batches
}

// add counts the interval of one repetition. One without an upper bound covers what is above.
func (c *coverage) add(lo, hi float64) {
	c.n++
	if lo <= c.truth && (math.IsNaN(hi) || c.truth <= hi) {
		c.covered++
	}
	if math.IsNaN(hi) {
		c.open++
	}
}

func (c *coverage) addInterval(v stat.Interval) { c.add(v.Lo, v.Hi) }

// observed returns the coverage, and the two-sided 99.9 % binomial band around what it should be.
func (c *coverage) observed() (share, from, to float64) {
	want, top := c.want, 1.0
	if want == 0 {
		want = stat.Confidence
	}
	half := 3.29 * math.Sqrt(want*(1-want)/float64(c.n)+c.se*c.se)
	if c.want != 0 {
		top = min(1, want+half)
	}
	return float64(c.covered) / float64(c.n), want - half, top
}

// row writes the coverage as a row of the document.
func (c *coverage) row() string {
	truth := "-"
	if c.want != 0 {
		truth = fmt.Sprintf("%.4f ± %.4f", c.want, c.se)
	}
	observed, from, to := c.observed()
	words := fmt.Sprintf("| %s | %s | 0.95 | %s | %.4f | %d | %.3f to %.3f |", c.experiment, c.measure, truth, observed, c.n, from, to)
	if c.open > 0 {
		words += fmt.Sprintf(" %.0f %% without upper bound |", 100*float64(c.open)/float64(c.n))
	} else if c.flagged > 0 {
		words += fmt.Sprintf(" %.1f %% with the warning |", 100*float64(c.flagged)/float64(c.n))
	} else {
		words += " |"
	}
	return words
}

// coverageAnchors are true coverages of intervals, by very many repetitions with another program: sim/stat/testdata/README.md.
type coverageAnchors struct {
	AR1 []struct {
		Phi      float64 `json:"phi"`
		N        int     `json:"n"`
		Batches  int     `json:"batches"`
		Coverage float64 `json:"coverage95"`
		SE       float64 `json:"coverage_se"`
	} `json:"ar1_batch_means"`
	MM1  []mm1Anchor `json:"mm1_coverage"`
	Pool []struct {
		Runs     int     `json:"R"`
		Warmup   int     `json:"warm"`
		Length   int     `json:"horizon"`
		Measure  string  `json:"measure"`
		Truth    float64 `json:"truth"`
		Coverage float64 `json:"coverage95"`
		SE       float64 `json:"coverage95_se"`
	} `json:"pool_coverage"`
}

type mm1Anchor struct {
	Mode     string  `json:"mode"` // first, repdel: replications; bm: batches from empty; bms: from the steady state
	Rho      float64 `json:"rho"`
	Runs     int     `json:"R_or_batches"`
	Waits    int     `json:"waits"`
	Deleted  int     `json:"deleted"`
	Truth    float64 `json:"truth"`
	Coverage float64 `json:"coverage95"`
	SE       float64 `json:"coverage95_se"`
}

func readCoverageAnchors(tb testing.TB) *coverageAnchors {
	tb.Helper()
	f, err := os.Open("../stat/testdata/anchors.json.gz")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	a := &coverageAnchors{}
	if err := json.NewDecoder(zip).Decode(a); err != nil {
		tb.Fatal(err)
	}
	return a
}

// TestCoverage repeats experiments whose truth is known and counts how often the nominal 95 % intervals cover it. Each must
// lie in the 99.9 % binomial band around its own true coverage, which catches wrong t quantiles, n for n-1 and wrong
// batches. Where nobody knows the true coverage, of quantiles, it must not lie below the band around 95 %. The document
// shows the short runs; with POOLSIM_FULL=1 there are many more repetitions, and the log shows them.
func TestCoverage(t *testing.T) {
	t.Parallel()
	a := readCoverageAnchors(t)
	sections := []struct {
		heading, words string
		measure        func() []*coverage
	}{
		{
			"Batch means of an AR(1) process",
			"One run of n values in batches, from the steady state. The warning is that of correlated batches, for 20 of them.",
			func() []*coverage { return coverAR1(a) },
		},
		{
			"Means of M/M/1 waits",
			"Replications from an empty queue, some waits deleted, or one run in 20 batches.",
			func() []*coverage { return coverMM1(a) },
		},
		{
			"Quantiles of M/M/1 waits, and of independent values",
			"The intervals of `stat.Tails`, from the steady state. Nobody knows their true coverage: it must not be less than nominal.",
			coverQuantiles,
		},
		{
			"A pool of 3 + 2 connections with a timeout of 1 s",
			"Whole experiments of poolsim: 8 Poisson arrivals a second, exponential holds of 0.5 s (BH81, ZM05: M/M/c with deterministic patience).",
			func() []*coverage { return coverPool(t, a) },
		},
	}
	results := make([][]*coverage, len(sections))
	var wg sync.WaitGroup
	for i := range sections {
		wg.Go(func() { results[i] = sections[i].measure() })
	}
	wg.Wait()
	var page bytes.Buffer
	page.WriteString(`# How often the intervals cover the truth

Written by a test: ` + "`go test ./sim/experiment -run TestCoverage -update`" + `. Do not edit.

Experiments whose truth is known are repeated, and it is counted how often a nominal 95 % interval covers it. A short run's interval covers less
often than 95 %, whoever computes it: "true" is how often, by 1000 to 200 000 repetitions with another program (sim/stat/testdata/README.md).
What is observed must lie in the two-sided 99.9 % binomial band around that. ` + "`POOLSIM_FULL=1 go test ./sim/experiment -run TestCoverage -v`" + ` has many
more repetitions, and so narrower bands.
`)
	for i, s := range sections {
		fmt.Fprintf(&page, "\n## %s\n\n%s\n\n", s.heading, s.words)
		page.WriteString("| experiment | interval for | nominal | true | observed | repetitions | band | |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
		for _, c := range results[i] {
			page.WriteString(c.row() + "\n")
			if share, from, to := c.observed(); share < from || share > to {
				t.Errorf("%s, %s: %.4f of %d intervals cover, want %.4f to %.4f", c.experiment, c.measure, share, c.n, from, to)
			}
		}
	}
	t.Log("\n" + page.String())
	comparePage(t, page.Bytes())
}

// comparePage compares with the document, or writes it.
func comparePage(t *testing.T, page []byte) {
	t.Helper()
	if long() {
		return
	}
	if *update {
		if err := os.WriteFile(coverageDocument, page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(coverageDocument)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(page, want) {
		t.Errorf("notebooks/coverage.md is not what the test finds; write it anew with -update and say why it changed:\n%s", firstDifference(string(page), string(want)))
	}
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "found:    " + a[i] + "\ndocument: " + b[i]
		}
	}
	return fmt.Sprintf("found %d lines, the document has %d", len(a), len(b))
}
