package experiment_test

import (
	"testing"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// TestHash: the hash is of what is simulated, and of nothing else.
func TestHash(t *testing.T) {
	t.Parallel()
	const base = "[[pool]]\nname = \"main\"\n[[class]]\nname = \"api\"\narrivals = { process = \"trace\", file = \"t.csv\" }\n"
	const trace = "job,arrival_seconds,step,holder,hold_seconds\n1,0,0,main,1\n"
	hash := func(text, trace string, set ...string) string {
		t.Helper()
		sc, err := scenario.Parse("t.toml", []byte(text), scenario.Options{
			Set: set, ReadFile: func(string) ([]byte, error) { return []byte(trace), nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		return experiment.Hash(sc)
	}
	same := hash(base, trace)
	for name, got := range map[string]string{
		"a comment":         hash("# hello\n"+base, trace),
		"a default":         hash(base, trace, "run.seed=1"),
		"what a sweep does": hash(base+"[sweep]\nvary = [\"pool.main.pool_size=1:9\"]\n", trace),
	} {
		if got != same {
			t.Errorf("%s changes the hash", name)
		}
	}
	for name, got := range map[string]string{
		"the seed":             hash(base, trace, "run.seed=2"),
		"a setting":            hash(base, trace, "pool.main.pool_size=7"),
		"the trace's contents": hash(base, trace+"2,0,0,main,1\n"),
	} {
		if got == same {
			t.Errorf("%s does not change the hash", name)
		}
	}
}
