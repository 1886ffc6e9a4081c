package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
)

// story writes down everything that requests live through.
type story struct{ rows []string }

func (s *story) observer() model.Observer {
	write := func(what string) func(*pool.Request) {
		return func(r *pool.Request) {
			s.rows = append(s.rows, fmt.Sprint(what, r.Owner, r.Step, r.Asked, r.Placed, r.Granted, r.Returned, r.Freed, r.Outcome, r.Conn, r.How))
		}
	}
	return model.Observer{
		Pool: &pool.Observer{
			Queued: write("queued "), Granted: write("granted "), Returned: write("returned "), Freed: write("freed "), Failed: write("failed "),
			Held: func(p, process int32, from, until sim.Time, c pool.Counts) {
				s.rows = append(s.rows, fmt.Sprint("held ", p, process, from, until, c))
			},
		},
		Ended: func(class int32, at sim.Time, o model.JobOutcome, d time.Duration) {
			s.rows = append(s.rows, fmt.Sprint("ended ", class, at, o, d))
		},
	}
}

// future runs a model on for a while, as the n-th continuation, and returns what happened.
func (s *story) future(t *testing.T, m *model.Model, n uint64, d time.Duration) []string {
	t.Helper()
	s.rows = nil
	m.Renew(n)
	s.until(t, m, m.Now().Add(d))
	return slices.Clone(s.rows)
}

func (s *story) until(t *testing.T, m *model.Model, end sim.Time) {
	t.Helper()
	if err := m.Step(func(next sim.Time) bool { return next < end }); err != nil {
		t.Fatal(err)
	}
}

// TestSavedStateContinuesTheSame: whatever has happened since, a state that is put back has, with the same random numbers,
// the same future, row by row; with others it has another one. States are put back in an order that is not theirs.
func TestSavedStateContinuesTheSame(t *testing.T) {
	t.Parallel()
	models := map[string]model.Config{
		"textbook, impatient": everythingTextbook(t, law(t, "exponential", param.Values{"mean": ms(30)})),
		"textbook, a limit":   everythingTextbook(t, constant(t, ms(30))),
	}
	for _, set := range []param.Values{
		{},
		{"python": "3.11"},
		{"handoff_window": time.Duration(0), "pool_use_lifo": true},
		{"python": "3.11", "handoff_window": 3 * time.Millisecond},
		{"handoff_window": time.Duration(0), "pool_timeout": time.Duration(0)},
		{"pool_timeout": time.Duration(-1)},
	} {
		models[fmt.Sprint(set)] = everything(t, set)
	}
	for name, cfg := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &story{}
			m := must(model.New(cfg, s.observer()))(t)
			if err := m.CanSave(); err != nil {
				t.Fatal(err)
			}
			m.Start()
			// Between the states the database restarts, refuses and is slow; the pools are disposed of at 70 s, where closes take
			// some milliseconds: the states around it are before, in the middle and after.
			instants := []time.Duration{0, 3 * time.Second, 29900 * time.Millisecond, 30400 * time.Millisecond, 52 * time.Second}
			for i := range 8 {
				instants = append(instants, 70*time.Second+time.Duration(i-1)*2*time.Millisecond)
			}
			var restore []func()
			var first, other [][]string
			for _, at := range instants {
				s.until(t, m, sim.Time(at))
				restore = append(restore, m.Save())
				first = append(first, s.future(t, m, 1, 300*time.Millisecond))
				restore[len(restore)-1]()
				other = append(other, s.future(t, m, 2, 300*time.Millisecond))
				restore[len(restore)-1]()
			}
			for i := range 3 * len(instants) {
				k := i * 8 % len(instants)
				restore[k]()
				want, n := first[k], uint64(1)
				if i%2 == 1 {
					want, n = other[k], 2
				}
				compareStories(t, instants[k], s.future(t, m, n, 300*time.Millisecond), want)
			}
			for k := range instants {
				if slices.Equal(first[k], other[k]) {
					t.Errorf("at %v: other random numbers, but the same future", instants[k])
				}
			}
		})
	}
}

func compareStories(t *testing.T, at time.Duration, got, want []string) {
	t.Helper()
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("from %v, row %d of %d: %q, want %q", at, i, len(want), got[min(i, len(got)-1)], want[i])
		}
	}
	if len(got) != len(want) || len(want) < 50 {
		t.Errorf("from %v: %d rows, want %d and at least 50", at, len(got), len(want))
	}
}

// TestStepIsRun: a model that is driven event by event does the same as one that runs.
func TestStepIsRun(t *testing.T) {
	t.Parallel()
	cfg := everything(t, nil)
	ran, stepped := &story{}, &story{}
	if err := must(model.New(cfg, ran.observer()))(t).Run(); err != nil {
		t.Fatal(err)
	}
	m := must(model.New(cfg, stepped.observer()))(t)
	m.Start()
	stepped.until(t, m, sim.Time(cfg.Warmup+cfg.Duration))
	requests := func(rows []string) []string { // where Run flushes, times are cut
		return slices.DeleteFunc(rows, func(s string) bool { return s[:4] == "held" })
	}
	compareStories(t, 0, requests(stepped.rows), requests(ran.rows))
}
