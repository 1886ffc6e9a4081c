package model_test

import (
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// partsSum is an observer that adds up where the time of all requests and jobs went, and looks at each.
type partsSum struct {
	t        *testing.T
	m        *model.Model
	requests pool.Parts
	last     map[int32]time.Duration // sum of the parts of the job that ended last, by class
}

func (s *partsSum) Begin(m *model.Model) { s.m = m }

// End adds what has ended of requests that have not.
func (s *partsSum) End(m *model.Model) {
	m.Unfinished(func(r *pool.Request) {
		var p pool.Parts
		p.Add(r, m.Now())
		switch {
		case r.Placed < 0:
			p.Wait = 0
		case r.Granted < 0:
			p.Ping, p.Connect = 0, 0
		case r.Returned < 0:
			p.Hold = 0
		default:
			p.Reset, p.Close = 0, 0
		}
		s.add(p)
	})
}

func (s *partsSum) add(p pool.Parts) {
	q := &s.requests
	q.Wait, q.Connect, q.Ping = q.Wait+p.Wait, q.Connect+p.Connect, q.Ping+p.Ping
	q.Hold, q.Reset, q.Close = q.Hold+p.Hold, q.Reset+p.Reset, q.Close+p.Close
}

func (s *partsSum) Observer() model.Observer {
	s.last = map[int32]time.Duration{}
	add := func(r *pool.Request, until sim.Time) {
		var p pool.Parts
		p.Add(r, until)
		if p.Wait < 0 || p.Connect < 0 || p.Ping < 0 || p.Hold < 0 || p.Reset < 0 || p.Close < 0 || p.Sum() != until.Sub(r.Asked) {
			s.t.Errorf("asked %v, freed or failed %v: %+v", r.Asked, until, p)
		}
		s.add(p)
	}
	return model.Observer{
		Pool: &pool.Observer{
			Freed: func(r *pool.Request) { add(r, r.Freed) },
			Failed: func(r *pool.Request) {
				if r.Placed < 0 {
					add(r, s.m.Now())
				}
			},
		},
		Completed: func(class int32, p *model.JobParts) {
			if p.Between < 0 {
				s.t.Errorf("a job of class %d: %+v", class, p)
			}
			s.last[class] = p.Sum() + p.Between
		},
		Ended: func(class int32, _ sim.Time, o model.JobOutcome, response time.Duration) {
			if o == model.Completed && s.last[class] != response {
				s.t.Errorf("a job of class %d: the parts are %v, the response %v", class, s.last[class], response)
			}
		},
	}
}

// TestPartsAddUp: with everything on, the parts of every request are its time, those of every job its response, and the
// collector has their sums, to the nanosecond.
func TestPartsAddUp(t *testing.T) {
	t.Parallel()
	for _, set := range []param.Values{{}, {"python": "3.11", "handoff_window": time.Duration(0)}} {
		cfg := everything(t, set)
		cfg.Warmup, cfg.Duration = 0, 80*time.Second
		cfg.Classes[0].Steps[0].Ends = []workload.EndShare{{End: workload.EndLeak, Ratio: 1e-4}}
		cfg.Classes[1].RetryDelay, cfg.Classes[1].RetryMax = constant(t, 30*time.Millisecond), 2
		s := &partsSum{t: t}
		r, err := model.Replicate(cfg, 0, s)
		if err != nil {
			t.Fatal(err)
		}
		var got pool.Parts
		for i := range r.Labels {
			l := &r.Labels[i]
			got.Wait += time.Duration(l.Wait.Sum() + l.Lost.Sum() + l.Left.Sum())
			got.Hold += time.Duration(l.Hold.Sum())
			got.Connect += time.Duration(l.Spent.Connect.Float())
			got.Ping += time.Duration(l.Spent.Ping.Float())
			got.Reset += time.Duration(l.Spent.Reset.Float())
			got.Close += time.Duration(l.Spent.Close.Float())
		}
		if got != s.requests || min(got.Wait, got.Connect, got.Ping, got.Hold, got.Reset, got.Close) == 0 {
			t.Errorf("the collector has %+v, want %+v", got, s.requests)
		}
		for i := range r.Classes {
			c := &r.Classes[i]
			x := &c.Spent
			sum := x.Wait.Float() + x.Connect.Float() + x.Ping.Float() + x.Hold.Float() + x.Reset.Float() + x.Close.Float() + x.Between.Float()
			if sum != c.Response.Sum() || x.Between.Float() == 0 || c.Completed == 0 {
				t.Errorf("class %d: the parts are %v ns, the responses %v; between %v", i, sum, c.Response.Sum(), x.Between.Float())
			}
		}
		if r.Classes[1].Retries == 0 || r.Pools[0].Totals.Leaks == 0 {
			t.Errorf("%d retries, %+v", r.Classes[1].Retries, r.Pools[0].Totals)
		}
	}
}

// TestPartsAreWhatOperationsTake compares them with the number of operations, each of which takes its own fixed time: so
// that time is in the right part.
func TestPartsAreWhatOperationsTake(t *testing.T) {
	t.Parallel()
	const connect, ping, dead, reset, closing, terminate = 16 * time.Millisecond, 3 * time.Millisecond, 7 * time.Millisecond,
		2 * time.Millisecond, 1 * time.Millisecond, 5 * time.Millisecond
	fixed := func(d time.Duration) workload.Distribution { return constant(t, d) }
	burst := func(name string, at time.Duration, jobs int64, nested bool) workload.Class {
		return workload.Class{
			Name: name, Arrivals: process(t, "burst", param.Values{"jobs": jobs, "at": at}),
			RetryDelay: fixed(50 * time.Millisecond), RetryMax: -1,
			Steps: []workload.Step{
				{Holder: "auth", Hold: fixed(9 * time.Millisecond), Before: fixed(4 * time.Millisecond), After: fixed(8 * time.Millisecond)},
				{
					Holder: "main", Hold: fixed(20 * time.Millisecond), Before: fixed(11 * time.Millisecond), Nested: nested,
					Ends: []workload.EndShare{{End: workload.EndInvalidate, Ratio: .1}},
				},
			},
		}
	}
	cfg := model.Config{
		Seed: 1, Duration: 10 * time.Minute, Processes: 2,
		Database: &database.Config{
			Connect: fixed(connect), MaxConnections: 45,
			Faults: []database.Fault{
				databaseFault(t, "restart", param.Values{"at": 25*time.Second + 60*time.Millisecond, "reset_fails": true}),
				databaseFault(t, "restart", param.Values{"at": 25*time.Second + 900*time.Millisecond}),
			},
		},
		Pools: []model.Pool{queuePool(t, "main", param.Values{
			"pool_size": int64(12), "max_overflow": int64(18), "pool_timeout": 60 * time.Millisecond, "pool_recycle": 12 * time.Second,
			"pool_pre_ping": true, "ping": fixed(ping), "ping_fail": fixed(dead), "reset": fixed(reset), "close": fixed(closing), "terminate": fixed(terminate),
		})},
		Classes: []workload.Class{
			burst("first", 0, 200, false), burst("second", 8*time.Second, 20, true), burst("third", 25*time.Second, 120, false),
			burst("fourth", 26*time.Second, 20, true), burst("last", 50*time.Second, 300, false),
		},
	}
	r, err := model.Replicate(cfg, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all model.Spent
	for i := range r.Labels {
		all.Merge(&r.Labels[i].Spent)
	}
	n := r.Pools[0].Totals
	t.Logf("%+v", n)
	if n.Recycles == 0 || n.PingFailures == 0 || n.ResetFailures == 0 || n.Closes == 0 || n.ConnectFailures == 0 || n.Timeouts == 0 || n.Invalid == 0 {
		t.Errorf("something never happened: %+v", n)
	}
	replaced := n.Recycles + n.Invalid + n.PingFailures
	times := func(n uint64, d time.Duration) float64 { return float64(n) * float64(d) }
	for what, c := range map[string]struct{ got, want float64 }{
		"connect": {all.Connect.Float(), times(n.Connects, connect) + times(replaced, terminate)},
		"ping":    {all.Ping.Float(), times(n.Pings-n.PingFailures, ping) + times(n.PingFailures, dead)},
		"reset":   {all.Reset.Float(), times(n.Resets, reset)},
		"close":   {all.Close.Float(), times(n.Closes, closing) + times(n.Terminates-replaced, terminate)},
	} {
		if c.got != c.want || c.want == 0 {
			t.Errorf("%s: %v ns, the operations took %v", what, c.got, c.want)
		}
	}
	for i := range r.Classes {
		c := &r.Classes[i]
		jobs := c.Arrived
		between := times(c.Completed, 15*time.Millisecond) + times(c.Retries, 50*time.Millisecond)
		if cfg.Classes[i].Steps[1].Nested {
			between += times(c.Completed, 8*time.Millisecond)
		}
		if c.Completed != jobs || c.Spent.Hold.Float() != times(jobs, 29*time.Millisecond) || c.Spent.Between.Float() != between {
			t.Errorf("%s: %d completed, hold %v, between %v; want %d, their holds, %v", cfg.Classes[i].Name, c.Completed, c.Spent.Hold.Float(), c.Spent.Between.Float(), jobs, between)
		}
	}
}
