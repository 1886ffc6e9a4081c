package experiment_test

import (
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// A restart with pre-ping: the first checkout whose ping fails invalidates the pool, and every other connection that was
// open is replaced once. While connects fail, so do requests; afterwards everything is as before.
func TestRestartOfTheDatabase(t *testing.T) {
	t.Parallel()
	const text = plain + `
[database]
connect = "15ms"
round_trip = "0.5ms"
[[fault]]
kind = "restart"
at = "1m"
[[fault]]
kind = "connect-fails"
from = "1m"
to = "1m10s"
`
	set := []string{"pool.main.pool_pre_ping=true", "class.api.arrivals.rate=30/s"}
	r := run(t, parse(t, text, set...), experiment.Options{})
	total := func(name string) float64 { return float64(metric(t, r, name, "total", "main", "", "").Value) }
	failed, pings, invalid := total("connect_errors_total"), total("ping_failures_total"), total("invalidations_total")
	t.Logf("%v pings failed, %v connections were replaced as invalid, %v requests failed", pings, invalid, failed)
	if pings < 1 || pings > 3 || pings+invalid > 10 {
		t.Errorf("%v pings failed and %v connections were invalid, of a pool of 10: want one or two, and not more than 10 in all", pings, invalid)
	}
	if failed < 250 || failed > 350 { // 10 s of 30 requests a second
		t.Errorf("%v requests failed in 10 s without connects at 30/s", failed)
	}
	for _, w := range r.Warnings {
		if strings.Contains(w, "longer") {
			t.Errorf("the outage is taken for a warm-up that was too short: %s", w)
		}
	}
	if jobs := float64(metric(t, r, "failures_total", "total", "", "api", "").Value); jobs != failed {
		t.Errorf("%v jobs failed, %v connects did", jobs, failed)
	}
}
