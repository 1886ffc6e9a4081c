package limit_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"poolsim/sim/limit"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// TestSameWaits compares the waits of the recursion and of the engine, customer by customer and to the nanosecond, and who
// leaves. With POOLSIM_FULL=1 the works have their full million customers.
func TestSameWaits(t *testing.T) {
	t.Parallel()
	queuePoolOnly := []string{"sqlalchemy-async"}
	full := os.Getenv("POOLSIM_FULL") != ""
	for _, c := range []struct {
		name, work, duration string
		set, dialects        []string // all dialects, if nil
		waited, left         int      // of 1000 customers, at least
	}{
		{name: "w1", work: "w1", duration: "1500s", waited: 80},
		{name: "w2", work: "w2", duration: "1800s", waited: 990, left: 80},
		{name: "w3a", work: "w3a", duration: "150s", waited: 80},
		{name: "w3b", work: "w3b", duration: "3s"},
		// As many events at once in a tenth of the time, so that users come again.
		{name: "w3b with 100,000 users", work: "w3b", duration: "110s", waited: 80, set: []string{
			"class.users.arrivals.users=100_000", `class.users.arrivals.think.mean="73.9s"`,
		}},
		// All times are some thousand nanoseconds: of those who come at one instant, who began to think first is served first.
		{name: "ties", work: "w3a", duration: "4ms", waited: 900, set: []string{
			"pool.main.size=5", "class.users.arrivals.users=100",
			`class.users.arrivals.think.mean="20us"`, `class.users.step.main.hold.mean="1.2us"`,
		}},
		// Who is served at the instant of the deadline: in the textbook's pool that depends on what was scheduled first.
		{name: "ties with a timeout", work: "w2", duration: "200us", waited: 900, left: 50, dialects: queuePoolOnly, set: []string{
			`class.customers.arrivals.rate="1e8/s"`, `class.customers.step.main.hold.mean="110ns"`, `pool.main.timeout="200ns"`,
		}},
		{name: "batches", work: "w2", duration: "1000s", waited: 500, left: 10, set: []string{
			`class.customers.arrivals={process="batch", rate="6/s", size=15}`,
		}},
	} {
		if full && !strings.HasPrefix(c.name, "ties") {
			c.duration = work(t, c.work).Model.Duration.String()
		}
		cfg := work(t, c.work, append(c.set, `run.duration="`+c.duration+`"`)...).Model
		if c.dialects == nil {
			c.dialects = []string{"textbook", queuePoolOnly[0]}
		}
		for _, dialect := range c.dialects {
			t.Run(c.name+"/"+dialect, func(t *testing.T) {
				t.Parallel()
				cfg := cfg // each has its own
				if dialect != "textbook" {
					queuePool(t, &cfg)
				}
				compare(t, &cfg, c.waited, c.left)
			})
		}
	}
}

// compare runs both.
func compare(t *testing.T, cfg *model.Config, wantWaited, wantLeft int) {
	t.Helper()
	want, err := limit.Waits(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	l := waitLog{end: cfg.Warmup + cfg.Duration}
	if err := model.Observe(*cfg, &l); err != nil {
		t.Fatal(err)
	}
	if len(l.rows) != len(want) {
		t.Fatalf("%d customers, want %d", len(l.rows), len(want))
	}
	waited, left, wrong := 0, 0, 0
	timeout := cfg.Pools[0].Dialect.Limits(cfg.Pools[0].Values).Timeout
	for i, row := range l.rows {
		if row.wait > 0 {
			waited++
		}
		if row.left {
			left++
		}
		leaves := timeout >= 0 && want[i] == timeout
		ok := row.wait == want[i] && row.left == leaves
		if !row.over { // it was in line when the replication ended
			ok = row.asked+want[i] >= l.end
		}
		if !ok {
			if wrong++; wrong < 5 {
				t.Errorf("customer %d: waits %v, leaves: %v, over: %v; want %v, %v", i, row.wait, row.left, row.over, want[i], leaves)
			}
		}
	}
	t.Logf("%d customers, of whom %d waited and %d left; %d differ", len(want), waited, left, wrong)
	if waited*1000 < wantWaited*len(want) || left*1000 < wantLeft*len(want) {
		t.Errorf("too few waited or left for the comparison to say anything")
	}
}

// waitLog is what the engine says of each customer's wait.
type waitLog struct {
	m    *model.Model
	end  time.Duration
	rows []waitRow // by number of the job, which is its place in the order of arrival
}

type waitRow struct {
	asked, wait time.Duration
	over, left  bool
}

func (l *waitLog) Begin(m *model.Model) { l.m = m }
func (l *waitLog) End(m *model.Model)   { m.Unfinished(func(r *pool.Request) { l.row(r) }) }

func (l *waitLog) Observer() model.Observer {
	return model.Observer{Pool: &pool.Observer{
		Placed: func(r *pool.Request) {
			row := l.row(r)
			row.wait, row.over = r.Placed.Sub(r.Asked), true
		},
		Failed: func(r *pool.Request) {
			row := l.row(r)
			row.wait, row.over, row.left = l.m.Now().Sub(r.Asked), true, r.Outcome == pool.TimedOut
		},
	}}
}

// row returns the row of a request.
func (l *waitLog) row(r *pool.Request) *waitRow {
	for int(r.Owner) >= len(l.rows) {
		l.rows = append(l.rows, waitRow{})
	}
	row := &l.rows[r.Owner]
	row.asked = r.Asked.Sub(0)
	return row
}

// TestMoreThanAQueue: what the recursion does not know is refused, and the wrong waits are not given.
func TestMoreThanAQueue(t *testing.T) {
	t.Parallel()
	if _, err := limit.Waits(&work(t, "lcfs").Model, nil); !errors.Is(err, limit.ErrMoreThanAQueue) {
		t.Errorf("the main job: %v", err)
	}
	for _, set := range []string{
		"app.workers=2",
		`database.connect="10ms"`,
		`class.customers.cancel_after="1s"`,
		`class.customers.retry_delay="1s"`,
		`class.customers.step.main.before="1s"`,
		`class.customers.step.main.release="plain"`,
		`class.customers.step.main.end={leak=0.1}`,
		"pool.main.queue_limit=3",
		`pool.main.timeout={dist="exponential", mean="1s"}`,
		`class.customers.arrivals={process="closed", users=3}`,
	} {
		if _, err := limit.Waits(&work(t, "w1", set).Model, nil); !errors.Is(err, limit.ErrMoreThanAQueue) {
			t.Errorf("%s: %v", set, err)
		}
	}
}
