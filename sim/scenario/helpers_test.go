package scenario

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"poolsim/sim/param"
	"poolsim/workload"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// minimal is the least that a scenario needs.
const minimal = `[[pool]]
name = "main"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "300/s" }
[[class.step]]
holder = "auth"
hold = "2ms"
`

func readTestdata(t testing.TB, name string) string {
	t.Helper()
	return readFile(t, "testdata/"+name)
}

func mustParse(t *testing.T, text string, opts Options) *Scenario {
	t.Helper()
	s, err := Parse("test.toml", []byte(text), opts)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// faultsOf returns the faults of a text that has some.
func faultsOf(t *testing.T, text string, opts Options) *Faults {
	t.Helper()
	_, err := Parse("test.toml", []byte(text), opts)
	var f *Faults
	if !errors.As(err, &f) {
		t.Fatalf("Parse gave %v, want *Faults", err)
	}
	return f
}

// script is an arrival process with two recorded jobs whose holders come from a file, one a line.
type script struct{ holders []string }

func (*script) MeanRate() float64                  { return 0 }
func (*script) Schedule() workload.Schedule        { return nil }
func (*script) Script(int) []workload.ScriptedStep { return nil }
func (s *script) Holders() []string                { return s.holders }
func (*script) CancelAfter(int) time.Duration      { return workload.Forever }

var _ workload.Scripted = (*script)(nil)

func init() {
	workload.Processes.Register("test-script", workload.ArrivalsSpec{
		Spec: param.Spec{
			Name: "test-script",
			Params: []param.Param{
				{Name: "file", Kind: param.Path, Required: true, Help: "the recorded jobs"},
				{Name: "shift", Kind: param.Durations, Default: []time.Duration{time.Second}},
			},
		},
		New: func(v param.Values, read func(string) ([]byte, error)) (workload.Arrivals, error) {
			b, err := read(v.Text("file"))
			if err != nil {
				return nil, err
			}
			return &script{strings.Fields(string(b))}, nil
		},
	})
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
