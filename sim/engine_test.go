package sim_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"poolsim/sim"
)

// recorder is a handler that notes what fires.
type recorder struct {
	engine *sim.Engine
	fired  []firing
	then   func(arg int32)
}

type firing struct {
	at  sim.Time
	arg int32
}

func (r *recorder) Fire(arg int32) {
	r.fired = append(r.fired, firing{r.engine.Now(), arg})
	if r.then != nil {
		r.then(arg)
	}
}

func newRecorder() (*sim.Engine, *recorder, sim.Kind) {
	e := sim.NewEngine()
	r := &recorder{engine: e}
	return e, r, e.Handle(r)
}

func TestEqualTimesFireInTheOrderOfScheduling(t *testing.T) {
	t.Parallel()
	e, r, kind := newRecorder()
	slots := make([]sim.Slot, 200)
	for i := range slots {
		slots[i] = e.NewSlot()
	}
	order := rand.New(rand.NewPCG(1, 2)).Perm(len(slots))
	for _, i := range order {
		e.Schedule(slots[i], 7, kind, int32(i))
	}
	if err := e.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	for k, f := range r.fired {
		if int(f.arg) != order[k] {
			t.Fatalf("event %d to fire is that of slot %d, scheduled first was %d", k, f.arg, order[k])
		}
	}
	if len(r.fired) != len(slots) {
		t.Fatalf("%d of %d events fired", len(r.fired), len(slots))
	}
}

func TestScheduleReplacesAndStopRemoves(t *testing.T) {
	t.Parallel()
	e, r, kind := newRecorder()
	a, b := e.NewSlot(), e.NewSlot()
	e.Schedule(a, 5, kind, 1)
	e.Schedule(a, 9, kind, 2) // in place of the first
	e.Schedule(b, 7, kind, 3)
	e.Stop(b)
	e.Stop(b) // nothing to stop
	if got := e.Pending(b); got != sim.Never {
		t.Errorf("a stopped slot is pending at %d", got)
	}
	if err := e.RunUntil(sim.Never); err != nil {
		t.Fatal(err)
	}
	if want := []firing{{9, 2}}; !slices.Equal(r.fired, want) {
		t.Errorf("fired %v, want %v", r.fired, want)
	}
	if e.Now() != 9 {
		t.Errorf("the clock stands at %d after the last event at 9", e.Now())
	}
}

func TestRunUntilLeavesWhatIsDueThenForLater(t *testing.T) {
	t.Parallel()
	e, r, kind := newRecorder()
	s := e.NewSlot()
	e.Schedule(s, 10, kind, 0)
	for _, until := range []sim.Time{10, 11} {
		if err := e.RunUntil(until); err != nil {
			t.Fatal(err)
		}
		if e.Now() != until {
			t.Errorf("the clock stands at %d after RunUntil(%d)", e.Now(), until)
		}
	}
	if want := []firing{{10, 0}}; !slices.Equal(r.fired, want) {
		t.Errorf("fired %v, want %v", r.fired, want)
	}
}

// dumbList is an event list that anybody can check: it looks at all pending events each time.
type dumbList struct{ pending map[sim.Slot][2]uint64 }

func (l *dumbList) first() (slot sim.Slot, ok bool) {
	best := [2]uint64{}
	for s, key := range l.pending {
		if !ok || key[0] < best[0] || key[0] == best[0] && key[1] < best[1] {
			slot, best, ok = s, key, true
		}
	}
	return slot, ok
}

// TestAgainstDumbList drives the engine and a list that is searched from end to end with the same random operations:
// scheduling, rescheduling, stopping, slots made and given back while events are pending, many ties.
func TestAgainstDumbList(t *testing.T) {
	t.Parallel()
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 0))
		e, r, kind := newRecorder()
		dumb := &dumbList{pending: map[sim.Slot][2]uint64{}}
		var slots []sim.Slot
		order := uint64(0)
		schedule := func(s sim.Slot) {
			at := e.Now() + sim.Time(rng.IntN(8))
			order++
			e.Schedule(s, at, kind, int32(s))
			dumb.pending[s] = [2]uint64{uint64(at), order}
		}
		r.then = func(arg int32) {
			want, ok := dumb.first()
			if got := sim.Slot(arg); !ok || got != want || dumb.pending[want][0] != uint64(e.Now()) {
				t.Fatalf("seed %d: slot %d fires at %d, the dumb list says slot %d at %v", seed, got, e.Now(), want, dumb.pending[want])
			}
			delete(dumb.pending, want)
			for range rng.IntN(4) {
				switch k := rng.IntN(10); {
				case k == 0 && len(slots) < 300 || len(slots) == 0:
					slots = append(slots, e.NewSlot())
				case k == 1:
					i := rng.IntN(len(slots))
					e.FreeSlot(slots[i])
					delete(dumb.pending, slots[i])
					slots = slices.Delete(slots, i, i+1)
				case k == 2:
					s := slots[rng.IntN(len(slots))]
					e.Stop(s)
					delete(dumb.pending, s)
				default:
					schedule(slots[rng.IntN(len(slots))])
				}
			}
			if len(slots) == 0 {
				slots = append(slots, e.NewSlot())
			}
			if len(dumb.pending) == 0 {
				schedule(slots[0])
			}
		}
		slots = append(slots, e.NewSlot())
		schedule(slots[0])
		if err := e.RunUntil(5000); err != nil {
			t.Fatal(err)
		}
		if len(r.fired) < 100 {
			t.Fatalf("seed %d: only %d events fired", seed, len(r.fired))
		}
	}
}

func TestSchedulingInThePastPanics(t *testing.T) {
	t.Parallel()
	e, _, kind := newRecorder()
	s := e.NewSlot()
	if err := e.RunUntil(10); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	e.Schedule(s, 9, kind, 0)
}

func TestTimeThatStandsStillIsAnError(t *testing.T) {
	if testing.Short() {
		t.Skip("fires twenty million events")
	}
	t.Parallel()
	e := sim.NewEngine()
	h := &spinner{engine: e, slot: e.NewSlot()}
	h.kind = e.Handle(h)
	e.Schedule(h.slot, 3, h.kind, 0)
	if err := e.RunUntil(10); !errors.Is(err, sim.ErrStalled) {
		t.Errorf("RunUntil returned %v, want ErrStalled", err)
	}
}

// spinner schedules itself at the present instant, for ever.
type spinner struct {
	engine *sim.Engine
	slot   sim.Slot
	kind   sim.Kind
	step   sim.Time
}

func (s *spinner) Fire(int32) { s.engine.Schedule(s.slot, s.engine.Now()+s.step, s.kind, 0) }

func TestSteadyStateAllocatesNothing(t *testing.T) {
	e := sim.NewEngine()
	for i := range 1000 {
		h := &spinner{engine: e, slot: e.NewSlot(), step: sim.Time(1 + i)}
		h.kind = e.Handle(h)
		e.Schedule(h.slot, h.step, h.kind, 0)
	}
	end := sim.Time(0)
	if n := testing.AllocsPerRun(100, func() {
		end += 100
		if err := e.RunUntil(end); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations in %d events", n, e.Fired())
	}
}
