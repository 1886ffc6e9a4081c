package workload

import (
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"math"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write testdata/draws.txt anew")

// TestDrawsStay compares draws of every law and every arrival process with testdata/draws.txt: the first two, and a sum of 20,000.
// A result of an earlier version stays what it was, and is the same on every processor, only if they are.
func TestDrawsStay(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	line := func(kind, name string, draw func() (time.Duration, int)) {
		sum := fnv.New64a()
		var first []string
		for i := range 20_000 {
			d, n := draw()
			if i < 2 {
				first = append(first, fmt.Sprintf("%d x %d", d, n))
			}
			sum.Write(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, uint64(d)), uint64(n)))
		}
		fmt.Fprintf(&b, "%s %s: %s ... %016x\n", kind, name, strings.Join(first, ", "), sum.Sum64())
	}
	for _, c := range lawCases() {
		r := fixed(1)
		line("law", c.name, func() (time.Duration, int) { return c.law.Sample(r), 1 })
		fmt.Fprintf(&b, "    mean %x, cv %x\n", math.Float64bits(c.law.Mean()), math.Float64bits(c.law.CV()))
	}
	for _, c := range []struct {
		name    string
		process OpenArrivals
	}{
		{"poisson", must(NewPoisson(300))},
		{"batch", must(NewBatch(30, 4))},
		{"batch-geometric", must(NewBatchGeometric(30, 4.5))},
		{"deterministic", must(NewDeterministic(3))},
		{"deterministic-interval", must(NewDeterministicInterval(7 * ms))},
		{"mmpp", must(NewMMPP([]float64{20, 0, 300}, [][]float64{{0, 1, 2}, {3, 0, 0}, {5, 0, 0}}))},
		{"piecewise", must(NewPiecewise([]time.Duration{0, 5 * time.Second, 9 * time.Second}, []float64{100, 0, 30}))},
		{"renewal", must(NewRenewal(must(NewGamma(20*ms, 0.7))))},
		{"sinusoidal", must(NewSinusoidal(100, 0.8, time.Minute))},
	} {
		s, r := c.process.Schedule(), fixed(2)
		line("process", c.name, func() (time.Duration, int) {
			at, jobs, ok := s.Next(r)
			if !ok {
				t.Errorf("%s ends", c.name)
			}
			return at, jobs
		})
	}
	const file = "testdata/draws.txt"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(wanted)) {
		if i >= len(got) || i >= len(wanted) || got[i] != wanted[i] {
			t.Fatalf("line %d of %d is not that of %s: %s", i+1, len(got), file, got[min(i, len(got)-1)])
		}
	}
}
