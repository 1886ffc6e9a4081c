package scenario

import (
	"reflect"
	"strings"
	"testing"

	"poolsim/workload"
)

const loadText = minimal + `[[class]]
name = "users"
arrivals = { process = "closed", users = 5 }
[[class.step]]
holder = "main"
hold = "2ms"
`

func TestLoad(t *testing.T) {
	for _, c := range []struct {
		load  string
		rate  float64
		users int
	}{{"2", 600, 10}, {"0.5", 150, 3}, {"1", 300, 5}, {"1.1", 330, 6}, {"0.000001", 3e-4, 1}} {
		s := mustParse(t, loadText, Options{Set: []string{"run.load=" + c.load}})
		rate, users := s.Model.Classes[0].Arrivals.MeanRate(), s.Model.Classes[1].Arrivals.(*workload.Closed).Users
		if d := rate - c.rate; d > 1e-9 || d < -1e-9 || users != c.users {
			t.Errorf("at load %s the rate is %g and there are %d users, want %g and %d", c.load, rate, users, c.rate, c.users)
		}
		again := mustParse(t, s.TOML(), Options{})
		if !reflect.DeepEqual(s, again) {
			t.Errorf("%s\nreads back as\n%s", s.TOML(), again.TOML())
		}
		if strings.Contains(s.TOML(), "load") != (c.load != "1") || !strings.Contains(s.TOML(), `rate = "300/s"`) {
			t.Errorf("at load %s the effective scenario is\n%s", c.load, s.TOML())
		}
	}
}

// A load of 1 is no load at all: nothing that is simulated or written differs.
func TestLoadOfOne(t *testing.T) {
	without, with := mustParse(t, loadText, Options{}), mustParse(t, loadText, Options{Set: []string{"run.load=1.0"}})
	if !reflect.DeepEqual(without, with) || without.TOML() != with.TOML() || without.Load != 1 {
		t.Errorf("%+v\n%+v", without, with)
	}
}

func TestLoadRefuses(t *testing.T) {
	opts := func(load string) Options {
		return Options{
			Set:      []string{"run.load=" + load, "class.api.rate=900000000/s", "class.users.users=9000000"},
			ReadFile: func(string) ([]byte, error) { return []byte("main"), nil },
		}
	}
	script := "[[class]]\nname = \"replay\"\narrivals = { process = \"test-script\", file = \"jobs\" }\n"
	f := faultsOf(t, loadText+script, opts("1.5"))
	var got []string
	for _, fault := range f.Faults {
		got = append(got, fault.Message)
	}
	want := []string{
		`run: load: the arrivals of class "api", multiplied: rate must be at most 1000000000/s`,
		`run: load: the arrivals of class "users", multiplied: users must be at most 10000000`,
		`run: load: the arrivals of class "replay" cannot be multiplied: leave load out`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	mustParse(t, loadText+script, opts("1"))
}
