package pool_test

import (
	"errors"
	"slices"
)

// errTimeout is what a wait that took too long ends with, errEmpty what one ends with that may not wait.
var (
	errTimeout = errors.New("timeout")
	errEmpty   = errors.New("empty")
)

// waitZero is a wait for something with no time to wait: it is cancelled before it begins, whatever it would have found.
func (k *dumbTask) waitZero(body func(*dumbTask) error) error {
	if err := k.cancelAndWait(k.loop.spawn(body)); err != nil {
		return err
	}
	return errTimeout
}

// waitInner is wait_for as it was until Python 3.11: what is waited for runs in a task of its own.
func (k *dumbTask) waitInner(timeout int64, body func(*dumbTask) error) error {
	over := k.loop.future()
	release := func() { over.resolve(nil) }
	timer := k.loop.at(k.loop.now+timeout, release)
	defer func() { timer.cancelled = true }()
	inner := k.loop.spawn(body)
	inner.whenDone(release)
	err := k.await(over)
	if inner.done {
		return inner.err // also if cancelled since: the cancellation is lost, which takes a clock that moves between steps
	}
	if lost := k.cancelAndWait(inner); err != nil || lost != nil {
		return errCancelled
	}
	if inner.err != nil {
		return errTimeout
	}
	return nil
}

// cancelAndWait cancels a task and waits for its end.
func (k *dumbTask) cancelAndWait(inner *dumbTask) error {
	over := k.loop.future()
	inner.whenDone(func() { over.resolve(nil) })
	inner.cancel()
	return k.await(over)
}

// waitDirect is wait_for since Python 3.12: the task waits itself, and the timer cancels it.
func (k *dumbTask) waitDirect(timeout int64, body func(*dumbTask) error) error {
	expired := false
	timer := k.loop.at(k.loop.now+timeout, func() {
		expired = true
		k.cancel()
	})
	err := body(k)
	timer.cancelled = true
	if !expired {
		return err
	}
	k.cancels--
	if err != nil && k.cancels == 0 {
		return errTimeout
	}
	return err // somebody else has cancelled too
}

// shielded waits for a task without passing on a cancellation.
func (k *dumbTask) shielded(inner *dumbTask) error {
	outer := k.loop.future()
	inner.whenDone(func() { outer.resolve(inner.err) })
	return k.await(outer)
}

// dumbQueue is an asyncio.Queue with a limit that only puts without waiting know.
type dumbQueue struct {
	loop    *dumbLoop
	room    int64 // 0: no limit
	lifo    bool
	items   []*dumbRecord
	getters []*dumbFuture
}

// put adds an item and wakes the first that waits for one. It reports false if the queue is full.
func (q *dumbQueue) put(x *dumbRecord) bool {
	if q.room > 0 && int64(len(q.items)) >= q.room {
		return false
	}
	q.items = append(q.items, x)
	q.wakeNext()
	return true
}

// wakeNext wakes the first waiter that is still waiting. Waking hands nothing over: the item lies there for all until the
// woken one has its turn.
func (q *dumbQueue) wakeNext() {
	for len(q.getters) > 0 {
		first := q.getters[0]
		q.getters = q.getters[1:]
		if !first.done {
			first.resolve(nil)
			return
		}
	}
}

func (q *dumbQueue) getNow() (*dumbRecord, error) {
	if len(q.items) == 0 {
		return nil, errEmpty
	}
	i := 0
	if q.lifo {
		i = len(q.items) - 1
	}
	x := q.items[i]
	q.items = slices.Delete(q.items, i, i+1)
	return x, nil
}

// get takes an item, if need be after a wait. Who finds that somebody else was faster goes to the end of the line.
func (q *dumbQueue) get(k *dumbTask) (*dumbRecord, error) {
	for len(q.items) == 0 {
		getter := q.loop.future()
		q.getters = append(q.getters, getter)
		if err := k.await(getter); err != nil {
			q.leave(getter)
			return nil, err
		}
	}
	return q.getNow()
}

// leave takes a cancelled waiter out of the line. If it had been woken, it wakes the next instead.
func (q *dumbQueue) leave(getter *dumbFuture) {
	if i := slices.Index(q.getters, getter); i >= 0 {
		q.getters = slices.Delete(q.getters, i, i+1)
	}
	if woken := getter.err == nil; woken && len(q.items) > 0 {
		q.wakeNext()
	}
}

// getWithin is get with a time limit, nil for none, by one of the two kinds of wait_for.
func (q *dumbQueue) getWithin(k *dumbTask, timeout *int64, direct bool) (x *dumbRecord, err error) {
	get := func(k *dumbTask) (err error) {
		x, err = q.get(k)
		return err
	}
	switch {
	case timeout == nil:
		err = get(k)
	case *timeout <= 0:
		err = k.waitZero(get)
	case direct:
		err = k.waitDirect(*timeout, get)
	default:
		err = k.waitInner(*timeout, get)
	}
	return x, err
}
