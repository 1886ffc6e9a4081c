package pool_test

import (
	"errors"
	"iter"
	"slices"
)

// dumbLoop is an asyncio event loop of a few lines, in virtual time: callbacks take no time, and the clock moves when there
// is nothing left to call. Nothing in it is fast; everything is a slice that is searched.
type dumbLoop struct {
	now    int64
	ready  []*dumbCall
	timers []*dumbCall // in order of creation
	ties   int         // instants at which several timers fell due

	moves func(from, to int64) // told before the clock moves
}

// dumbCall is a callback that waits for its turn, or a timer that waits for its time.
type dumbCall struct {
	at        int64
	do        func()
	cancelled bool
}

var errCancelled = errors.New("cancelled")

// soon queues a callback behind all that are queued.
func (l *dumbLoop) soon(do func()) {
	l.ready = append(l.ready, &dumbCall{do: do})
}

func (l *dumbLoop) at(t int64, do func()) *dumbCall {
	c := &dumbCall{at: t, do: do}
	l.timers = append(l.timers, c)
	return c
}

// pass makes one pass: it runs the callbacks that were queued when it began. What they queue is for the next pass.
func (l *dumbLoop) pass() {
	queued := l.ready
	l.ready = nil
	for _, c := range queued {
		if !c.cancelled {
			c.do()
		}
	}
}

// advance moves the clock to the time of the next timer, and queues all that are due then, in order of their creation. It
// reports false if there is no timer.
func (l *dumbLoop) advance() bool {
	l.timers = slices.DeleteFunc(l.timers, func(c *dumbCall) bool { return c.cancelled })
	if len(l.timers) == 0 {
		return false
	}
	next := slices.MinFunc(l.timers, func(a, b *dumbCall) int { return int(a.at - b.at) }).at
	due := func(c *dumbCall) bool { return c.at == next }
	for _, c := range l.timers {
		if due(c) {
			l.ready = append(l.ready, c)
		}
	}
	l.timers = slices.DeleteFunc(l.timers, due)
	if next > l.now {
		if len(l.ready) > 1 {
			l.ties++
		}
		l.moves(l.now, next)
	}
	l.now = next
	return true
}

// dumbFuture is something that will be done, well or with an error. What is to happen then is never called at once, but
// queued.
type dumbFuture struct {
	loop *dumbLoop
	done bool
	err  error
	then []func()
}

func (l *dumbLoop) future() *dumbFuture { return &dumbFuture{loop: l} }

// resolve ends a future. One that has ended stays as it is.
func (f *dumbFuture) resolve(err error) {
	if f.done {
		return
	}
	f.done, f.err = true, err
	for _, do := range f.then {
		f.loop.soon(do)
	}
}

func (f *dumbFuture) whenDone(do func()) {
	if f.done {
		f.loop.soon(do)
		return
	}
	f.then = append(f.then, do)
}

// cancel reports whether there was still something to cancel.
func (f *dumbFuture) cancel() bool {
	if f.done {
		return false
	}
	f.resolve(errCancelled)
	return true
}

// dumbTask is a coroutine that the loop runs, step by step: each step goes on to the next future that is not done. The task
// is itself a future, which ends with the coroutine.
type dumbTask struct {
	dumbFuture
	body    func(*dumbTask) error
	next    func() (*dumbFuture, bool) // runs the next step, nil before the first
	yield   func(*dumbFuture) bool     // ends the step, from within
	awaited *dumbFuture                // nil while a step is queued
	thrown  error                      // how the awaited future ended, or a cancellation instead
	cancels int                        // requests to cancel that nobody has taken back

	mustCancel bool // a cancellation came while a step was queued
}

// spawn makes a task; its first step is queued.
func (l *dumbLoop) spawn(body func(*dumbTask) error) *dumbTask {
	k := &dumbTask{dumbFuture: dumbFuture{loop: l}, body: body}
	l.soon(func() { k.step(nil) })
	return k
}

// cancel cancels what the task waits for. If that is already done, or the task has not yet run, the step that is queued
// gets the cancellation instead.
func (k *dumbTask) cancel() {
	if k.done {
		return
	}
	k.cancels++
	if k.awaited == nil || !k.awaited.cancel() {
		k.mustCancel = true
	}
}

func (k *dumbTask) step(thrown error) {
	if k.mustCancel {
		thrown, k.mustCancel = errCancelled, false
	}
	k.awaited, k.thrown = nil, thrown
	if k.next == nil {
		if thrown != nil { // a coroutine that has not begun never will
			k.resolve(thrown)
			return
		}
		k.next, _ = iter.Pull(k.run)
	}
	f, more := k.next()
	if !more {
		return
	}
	k.awaited = f
	f.whenDone(func() { k.step(f.err) })
}

// run is the coroutine.
func (k *dumbTask) run(yield func(*dumbFuture) bool) {
	k.yield = yield
	k.resolve(k.body(k))
}

// await waits for a future, unless it is done. The error is the future's, or that the task was cancelled meanwhile.
func (k *dumbTask) await(f *dumbFuture) error {
	if f.done {
		return f.err
	}
	k.yield(f)
	return k.thrown
}

// sleep waits for a while. No time at all gives nobody else a turn.
func (k *dumbTask) sleep(d int64) error {
	if d <= 0 {
		return nil
	}
	f := k.loop.future()
	timer := k.loop.at(k.loop.now+d, func() { f.resolve(nil) })
	err := k.await(f)
	timer.cancelled = true
	return err
}
