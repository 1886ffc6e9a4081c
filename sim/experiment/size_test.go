package experiment_test

import (
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

func TestSizeOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set  []string
		says string
	}{
		"usual":               {nil, ""},
		"a day, 2000/s":       {[]string{"run.duration=24h", "class.api.arrivals.rate=2000/s", "run.replications=10"}, ""},
		"a million users":     {[]string{`class.api.arrivals={process="closed", users=1000000, think="1h"}`}, ""},
		"a year, 1e5 times":   {[]string{"run.duration=365d", "run.replications=100000"}, "years of one core"},
		"rates":               {[]string{"class.api.arrivals.rate=1000000000/s", "run.duration=1h"}, "days of one core"},
		"ten million users":   {[]string{`class.api.arrivals={process="closed", users=10000000, think="1d"}`, `class.consumer.arrivals={process="closed", users=10000000, think="1d"}`}, "GiB of memory"},
		"a line without end":  {[]string{`pool.main.pool_timeout="none"`, "class.api.arrivals.rate=20000/s", "run.duration=1h"}, "GiB of memory"},
		"a line with timeout": {[]string{"class.api.arrivals.rate=20000/s", "run.duration=1h", "run.replications=1"}, ""},
		"nobody":              {[]string{"class.api.arrivals.rate=0/s"}, ""},
	} {
		got := experiment.SizeOf(parse(t, busy, c.set...)).TooLarge(1)
		if c.says == "" && got != "" || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}
