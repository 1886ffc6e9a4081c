package scenariotest

import (
	"flag"
	"os"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// Check tries a property on n random scenarios, or on POOLSIM_SCENARIOS if that is set: always the same ones, or those that
// POOLSIM_SEED begins with. One for which it does not hold is made as small as it can be and shown as a file, with the seed
// that replays it: go test -run TEST -rapid.seed=SEED.
//
// It sets flags of the process, so tests that call it must not run in parallel with each other.
func Check(t *testing.T, n int, p Profile, property func(t *rapid.T, s *Scenario)) {
	t.Helper()
	draw := Draw(p)
	CheckAny(t, n, func(t *rapid.T) { property(t, draw.Draw(t, "scenario")) })
}

// CheckAny is Check for a property that draws by itself.
func CheckAny(t *testing.T, n int, property func(t *rapid.T)) {
	t.Helper()
	set(t, "rapid.checks", "POOLSIM_SCENARIOS", strconv.Itoa(n))
	set(t, "rapid.seed", "POOLSIM_SEED", "1")
	set(t, "rapid.nofailfile", "", "true") // the seed says as much, and leaves no file behind
	rapid.Check(t, property)
}

// Full reports whether more scenarios are to be tried than in a plain go test.
func Full() bool { return os.Getenv("POOLSIM_SCENARIOS") != "" }

// set gives a flag the value of an environment variable, or the usual one; what the command line says is stronger.
func set(t *testing.T, name, env, usual string) {
	t.Helper()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name && !ours[name] })
	if given {
		return
	}
	if v := os.Getenv(env); v != "" {
		usual = v
	}
	ours[name] = true
	if err := flag.Set(name, usual); err != nil {
		t.Fatal(err)
	}
}

// ours are the flags that set has set: flag.Visit cannot tell them from those of the command line.
var ours = map[string]bool{}
