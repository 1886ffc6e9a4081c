package pool_test

import (
	"math/rand/v2"
	"testing"

	"poolsim/sim"
)

// TestAgainstDumbInTies plays random traces full of ties with the pool in single steps and with the second implementation,
// by both rules, and compares every row, and every number of those that come to an end.
func TestAgainstDumbInTies(t *testing.T) {
	t.Parallel()
	traces := 3000
	if testing.Short() {
		traces = 300
	}
	for seed := range traces {
		v := tickTrace(rand.New(rand.NewPCG(uint64(seed), 4)))
		easyCancels(v)
		for _, as := range []asIf{stepped311, stepped312} {
			if d := dumbDiffers(t, v, as); d != "" {
				t.Fatalf("seed %d, Python %s:%s\n%s", seed, as.python, d, traceJSON(t, v))
			}
		}
	}
}

// dumbDiffers compares what the pool does with what the second implementation does.
func dumbDiffers(t *testing.T, v *vector, as asIf) string {
	t.Helper()
	p := newReplay(t, v, as)
	if err := p.engine.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	want, got := playDumbLoop(v, as.python == "3.12"), *p.result()
	got.Ties = want.Ties
	if want.Stuck { // the end is the last timer then, even one that has nothing to do any more
		want, got = vectorResult{Rows: want.Rows}, vectorResult{Rows: got.Rows}
	}
	return difference(&want, &got)
}

// easyCancels takes back the cancellations that the replay does not play as the real pool would: a task that is cancelled in
// the instant of its arrival never runs, and a record that a nested task drops stays with it until it has given back all
// others.
func easyCancels(v *vector) {
	for i := range v.Trace.Tasks {
		if k := &v.Trace.Tasks[i]; k.Cancel != nil && (k.Nested || *k.Cancel == k.Arrive) {
			k.Cancel = nil
		}
	}
}
