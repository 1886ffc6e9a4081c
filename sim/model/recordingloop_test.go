package model_test

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// loopDelay is what the event loop of the recorded application added to a stage. The pool of poolsim takes no processor
// time, that of Python does: the loop has other things to do first, and where it is busy with connects it takes long.
type loopDelay struct {
	reach   time.Duration // from asking until the pool hears of it
	handOff time.Duration // from the pool's decision until the stage has its place
}

// loopWindow is the hand-off window of replays with delays. The recordings have 10 us; the window is less, so that only
// those stages fall into it that are put there.
const loopWindow = time.Microsecond

// loopOffset keeps arrivals out of the windows.
const loopOffset = 3 * time.Microsecond

// overtakes is the longest wait of a stage that took the connection of a woken waiter: what is longer was a wait in line.
const overtakes = 2 * time.Millisecond

// noLoop are no delays.
func (r *recording) noLoop() []loopDelay { return make([]loopDelay, len(r.stages)) }

// loop reads the delays out of the recording, and which stages took the connection of a woken waiter: returns wake the
// first in line, but who has its turn first takes the connection, and the loser goes to the end of the line. That is
// decided within microseconds, by what else the loop has to do; so it is taken from the recording, and what follows from
// it is poolsim's. The second result counts such stages.
func (r *recording) loop() (delays []loopDelay, overtakers int) {
	l := &loopReader{
		r:      r,
		delays: make([]loopDelay, len(r.stages)),
		reach:  r.typicalReach(),
		put:    make(map[int]time.Duration),
	}
	turns := r.turns()
	for _, e := range turns {
		if e.kind == loopPut {
			l.puts = append(l.puts, e.at)
		}
	}
	for _, e := range turns {
		l.turn(e)
	}
	return l.delays, l.overtakers
}

// typicalReach returns how long stages typically take to reach the pool: the wait of those that had a place at once.
func (r *recording) typicalReach() time.Duration {
	all := r.atOnce().waits
	if len(all) == 0 {
		return 0
	}
	return all[len(all)/2]
}

// loopTurn is something that happened to a stage.
type loopTurn struct {
	at    time.Duration
	kind  loopKind
	stage int
}

type loopKind uint8

// In the order in which they count at one instant.
const (
	loopPut loopKind = iota
	loopAsk
	loopPlace
	loopLeave
)

// turns returns what happened in the recording, in order.
func (r *recording) turns() []loopTurn {
	var all []loopTurn
	for i := range r.stages {
		s := &r.stages[i]
		if strings.HasPrefix(s.how, "q") || s.placed == never {
			all = append(all, loopTurn{s.asked, loopAsk, i})
		}
		if s.placed == never {
			all = append(all, loopTurn{s.asked + r.settings.timeout(), loopLeave, i})
			continue
		}
		all = append(all, loopTurn{s.placed, loopPlace, i})
		if s.freed != never && !s.refused() && s.closing == never {
			all = append(all, loopTurn{s.freed, loopPut, i})
		}
	}
	slices.SortStableFunc(all, func(a, b loopTurn) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind))
	})
	return all
}

// loopReader follows the line of a recording.
type loopReader struct {
	r          *recording
	delays     []loopDelay
	reach      time.Duration
	line       []int
	put        map[int]time.Duration // when a connection last came back, by its number
	puts       []time.Duration       // all instants at which one came back
	overtakers int
}

func (l *loopReader) turn(e loopTurn) {
	s := &l.r.stages[e.stage]
	at := slices.Index(l.line, e.stage)
	switch e.kind {
	case loopPut:
		l.put[s.conn] = s.freed
		return
	case loopAsk:
		l.line = append(l.line, e.stage)
		l.delays[e.stage] = l.timedOut(s)
		return
	case loopPlace:
		l.delays[e.stage] = l.delay(s)
	}
	if at >= 0 {
		l.line = slices.Delete(l.line, at, at+1)
	}
	if put, known := l.put[s.conn]; e.kind == loopPlace && at > 0 && known && s.placed-s.asked < overtakes {
		l.overtook(e.stage, put)
	}
}

// timedOut returns the delays of a stage that will have timed out. A connection that comes back when its time may or may
// not be up did not reach it: its time was up.
func (l *loopReader) timedOut(s *recordedStage) loopDelay {
	d := loopDelay{reach: l.reach + loopOffset, handOff: l.reach}
	least := s.asked + l.r.settings.timeout()
	if k, _ := slices.BinarySearch(l.puts, least); k < len(l.puts) && l.puts[k] < least+d.reach {
		d.reach = 0
	}
	return d
}

// delay splits what the loop added to a stage that got a place.
func (l *loopReader) delay(s *recordedStage) loopDelay {
	wait, timeout := s.placed-s.asked, l.r.settings.timeout()
	switch {
	case strings.HasPrefix(s.how, "q"):
	case wait >= timeout: // its time was up, and it found a free place
		return loopDelay{handOff: wait - timeout}
	default:
		return loopDelay{reach: wait + loopOffset, handOff: -loopOffset}
	}
	d := loopDelay{reach: min(wait, l.reach) + loopOffset}
	put, known := l.put[s.conn]
	switch decided := s.asked + d.reach; {
	case !known: // its connection has been replaced: when the old one came back is not known
		d.handOff = min(wait-d.reach, l.reach)
	case put <= decided: // it found the connection there
		d.handOff = s.placed - decided
	default:
		if late := put - (decided + timeout); late >= 0 { // it was served, so its time was not up: it reached the pool later
			d.reach += late + 10*time.Microsecond
		}
		d.handOff = s.placed - put - loopWindow
	}
	return d
}

// overtook lets a stage come just after a connection did, before the waiter that this woke. Where more than one connection
// came back and woke a waiter each, the last of these waiters found nothing.
func (l *loopReader) overtook(stage int, put time.Duration) {
	s := &l.r.stages[stage]
	loser := l.loser()
	later, _ := slices.BinarySearch(l.puts, put)
	if k := later + loser; k < len(l.puts) && l.puts[k] < s.placed {
		put = l.puts[k]
	}
	l.overtakers++
	l.delays[stage] = loopDelay{reach: put + loopWindow/2 - s.asked, handOff: s.placed - put - loopWindow/2}
	i := l.line[loser]
	l.line = append(slices.Delete(l.line, loser, loser+1), i)
}

// loser returns which of the line has just found nothing: the first that was served after one behind it.
func (l *loopReader) loser() int {
	served := func(i int) time.Duration {
		if s := &l.r.stages[i]; s.placed != never {
			return s.placed
		}
		return math.MaxInt64
	}
	for k := range min(4, len(l.line)-1) {
		for _, behind := range l.line[k+1 : min(k+4, len(l.line))] {
			if served(l.line[k]) > served(behind) {
				return k
			}
		}
	}
	return 0
}
