package model

import (
	"math"

	"poolsim/sim"
	"poolsim/sim/database"
)

// workshop lets holders share the database: all that hold progress equally fast, the more slowly the more they are
// (egalitarian processor sharing). So all that is needed is a clock of work, which shows how much work somebody would have
// done who was there all along: a holder is done when that clock has gone on by its work. The clock is an engine of its
// own, whose instants are nanoseconds of work; only the first to be done has an event in time.
type workshop struct {
	m      *Model
	law    database.Contention
	speeds []float64 // by number of holders, as far as they have occurred

	work  *sim.Engine
	kind  sim.Kind // in work: a holder is done
	done  float64  // what the clock of work shows, in nanoseconds
	since sim.Time // when it was read last
	n     int      // holders

	slot sim.Slot // in time: the first holder is done
	tick sim.Kind
}

func newWorkshop(m *Model, law database.Contention) *workshop {
	w := &workshop{m: m, law: law, work: sim.NewEngine(), slot: m.engine.NewSlot(), speeds: []float64{0}}
	w.kind = w.work.Handle((*finished)(w))
	w.tick = m.engine.Handle(w)
	return w
}

// speed returns how fast each holder progresses.
func (w *workshop) speed() float64 {
	for len(w.speeds) <= w.n {
		w.speeds = append(w.speeds, w.law.Speed(len(w.speeds)))
	}
	return w.speeds[w.n]
}

// read brings the clock of work up to the present. It must be called before the number of holders changes.
func (w *workshop) read() {
	now := w.m.engine.Now()
	w.done += float64(w.speed() * float64(now-w.since))
	w.since = now
}

// expect schedules the end of the first hold.
func (w *workshop) expect() {
	next := w.work.Next()
	if next == sim.Never {
		w.m.engine.Stop(w.slot)
		return
	}
	left := max(0, math.Ceil((float64(next)-w.done)/w.speed()))
	at := sim.Never
	if now := w.m.engine.Now(); left < float64(sim.Never-now) {
		at = now + sim.Time(left)
	}
	w.m.engine.Schedule(w.slot, at, w.tick, 0)
}

// begin starts the work of a job.
func (w *workshop) begin(j *job, work int64) {
	w.read()
	w.n++
	at := max(sim.Time(math.Round(w.done)).Add(0), w.work.Now())
	j.work = w.work.Post(at+sim.Time(work), w.kind, j.id)
	w.expect()
}

// abandon stops the work of a job.
func (w *workshop) abandon(j *job) {
	w.read()
	w.n--
	w.work.Withdraw(j.work)
	w.expect()
}

// Fire ends the holds that are done.
func (w *workshop) Fire(int32) {
	w.read()
	next := w.work.Next()
	w.done = max(w.done, float64(next)) // what rounding to whole nanoseconds may have left
	for w.work.Next() <= next {
		w.work.Step()
	}
	w.expect()
}

// finished fires when the work of a job is done.
type finished workshop

// Fire goes on with the job.
func (f *finished) Fire(id int32) {
	w := (*workshop)(f)
	w.n--
	j := w.m.jobs[id]
	if w.m.loops != nil && j.turnLater() {
		return
	}
	j.held()
}
