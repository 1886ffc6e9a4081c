package scenario

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sweepText = `[sweep]
vary = [
  "pool.main.pool_size=10:100:10",
  ["pool.main.max_overflow=1,2", 'title="a, b",c'],
  ["run.seed=1"],
]
`

func TestSweep(t *testing.T) {
	s := mustParse(t, minimal+sweepText, Options{})
	want := [][]string{{"pool.main.pool_size=10:100:10"}, {"pool.main.max_overflow=1,2", `title="a, b",c`}, {"run.seed=1"}}
	if diff := cmp.Diff(want, s.Sweep); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	const line = `vary = ["pool.main.pool_size=10:100:10", ["pool.main.max_overflow=1,2", "title=\"a, b\",c"], ["run.seed=1"]]`
	if text := s.TOML(); !strings.HasSuffix(text, "\n[sweep]\n"+line+"\n") {
		t.Errorf("the effective scenario is\n%s", text)
	}
	again := mustParse(t, s.TOML(), Options{})
	if !reflect.DeepEqual(s, again) {
		t.Errorf("%s\nreads back as\n%s", s.TOML(), again.TOML())
	}
}

// What a study varies is nothing that a single run depends on.
func TestSweepChangesNoModel(t *testing.T) {
	with, without := mustParse(t, minimal+sweepText, Options{}), mustParse(t, minimal, Options{})
	with.Sweep = nil
	delete(with.Echo, "sweep")
	if !reflect.DeepEqual(with, without) {
		t.Errorf("with [sweep]\n%+v\nwithout\n%+v", with, without)
	}
	if without.Sweep != nil {
		t.Errorf("a scenario without [sweep] varies %v", without.Sweep)
	}
}

func TestSweepOverrides(t *testing.T) {
	for _, c := range []struct {
		set  string
		want [][]string
	}{
		{`sweep.vary.0="run.seed=1:9"`, [][]string{{"run.seed=1:9"}, {"pool.main.max_overflow=1,2", `title="a, b",c`}, {"run.seed=1"}}},
		{`sweep.vary.1.0=run.seed=1`, [][]string{{"pool.main.pool_size=10:100:10"}, {"run.seed=1", `title="a, b",c`}, {"run.seed=1"}}},
		{`sweep.vary=["app.workers=1:8"]`, [][]string{{"app.workers=1:8"}}},
	} {
		s := mustParse(t, minimal+sweepText, Options{Set: []string{c.set}})
		if diff := cmp.Diff(c.want, s.Sweep); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.set, diff)
		}
	}
}

func TestSweepIsLimited(t *testing.T) {
	long := strings.Repeat("x", maxOverride+1)
	for _, c := range []struct{ vary, want string }{
		{"[" + strings.Repeat(`"a=1",`, maxAxes+1) + "]", "sweep: vary: must have at most 64 elements, has 65"},
		{"[[" + strings.Repeat(`"a=1",`, maxZipped+1) + "]]", "sweep: vary: an array within it must have at most 64 elements, has 65"},
		{`["` + long + `"]`, "sweep: vary: a text is too long: at most 64 KiB are read"},
	} {
		f := faultsOf(t, minimal+"[sweep]\nvary = "+c.vary, Options{})
		if len(f.Faults) != 1 || f.Faults[0].Message != c.want {
			t.Errorf("got %v, want %s", f.Faults, c.want)
		}
	}
	mustParse(t, minimal+"[sweep]\nvary = ["+strings.Repeat(`"a=1",`, maxAxes)+"]", Options{})
}
