package limit_test

import (
	"os"
	"path/filepath"
	"testing"

	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/sim/scenario"
)

// work reads a scenario of configs/perf, from its file: so that .ci/bench-against can run the works of today with a poolsim
// that did not have them yet.
func work(tb testing.TB, name string, set ...string) *scenario.Scenario {
	tb.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "configs", "perf", name+".toml"))
	if err != nil {
		tb.Fatal(err)
	}
	sc, err := scenario.Parse(name, text, scenario.Options{Set: set})
	if err != nil {
		tb.Fatal(err)
	}
	return sc
}

// queuePool makes a textbook's pool that of SQLAlchemy: as many connections and the same timeout, another product.
func queuePool(tb testing.TB, cfg *model.Config) {
	tb.Helper()
	d, ok := pool.Dialects.Lookup("sqlalchemy-async")
	if !ok {
		tb.Fatal("there is no dialect sqlalchemy-async")
	}
	p := cfg.Pools[0]
	l := p.Dialect.Limits(p.Values)
	set := param.Values{"pool_size": int64(l.Limit), "max_overflow": int64(0), "pool_timeout": l.Timeout}
	cfg.Pools = []model.Pool{{Name: p.Name, Dialect: d, Values: set.With(&d.Spec)}}
}
