package scenario

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"poolsim/sim/model"
	"poolsim/workload"
)

func TestParse(t *testing.T) {
	s, err := Parse("configs/lcfs.toml", []byte(readTestdata(t, "lcfs.toml")), Options{})
	if err != nil {
		t.Fatal(err)
	}
	m := s.Model
	got := []any{
		s.Name, s.Title, s.Replications, m.Seed, m.Warmup, m.Duration, m.Processes, m.Spread, s.End(),
		m.Database.RoundTrip, m.Database.MaxConnections, m.Database.Reserved, m.Database.Refuse == nil,
		len(m.Pools), m.Pools[0].Name, m.Pools[0].Dialect.Name, m.Pools[0].Values.Int("pool_size"),
		m.Pools[0].Values.Duration("pool_recycle"), m.Pools[0].Values["ping"], m.Pools[0].Values.Has("reset"),
		len(m.Classes), m.Classes[0].Arrivals.MeanRate(), m.Classes[1].Arrivals.(*workload.Closed).Users,
		m.Classes[0].Steps[0].Holder, m.Classes[0].Steps[0].Pool, m.Classes[0].Steps[1].Pool, m.Classes[0].Steps[1].Nested,
		m.Classes[0].Steps[0].Before == nil, m.Classes[0].Steps[1].Before,
	}
	want := []any{
		"lcfs.toml", "LCFS API: 50 + 100, one pool", 10, uint64(1), 5 * time.Minute, 30 * time.Minute, 1, model.RoundRobin, 35 * time.Minute,
		500 * time.Microsecond, 100, 3, true,
		1, "main", "sqlalchemy-async", int64(50),
		time.Hour, workload.Constant(300 * time.Microsecond), false,
		3, 300.0, 2,
		"auth", "main", "main", true,
		true, workload.Constant(time.Millisecond),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	targets := []Target{
		{Key: "wait_p99", Metric: "wait_seconds", Stat: "p99", Limit: 0.1},
		{Key: "in_use_p99", Metric: "in_use_connections", Stat: "p99", Limit: 130},
		{Key: "utilisation", Metric: "utilisation_ratio", Stat: "mean", Limit: 0.8},
		{Key: "timeout_ratio", Metric: "timeout_ratio", Stat: "ratio", Limit: 1e-4},
	}
	if diff := cmp.Diff(targets, s.SLO); diff != "" {
		t.Errorf("SLO (-want +got):\n%s", diff)
	}
	alerts := []Alert{{"in_use_connections", 130, 15 * time.Second}, {"wait_seconds", 0.05, 15 * time.Second}}
	if diff := cmp.Diff(alerts, s.Alerts); diff != "" {
		t.Errorf("alerts (-want +got):\n%s", diff)
	}
}

func TestDefaults(t *testing.T) {
	s := mustParse(t, minimal, Options{})
	got := []any{s.Title, s.Replications, s.Model.Seed, s.Model.Warmup, s.Model.Duration, s.Model.Processes, s.Model.Database == nil}
	want := []any{"test.toml", 10, uint64(1), 5 * time.Minute, 30 * time.Minute, 1, true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s = mustParse(t, minimal+"[database]\n[app]\ninstances = 3\nworkers = 4\nspread = \"random\"\n", Options{})
	if s.Model.Database == nil || s.Model.Database.Limit() != -1 || s.Model.Processes != 12 || s.Model.Spread != model.Random {
		t.Errorf("%+v", s.Model)
	}
	s = mustParse(t, minimal+"[database]\nmax_connections = 10\nsuperuser_reserved_connections = 0\nrefuse = \"1ms\"", Options{})
	if s.Model.Database.Limit() != 10 || s.Model.Database.Refuse != workload.Constant(time.Millisecond) {
		t.Errorf("%+v", s.Model.Database)
	}
}

// The effective scenario reads back as the same one, and writes the same text again.
func TestTOMLRoundTrip(t *testing.T) {
	opts := Options{ReadFile: func(string) ([]byte, error) { return []byte("a b"), nil }}
	trace := "[[pool]]\nname = \"main\"\n[[class]]\nname = \"replay\"\narrivals = { process = \"test-script\", file = 'C:\\x \"y\".csv' }\n"
	for name, text := range map[string]string{
		"lcfs": readTestdata(t, "lcfs.toml"), "minimal": minimal, "script": trace,
		"title": "title = 'a \"b\" \\ é'\n" + minimal + "[slo]\nutilisation_mean = 1\nwait_ratio = 1e-300\nin_use_max = 1e18\n",
	} {
		t.Run(name, func(t *testing.T) {
			first := mustParse(t, text, opts)
			again := mustParse(t, first.TOML(), opts)
			if !reflect.DeepEqual(first, again) {
				t.Errorf("%s\nreads back as\n%s", first.TOML(), again.TOML())
			}
			if first.TOML() != again.TOML() {
				t.Errorf("the second text differs:\n%s\n%s", first.TOML(), again.TOML())
			}
		})
	}
}

func TestScripted(t *testing.T) {
	const class = "[[class]]\nname = \"replay\"\narrivals = { process = \"test-script\", file = \"jobs.csv\" }\n"
	const pools = "[[pool]]\nname = \"main\"\n"
	jobs := func(text string) Options {
		return Options{ReadFile: func(path string) ([]byte, error) {
			if path != "jobs.csv" {
				return nil, errors.New("no such file")
			}
			return []byte(text), nil
		}}
	}
	s := mustParse(t, pools+class, jobs("auth main"))
	want := []workload.Step{{Holder: "auth", Pool: "main"}, {Holder: "main", Pool: "main"}}
	if diff := cmp.Diff(want, s.Model.Classes[0].Steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	mustParse(t, pools+class+"[[class.step]]\nholder = \"auth\"\n", jobs("auth"))
	for name, c := range map[string]struct {
		text string
		opts Options
		want string
	}{
		"no files":       {pools + class, Options{}, `test.toml:5:46: class "replay": arrivals: file: files cannot be read here`},
		"missing file":   {pools + strings.Replace(class, "jobs", "x", 1), jobs(""), `test.toml:5:46: class "replay": arrivals: file: no such file`},
		"missing holder": {pools + class + "[[class.step]]\nholder = \"auth\"\n", jobs("auth main"), `test.toml:5:12: class "replay": arrivals: holder "main" has no [[class.step]]: the steps are "auth"`},
		"bad holder":     {pools + class, jobs("a,b"), `test.toml:5:12: class "replay": arrivals: holder "a,b": a name has no ",": letters, digits, _, - and inner spaces are allowed`},
		"two pools":      {pools + "[[pool]]\nname = \"b\"\n" + class, jobs("auth"), `test.toml:5:1: class "replay": step is missing: with several pools every holder needs a [[class.step]] that names its pool`},
		"twice":          {pools + class + "[[class.step]]\nholder = \"auth\"\n[[class.step]]\nholder = \"auth\"\n", jobs("auth"), `test.toml:8:1: class "replay": holder "auth" has two steps: the recorded jobs need one for each holder`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := faultsOf(t, c.text, c.opts).Error(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// Hostile texts are refused at once.
func TestBounds(t *testing.T) {
	for name, text := range map[string]string{
		"large":     strings.Repeat("#", maxText+1),
		"brackets":  "x = " + strings.Repeat("[", 1<<19),
		"tables":    "x = " + strings.Repeat("{a=", 1<<18),
		"parts":     strings.Repeat("a.", 1<<18) + "a = 1",
		"key":       strings.Repeat("k", 1<<19) + " = 1",
		"values":    "x = [" + strings.Repeat("1,", 1<<18) + "]",
		"keys":      strings.Repeat("[a]\n", 1<<17),
		"string":    "x = \"" + strings.Repeat("\\", 1<<19),
		"utf16":     "\xff\xfex\x00",
		"latin1":    "title = \"caf\xe9\"",
		"nul":       "\x00",
		"bare cr":   "a = 1\rb = 2",
		"only text": "hello",
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			f := faultsOf(t, text, Options{})
			if len(f.Faults) != 1 || time.Since(begin) > time.Second || len(f.Long()) > 1000 {
				t.Errorf("%d faults after %v: %s", len(f.Faults), time.Since(begin), clip(f.Long(), 400))
			}
			t.Log(f.Long())
		})
	}
}

func TestManyFaults(t *testing.T) {
	var b strings.Builder
	b.WriteString("[run]\n")
	for i := range 20_000 {
		b.WriteString("k" + strings.Repeat("x", i%60) + FormatDuration(time.Duration(i)*day) + " = 1\n")
	}
	f := faultsOf(t, b.String(), Options{})
	if len(f.Faults) != 20_002 || !strings.HasSuffix(f.Error(), "\nand 19952 more") || strings.Count(f.Error(), "\n") != 50 {
		t.Errorf("%d faults: %s", len(f.Faults), clip(f.Error(), 300))
	}
	one := strings.Replace(strings.ReplaceAll(b.String(), "\n", ", "), "[run], ", "run = { ", 1) + "z = 1 }"
	if f := faultsOf(t, one, Options{}); len(f.Faults) != 20_003 {
		t.Errorf("%d faults in one line", len(f.Faults))
	}
}

func TestFaultsAreHarmless(t *testing.T) {
	f := faultsOf(t, "title = \"\\u001b[2J\u202e\"\n[pool]\n\"\\u001b]0;x\\u0007\" = 1", Options{Set: []string{"x\x1b[2J=\x07"}})
	for _, s := range []string{f.Error(), f.Long()} {
		if strings.ContainsAny(s, "\x1b\x07\u202e") {
			t.Errorf("control characters are shown: %q", s)
		}
	}
}

// FuzzParse demands that nothing panics, that every fault lies within the text, and that what is accepted reads back.
func FuzzParse(f *testing.F) {
	f.Add(readFile(f, "testdata/lcfs.toml"), "pool.main.pool_size=75")
	f.Add(readFile(f, "testdata/nasty.toml"), "a.0.b=[1, {c=2}]")
	f.Add(minimal+sweepText, `sweep.vary.1.0="run.seed=1:3"`)
	f.Add(readFile(f, "testdata/several.bad.toml"), "class.api.step.0.hold={dist=\"gamma\"}")
	f.Add(minimal, "class.api.arrivals.rate=1/min")
	f.Add("\"\\\x00", "x=\"\\\x00")
	f.Add("0=[\r\n\x10", "a.b.c")
	f.Add("[pool]\nname='main'\n[[run]]\n", "pool.main.name=\u00e9")
	f.Fuzz(func(t *testing.T, text, set string) {
		s, err := Parse("f.toml", []byte(text), Options{Set: []string{set}})
		if err == nil {
			if _, err := Parse("f.toml", []byte(s.TOML()), Options{}); err != nil {
				t.Fatalf("%v in\n%s", err, s.TOML())
			}
			return
		}
		lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
		for _, x := range err.(*Faults).Faults {
			if x.Message == "" || strings.ContainsAny(x.Message, "\n\x1b") || x.Column < 1 || x.Width < 1 {
				t.Fatalf("%+v", x)
			}
			if x.Column > len([]rune(x.SourceLine))+1 || x.Line > len(lines) || x.Line < 0 {
				t.Fatalf("outside of the text: %#v", x)
			}
			if x.Line > 0 && len(text) <= maxText && x.SourceLine != strings.TrimSuffix(lines[x.Line-1], "\r") {
				t.Fatalf("line %d is %q, not %q", x.Line, lines[x.Line-1], x.SourceLine)
			}
		}
		_ = err.(*Faults).Long()
	})
}

func TestAutoWarmupAndPrecision(t *testing.T) {
	run := "[run]\nduration = \"10m\"\nwarmup = \"auto\"\nreplications = 8\nprecision = 0.02\n"
	s := mustParse(t, run+minimal, Options{})
	if !s.AutoWarmup || s.Model.Warmup != 0 || s.End() != 15*time.Minute {
		t.Errorf("automatic warm-up %v, %v now, at the latest %v in all; want true, 0s and 15m", s.AutoWarmup, s.Model.Warmup, s.End())
	}
	if diff := cmp.Diff(&Precision{"wait_mean", "wait_seconds", "mean", 0.02, 1000}, s.Precision); diff != "" {
		t.Errorf("precision (-want +got):\n%s", diff)
	}
	again := mustParse(t, s.TOML(), Options{})
	if again.TOML() != s.TOML() || !again.AutoWarmup || *again.Precision != *s.Precision {
		t.Errorf("read back:\n%s", again.TOML())
	}
	s = mustParse(t, run+"precision_on = \"utilisation\"\nmax_replications = 40\n"+minimal, Options{})
	if diff := cmp.Diff(&Precision{"utilisation", "utilisation_ratio", "mean", 0.02, 40}, s.Precision); diff != "" {
		t.Errorf("precision (-want +got):\n%s", diff)
	}
	if s := mustParse(t, minimal, Options{}); s.AutoWarmup || s.Precision != nil {
		t.Errorf("by default: automatic warm-up %v, precision %v", s.AutoWarmup, s.Precision)
	}
}
