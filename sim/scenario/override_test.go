package scenario

import (
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/workload"
)

func TestOverrides(t *testing.T) {
	text := readTestdata(t, "lcfs.toml")
	for _, c := range []struct {
		set  []string
		get  func(s *Scenario) any
		want any
	}{
		{[]string{"pool.main.pool_size=75"}, func(s *Scenario) any { return s.Model.Pools[0].Values.Int("pool_size") }, int64(75)},
		{[]string{"pool.0.pool_size = 7"}, func(s *Scenario) any { return s.Model.Pools[0].Values.Int("pool_size") }, int64(7)},
		{[]string{"pool.main.pool_size=1", "pool.main.pool_size=2"}, func(s *Scenario) any { return s.Model.Pools[0].Values.Int("pool_size") }, int64(2)},
		{[]string{"pool.main.pool_timeout=2s"}, func(s *Scenario) any { return s.Model.Pools[0].Values.Duration("pool_timeout") }, 2 * time.Second},
		{[]string{`pool.main.pool_timeout="2s"`}, func(s *Scenario) any { return s.Model.Pools[0].Values.Duration("pool_timeout") }, 2 * time.Second},
		{[]string{"pool.main.pool_recycle=none"}, func(s *Scenario) any { return s.Echo["pool"].([]map[string]any)[0]["pool_recycle"] }, "none"},
		{[]string{"class.api.arrivals.rate=60/min"}, func(s *Scenario) any { return s.Model.Classes[0].Arrivals.MeanRate() }, 1.0},
		{[]string{"class.api.rate=60/min"}, func(s *Scenario) any { return s.Model.Classes[0].Arrivals.MeanRate() }, 1.0},
		{[]string{"class.0.rate=60/min"}, func(s *Scenario) any { return s.Model.Classes[0].Arrivals.MeanRate() }, 1.0},
		{[]string{"class.api.rate=60/min", "class.api.arrivals.rate=2/s"}, func(s *Scenario) any { return s.Model.Classes[0].Arrivals.MeanRate() }, 2.0},
		{[]string{"class.api.process=deterministic"}, func(s *Scenario) any { _, ok := s.Model.Classes[0].Arrivals.(*workload.Deterministic); return ok }, true},
		{[]string{"class.api.arrivals={}", "class.api.process=closed", "class.api.users=7", "class.api.think=1s"}, func(s *Scenario) any {
			return *s.Model.Classes[0].Arrivals.(*workload.Closed)
		}, workload.Closed{Users: 7, Think: workload.Constant(time.Second)}},
		{[]string{`class.api.arrivals={process="renewal"}`, "class.api.interarrival.dist=erlang", "class.api.interarrival.k=4", "class.api.interarrival.mean=500ms"}, func(s *Scenario) any {
			return s.Model.Classes[0].Arrivals.MeanRate()
		}, 2.0},
		{[]string{"class.api.cancel_after=5s"}, func(s *Scenario) any { return s.Model.Classes[0].CancelAfter }, workload.Constant(5 * time.Second)},
		{[]string{`class.api.arrivals={process="deterministic",rate="2/s"}`}, func(s *Scenario) any { return s.Model.Classes[0].Arrivals.MeanRate() }, 2.0},
		{[]string{"class.api.step.auth.hold=9ms"}, func(s *Scenario) any { return s.Model.Classes[0].Steps[0].Hold }, workload.Constant(9 * time.Millisecond)},
		{[]string{"class.slow.step.0.hold.probs.0=0.5", "class.slow.step.0.hold.probs.1=0.5"}, func(s *Scenario) any { return s.Model.Classes[2].Steps[0].Hold.Mean() > 0.7 }, true},
		{[]string{"database.max_connections=50"}, func(s *Scenario) any { return s.Model.Database.Limit() }, 47},
		{[]string{"app.workers=8"}, func(s *Scenario) any { return s.Model.Processes }, 8},
		{[]string{"title=2026"}, func(s *Scenario) any { return s.Title }, "2026"},
		{[]string{"title=a = b # c"}, func(s *Scenario) any { return s.Title }, "a = b # c"},
		{[]string{"slo.response_p50=1s"}, func(s *Scenario) any {
			return slices.ContainsFunc(s.SLO, func(t Target) bool { return t.Metric == "response_seconds" && t.Limit == 1 })
		}, true},
		{[]string{"alert.wait.above=9s"}, func(s *Scenario) any { return s.Alerts[1].Above }, 9.0},
		{[]string{"class.api.name=front", "class.front.step.auth.holder=login"}, func(s *Scenario) any { return s.Model.Classes[0].Name + s.Model.Classes[0].Steps[0].Holder }, "frontlogin"},
	} {
		if got := c.get(mustParse(t, text, Options{Set: c.set})); got != c.want {
			t.Errorf("%q gives %v, want %v", c.set, got, c.want)
		}
	}
	s := mustParse(t, minimal, Options{Set: []string{"database.connect=1ms", "database.max_connections=9"}})
	if s.Model.Database == nil || s.Model.Database.Connect != workload.Constant(time.Millisecond) {
		t.Errorf("an override does not make [database]: %+v", s.Model.Database)
	}
	s = mustParse(t, minimal, Options{Set: []string{"pool.main.name=pool", "pool.pool.pool_size=3"}})
	if s.Model.Pools[0].Values.Int("pool_size") != 3 {
		t.Error("a pool of the name pool cannot be addressed")
	}
}

// A class's own keys come before those of its arrivals, and no other path has a short form.
func TestShortPaths(t *testing.T) {
	for path, want := range map[string]string{
		"class.api.rate":              "class.api.arrivals.rate",
		"class.api.interarrival.mean": "class.api.arrivals.interarrival.mean",
		"class.api.rates.0":           "class.api.arrivals.rates.0",
		"class.api.arrivals.rate":     "class.api.arrivals.rate",
		"class.api.name":              "class.api.name",
		"class.api.retry_max":         "class.api.retry_max",
		"class.api.step.main.hold":    "class.api.step.main.hold",
		"class.api.raet":              "class.api.raet",
		"class.rate":                  "class.rate",
		"class.rate.rate":             "class.rate.arrivals.rate",
		"pool.main.rate":              "pool.main.rate",
		"rate":                        "rate",
	} {
		src := &source{text: path}
		parts, wrong := splitPath(src, span{0, len(path)})
		if wrong != nil {
			t.Fatal(wrong.message)
		}
		var got []string
		for _, p := range lengthen(parts) {
			got = append(got, p.name)
		}
		if text := strings.Join(got, "."); text != want {
			t.Errorf("%s is read as %s, want %s", path, text, want)
		}
	}
	for _, key := range classKeys() {
		if ofArrivals(key) {
			t.Errorf("%s is a key of a class and of an arrival process: its short path is ambiguous", key)
		}
	}
}

// The same text on every call: nothing depends on the order of a map.
func TestDeterministic(t *testing.T) {
	bad, good := readTestdata(t, "several.bad.toml"), readTestdata(t, "lcfs.toml")
	first, text := faultsOf(t, bad, Options{}).Long(), mustParse(t, good, Options{}).TOML()
	for range 20 {
		if again := faultsOf(t, bad, Options{}).Long(); again != first {
			t.Fatalf("%s\n%s", first, again)
		}
		if again := mustParse(t, good, Options{}).TOML(); again != text {
			t.Fatalf("%s\n%s", text, again)
		}
	}
}

func TestQuantities(t *testing.T) {
	seen := make(map[string]bool)
	for _, q := range Quantities() {
		if q.Help == "" || q.Metric == "" || len(q.Keys()) == 0 {
			t.Errorf("%+v lacks something", q)
		}
		for _, k := range q.Keys() {
			if seen[k.Key] {
				t.Errorf("key %s is there twice", k.Key)
			}
			seen[k.Key] = true
		}
	}
	for _, key := range []string{
		"wait_p999", "in_use_max", "waiting_mean", "utilisation", "utilisation_mean", "timeout_ratio",
		"wait_seconds_p999", "utilisation_ratio", "database_connections_max", "refused_connects_total", "completions_per_second",
	} {
		if !seen[key] {
			t.Errorf("no key %s", key)
		}
	}
}

func TestSuggestions(t *testing.T) {
	words := []string{"pool_size", "max_overflow", "none"}
	for word, want := range map[string]string{
		"Pool_Size": "pool_size", "pool-size": "pool_size", "poolsize": "pool_size", "max_overlow": "max_overflow", "noen": "none",
		"x": "", "": "", "something": "",
	} {
		if got := nearest(word, words); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
