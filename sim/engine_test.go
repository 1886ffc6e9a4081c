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

// dumbList is an event list that anybody can check: it looks at all pending events each time. An event is known by the
// number that it was scheduled with.
type dumbList struct{ pending map[int32][2]uint64 }

func (l *dumbList) first() (event int32, ok bool) {
	best := [2]uint64{}
	for n, key := range l.pending {
		if !ok || key[0] < best[0] || key[0] == best[0] && key[1] < best[1] {
			event, best, ok = n, key, true
		}
	}
	return event, ok
}

// TestAgainstDumbList drives the engine and a list that is searched from end to end with the same random operations:
// scheduling, rescheduling, in places taken earlier too, stopping, slots made and given back while events are pending, events posted, one by one and many
// at once, moved and withdrawn, and many ties.
func TestAgainstDumbList(t *testing.T) {
	t.Parallel()
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 0))
		e, r, kind := newRecorder()
		dumb := &dumbList{pending: map[int32][2]uint64{}}
		var slots []sim.Slot
		var posted []int32 // numbers of events, from firstPosted
		const firstPosted = 1 << 20
		var tickets []uint64
		handles := map[int32]sim.Posted{}
		next, order := int32(firstPosted), uint64(0)
		span := 3 + rng.IntN(1000) // few instants make many ties
		note := func(n int32) sim.Time {
			at := e.Now() + sim.Time(rng.IntN(span))
			order++
			dumb.pending[n] = [2]uint64{uint64(at), order}
			return at
		}
		schedule := func(s sim.Slot) { e.Schedule(s, note(int32(s)), kind, int32(s)) }
		forget := func(n int32) {
			delete(dumb.pending, n)
			delete(handles, n)
			if i := slices.Index(posted, n); i >= 0 {
				posted = slices.Delete(posted, i, i+1)
			}
		}
		r.then = func(arg int32) {
			want, ok := dumb.first()
			if !ok || arg != want || dumb.pending[want][0] != uint64(e.Now()) {
				t.Fatalf("seed %d: event %d fires at %d, the dumb list says event %d at %v", seed, arg, e.Now(), want, dumb.pending[want])
			}
			forget(want)
			for range rng.IntN(4) {
				switch k := rng.IntN(20); {
				case k == 0 && len(slots) < 300 || len(slots) == 0:
					slots = append(slots, e.NewSlot())
				case k == 1:
					i := rng.IntN(len(slots))
					e.FreeSlot(slots[i])
					forget(int32(slots[i]))
					slots = slices.Delete(slots, i, i+1)
				case k == 2:
					s := slots[rng.IntN(len(slots))]
					e.Stop(s)
					forget(int32(s))
				case k == 3 && len(posted) > 0:
					n := posted[rng.IntN(len(posted))]
					e.Withdraw(handles[n])
					forget(n)
				case k == 4 && len(posted) > 0:
					n := posted[rng.IntN(len(posted))]
					if got := e.Due(handles[n]); uint64(got) != dumb.pending[n][0] {
						t.Fatalf("seed %d: event %d is due at %d, the dumb list says %d", seed, n, got, dumb.pending[n][0])
					}
					e.Move(handles[n], note(n))
				case k == 6:
					ticket := e.Ticket()
					order++
					tickets = append(tickets, ticket)
				case k == 7 && len(tickets) > 0:
					s := slots[rng.IntN(len(slots))]
					at := note(int32(s))
					order--
					dumb.pending[int32(s)] = [2]uint64{uint64(at), tickets[0]}
					e.ScheduleAs(tickets[0], s, at, kind, int32(s))
					tickets = tickets[1:]
				case k == 5 && len(dumb.pending) < 200:
					e.PostAll(rng.IntN(20), kind, func(int) (sim.Time, int32) {
						next++
						return note(next - 1), next - 1 // nobody has a handle of them
					})
				case k < 13 && len(dumb.pending) < 200:
					n := next
					next++
					posted = append(posted, n)
					handles[n] = e.Post(note(n), kind, n)
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
		if err := e.RunWhile(func(sim.Time) bool { return e.Fired() < 3000 }); err != nil {
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
