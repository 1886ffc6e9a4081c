package experiment_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
)

// TestTheoryCases holds simulated models against exact answers: every case of testdata/theory, or of the directory in
// POOLSIM_THEORY_CASES, is written as a scenario, run, and judged measure by measure by its z-score. A case fails when a
// |z| is larger than all measures together have with probability 0.001; all cases fail when the z-scores together are
// wider or narrower than normal ones. There is no tolerance in per cent: longer runs make it sharper.
//
// POOLSIM_FULL=1 runs the lengths that the cases hint at; POOLSIM_FULL=I/N every Nth case, from the Ith on, the costliest
// first, and the others shorter, so that N runs see every case in full. POOLSIM_THEORY_ATTEMPTS=N runs about N attempts a case
// (the short version has 150,000). They say how long each case took. POOLSIM_THEORY_SEED=N takes other random numbers. The
// table of z-scores is printed with -v, and when something fails.
func TestTheoryCases(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("minutes under the race detector; what is concurrent in it is the test itself")
	}
	dir := cmp.Or(os.Getenv("POOLSIM_THEORY_CASES"), "testdata/theory")
	attempts := float64(environ(t, "POOLSIM_THEORY_ATTEMPTS", shortAttempts))
	salt := environ(t, "POOLSIM_THEORY_SEED", 0)
	cases := readTheoryCases(t, dir)
	if len(cases) == 0 {
		t.Fatalf("no cases in %s", dir)
	}
	measures := 0
	for _, c := range cases {
		measures += len(c.Measure)
	}
	limit := limitZ(measures)
	full := hintedInFull(t, cases, os.Getenv("POOLSIM_FULL"))
	var all [][]theoryScore
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			length := attempts
			if full[c.Name] {
				length = math.Inf(1)
			}
			if scores := checkTheory(t, c, length, salt, limit); scores != nil {
				all = append(all, scores)
			}
		})
	}
	t.Log(theoryTable(all))
	judgeTogether(t, all, limit)
}

// hintedInFull names the cases that run as long as they hint at: none for "", all for "1", every nth of them for "i/n".
func hintedInFull(t *testing.T, cases []*theoryCase, share string) map[string]bool {
	t.Helper()
	if share == "" {
		return nil
	}
	i, n := 0, 1
	if first, count, ok := strings.Cut(share, "/"); ok {
		var err1, err2 error
		i, err1 = strconv.Atoi(first)
		n, err2 = strconv.Atoi(count)
		if err1 != nil || err2 != nil || n < 1 || i < 0 || i >= n {
			t.Fatalf("POOLSIM_FULL = %q: 1 for all, or I/N with 0 <= I < N", share)
		}
	}
	cost := map[string]float64{}
	for _, c := range cases {
		cfg := c.config(t)
		cost[c.Name] = c.attempts(&cfg)
	}
	byCost := slices.Clone(cases)
	slices.SortStableFunc(byCost, func(a, b *theoryCase) int { return cmp.Compare(cost[b.Name], cost[a.Name]) })
	full := map[string]bool{}
	for k := i; k < len(byCost); k += n {
		full[byCost[k].Name] = true
	}
	return full
}

// TestHintedInFull: as many runs as there are shares see every case once.
func TestHintedInFull(t *testing.T) {
	cases := readTheoryCases(t, "testdata/theory")
	seen := map[string]int{}
	for i := range 12 {
		for name := range hintedInFull(t, cases, fmt.Sprintf("%d/12", i)) {
			seen[name]++
		}
	}
	for _, c := range cases {
		if seen[c.Name] != 1 {
			t.Errorf("%s is in %d shares", c.Name, seen[c.Name])
		}
	}
	if all := hintedInFull(t, cases, "1"); len(all) != len(cases) {
		t.Errorf("%d of %d cases for all", len(all), len(cases))
	}
}

// environ returns the whole number in an environment variable.
func environ(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// config returns the case as a model, read from the scenario that it is written as.
func (c *theoryCase) config(t *testing.T) model.Config {
	t.Helper()
	sc, err := scenario.Parse(c.Name+".toml", []byte(c.toml()), scenario.Options{ReadFile: c.readFile})
	if err != nil {
		t.Fatalf("%v\n%s", err, c.toml())
	}
	return sc.Model
}

// checkTheory runs a case and judges its measures one by one.
func checkTheory(t *testing.T, c *theoryCase, length float64, salt uint64, limit float64) []theoryScore {
	t.Helper()
	cfg := c.config(t)
	cfg.Seed = seedOf(c.Name, salt)
	if c.Run.Kind == "trace" {
		checkTrace(t, c, cfg)
		return nil
	}
	var measures []*theoryMeasure
	for _, name := range c.measures() {
		m, err := c.measure(name)
		if err != nil {
			t.Fatal(err)
		}
		measures = append(measures, m)
	}
	p := c.plan(&cfg, length)
	began := time.Now()
	runs, attempts, err := runTheory(c, cfg, p, measures)
	if err != nil {
		t.Fatal(err)
	}
	if length > shortAttempts {
		t.Logf("%d replications of %v, %.3g attempts: %v", p.replications, p.horizon, attempts, time.Since(began).Round(time.Millisecond))
	}
	var scores []theoryScore
	for i, m := range measures {
		events := m.chance * attempts / fewest
		if c.Run.Kind == "transient" {
			events = m.chance * float64(p.replications) / fewestAlone
		}
		s := m.score(c.Name, runs[i], events)
		if math.Abs(s.z) > limit {
			t.Errorf("%s: estimate %.7g, exact %.7g: z = %.2f is beyond %.2f", m.name, s.estimate, s.exact, s.z, limit)
		}
		scores = append(scores, s)
	}
	return scores
}

// judgeTogether holds all z-scores against the normal law. The measures of one case depend on each other, so that a case
// counts as one observation in the widths of the bands: their coverage is at least 99.9 %.
func judgeTogether(t *testing.T, all [][]theoryScore, limit float64) {
	t.Helper()
	judged, beyond, squares, largest := 0.0, 0.0, 0.0, theoryScore{}
	notes := map[string]int{}
	for _, scores := range all {
		for _, s := range scores {
			if s.note != "" {
				notes[s.note]++
				continue
			}
			judged++
			squares += s.z * s.z
			if math.Abs(s.z) > 2 {
				beyond++
			}
			if math.Abs(s.z) > math.Abs(largest.z) {
				largest = s
			}
		}
	}
	if judged == 0 {
		return
	}
	rms, share := math.Sqrt(squares/judged), beyond/judged
	t.Logf("%d cases, %.0f z-scores: rms %.3f, %.1f %% beyond 2, largest %.2f (%s %s), limit %.2f; not judged by z: %v",
		len(all), judged, rms, 100*share, largest.z, largest.name, largest.measure, limit, notes)
	const wide, p = 3.29, 0.0455
	n := float64(len(all))
	if dev := math.Abs(rms*rms - 1); dev > wide*math.Sqrt(2/n) {
		t.Errorf("rms z is %.3f: too far from 1", rms)
	}
	if share > p+wide*math.Sqrt(p*(1-p)/n) {
		t.Errorf("%.1f %% of all |z| are beyond 2, 4.6 %% are due", 100*share)
	}
}

// theoryTable writes all z-scores.
func theoryTable(all [][]theoryScore) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-14s %-32s %13s %13s %10s %6s\n", "case", "measure", "exact", "estimate", "se", "z")
	for _, scores := range all {
		for _, s := range scores {
			fmt.Fprintf(&b, "%-14s %-32s %13.7g %13.7g %10.2g %6.2f %s\n", s.name, s.measure, s.exact, s.estimate, s.se, s.z, s.note)
		}
	}
	return b.String()
}
