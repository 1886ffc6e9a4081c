package study_test

import (
	"strings"
	"testing"

	"poolsim/sim/study"
)

func TestParseLadderPutsValuesInOrder(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"pool.main.pool_size=30:10:-10":  "10 20 30",
		"pool.main.pool_size=1:3":        "1 2 3",
		"x=2s,500ms,1m":                  "500ms 2s 1m",
		"x=100/s,20/s":                   "20/s 100/s",
		"x=b,a":                          "b a",
		"x=1,2s":                         "1 2s",
		" class . api . arrivals . rate": "",
	} {
		l, err := study.ParseLadder(text)
		if got := strings.Join(l.Values, " "); err != nil || got != want || l.Rungs != len(l.Values) {
			t.Errorf("%s: %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestWholeLadder(t *testing.T) {
	t.Parallel()
	l, err := study.WholeLadder("x", 3)
	if err != nil || strings.Join(l.Values, " ") != "1 2 3" || !l.Open || l.First != "1" || l.Last != "3" {
		t.Errorf("%+v, %v", l, err)
	}
	for _, most := range []int{0, -1, study.MaxPoints + 1} {
		if _, err := study.WholeLadder("x", most); err == nil {
			t.Errorf("%d is taken", most)
		}
	}
}

// TestStepLadder demands of the steps around a value that it is among them, that they ascend by about the step, and that they
// reach far.
func TestStepLadder(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		base   string
		step   float64
		digits int
	}{{"300/s", 0.01, 3}, {"437.21/s", 0.01, 3}, {"40/min", 0.05, 3}, {"1.0", 0.001, 4}, {"250ms", 0.1, 3}, {"1", 1, 3}} {
		l, err := study.StepLadder("x", c.base, c.step)
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(c.base, ".0")
		has := false
		for i, v := range l.Values {
			has = has || v == base
			digits := len(strings.Trim(strings.TrimLeft(strings.ReplaceAll(strings.TrimRight(v, "/minsh"), ".", ""), "0"), "0"))
			if v != base && digits > c.digits {
				t.Errorf("%s: %s has %d digits", c.base, v, digits)
			}
			if i == 0 {
				continue
			}
			before, now := leading(t, l.Values[i-1]), leading(t, v)
			if ratio := now / before; ratio <= 1 || ratio > 1+2.2*c.step+0.011 {
				t.Errorf("%s: %s follows %s", c.base, v, l.Values[i-1])
			}
		}
		if !has || leading(t, l.First) > leading(t, base)/99 || leading(t, l.Last) < 99*leading(t, base) {
			t.Errorf("%s: from %s to %s, the base among them: %v", c.base, l.First, l.Last, has)
		}
	}
	for _, base := range []string{"0/s", "-3", "auto", ""} {
		if _, err := study.StepLadder("x", base, 0.01); err == nil {
			t.Errorf("%q is taken", base)
		}
	}
	for _, step := range []float64{0, -1, 1.5, 1e-9} {
		if _, err := study.StepLadder("x", "1/s", step); err == nil {
			t.Errorf("a step of %g is taken", step)
		}
	}
}

// leading returns the number at the beginning of a value.
func leading(t *testing.T, value string) float64 {
	t.Helper()
	return rate(t, strings.TrimRight(value, "/minsh"))
}

func TestSettingAndKeys(t *testing.T) {
	t.Parallel()
	sc, err := sourceOf(served + "wait_p99 = \"1s\"")(nil)
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{
		"pool.main.pool_size": "5", "pool.main.pool_timeout": "1s", "class.api.arrivals.rate": "80/s", "class.api.rate": "80/s",
		"class.0.arrivals.rate": "80/s", "run.seed": "1", "class.api.step.main.nested": "false", "slo.wait_p99": "1s",
	} {
		if got, ok := study.Setting(sc, key); !ok || got != want {
			t.Errorf("%s is %q, %v, want %q", key, got, ok, want)
		}
	}
	for _, key := range []string{"", "pool", "pool.main", "pool.mian.pool_size", "run.sed", "class.api.arrivals", "run.seed.x", "class.7.name"} {
		if got, ok := study.Setting(sc, key); ok {
			t.Errorf("%s is %q", key, got)
		}
	}
	if key, err := study.SizeKey(sc); err != nil || key != "pool.main.pool_size" {
		t.Errorf("the size is %s, %v", key, err)
	}
	if key := study.LoadKey(sc); key != "class.api.arrivals.rate" {
		t.Errorf("the load is %s", key)
	}
}

func TestParseCost(t *testing.T) {
	t.Parallel()
	for text, metric := range map[string]string{"": "", "connections": "", "open_mean": "open_connections", "in_use_p99": "in_use_connections"} {
		if c, err := study.ParseCost(text); err != nil || c.Metric != metric {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
	if _, err := study.ParseCost("wait_p99"); err == nil || !strings.Contains(err.Error(), "must be connections") {
		t.Errorf("waits are a cost: %v", err)
	}
}
