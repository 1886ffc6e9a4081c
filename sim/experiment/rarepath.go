package experiment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// path is a model that is driven event by event, and what of its past matters for rare timeouts. How far it has come on its
// way to one is the age of the request that has waited longest. A line is the time from the event after which somebody
// waits to the one after which nobody does.
type path struct {
	m    *model.Model
	pool int

	acquires uint64 // of the pool, decided: placed, timed out or given up
	timeouts uint64
	events   uint64 // simulated, those that were undone included

	longest      time.Duration // a line that lasts longer has no end
	continuation uint64        // the latest one

	fate *sim.Indexed // by continuation: whether it is given up
	rand *rand.Rand   // chooses states
}

// endless says that a line did not end.
var endless = Unfit("the line does not become empty again within ten times the length of a run: timeouts are not rare events of a stable pool here; plain `run` says what happens")

// never is an age that nobody reaches.
const never = time.Duration(math.MaxInt64)

func newPath(cfg model.Config, index int) (*path, error) {
	streams := sim.Streams{Seed: cfg.Seed, Replication: cfg.Replication}
	p := &path{pool: index, longest: 10 * (cfg.Warmup + cfg.Duration), fate: streams.Indexed("rare", "fate"), rand: streams.Stream("rare", "states")}
	m, err := model.New(cfg, model.Observer{Pool: &pool.Observer{
		Placed: func(r *pool.Request) {
			if r.Pool == int32(index) {
				p.acquires++
			}
		},
		Failed: func(r *pool.Request) {
			if r.Pool != int32(index) || r.Placed >= 0 {
				return
			}
			p.acquires++
			if r.Outcome == pool.TimedOut {
				p.timeouts++
			}
		},
	}})
	if err != nil {
		return nil, err
	}
	if err := m.CanSave(); err != nil {
		return nil, Unfit(err.Error())
	}
	p.m = m
	return p, nil
}

// lines are hooks for a plain run: reached is called when the age of a line comes to the level for the first time, ended with
// the greatest age of a line. Either may be nil.
type lines struct {
	level   time.Duration
	reached func()
	ended   func(peak time.Duration)
	peak    time.Duration // of the present line; 0 when nobody waits
}

// plain runs the model as Run does, and calls the hooks for what happens after the warm-up.
func (p *path) plain(l *lines) error {
	cfg := p.m.Config()
	p.m.Start()
	warm := &lines{level: l.level}
	if err := p.watch(warm, sim.Time(cfg.Warmup)); err != nil {
		return err
	}
	l.peak = warm.peak
	p.acquires, p.timeouts = 0, 0
	return p.watch(l, sim.Time(cfg.Warmup+cfg.Duration))
}

// watch runs the model until the instant. An age grows between events: it is looked at before each of them.
func (p *path) watch(l *lines, end sim.Time) error {
	before := p.m.Events()
	err := p.m.Step(func(next sim.Time) bool {
		asked, waits := p.m.Oldest(p.pool)
		if !waits {
			if l.peak > 0 && l.ended != nil {
				l.ended(l.peak)
			}
			l.peak = 0
			return next < end
		}
		age := min(next, end).Sub(asked)
		if l.peak < l.level && age >= l.level && l.reached != nil {
			p.m.Advance(asked.Add(l.level))
			l.reached()
		}
		l.peak = max(l.peak, age)
		return next < end
	})
	p.events += p.m.Events() - before
	return err
}

// state is a state of the model in which a line has come to a level, and how many states it stands for.
type state struct {
	restore func()
	weight  float64
}

// outcome is what became of a continuation.
type outcome struct {
	peak   time.Duration // the greatest age
	weight float64       // for how many continuations it stood when it came to that

	// The number of timeouts, and its square, each timeout with the weight of its instant.
	timeouts, squares float64
}

// follow continues from a state of a level, with random numbers that no other continuation has, until the age comes to the
// goal or the line is empty. The clock is left at the instant at which the goal is reached: what is drawn again from there
// on is known to have lasted until then, not only until the event before.
//
// Most lines that have fallen far back would only be followed until they are empty. So whenever the age falls below a level,
// from two before the first on, the continuation is given up, but for one in five on average that stands for all of them
// from then on: Russian roulette, which leaves every mean as it is (L'Ecuyer, Demers, Tuffin 2007).
func (p *path) follow(from state, n uint64, levels []time.Duration, goal time.Duration) (o outcome, err error) {
	from.restore()
	p.m.Renew(n)
	fate := p.fate.At(0, uint32(n))
	before, late, floor := p.m.Events(), p.m.Now().Add(p.longest), len(levels)-3
	lost, count, weight, stuck := p.timeouts, 0.0, 1.0, false
	err = p.m.Step(func(next sim.Time) bool {
		for ; lost < p.timeouts; lost++ {
			o.timeouts += weight
			o.squares += float64(weight * (float64(2*count) + 1))
			count++
		}
		asked, waits := p.m.Oldest(p.pool)
		if !waits || next == sim.Never {
			return false
		}
		for age := p.m.Now().Sub(asked); floor >= 0 && age < levels[floor]; floor-- {
			if fate.Float64() >= levelRatio {
				return false
			}
			weight /= levelRatio
		}
		if age := next.Sub(asked); age > o.peak {
			o.peak, o.weight = age, weight
		}
		if o.peak >= goal {
			p.m.Advance(asked.Add(goal))
			return false
		}
		stuck = next > late
		return !stuck
	})
	p.events += p.m.Events() - before
	if err == nil && stuck {
		err = fmt.Errorf("after %v: %w", p.longest, endless)
	}
	return o, err
}
