package pool_test

import (
	"errors"
	"slices"
)

// dumbDatabase is the database of a trace: each operation takes its time within the task that asks for it, and the faults
// befall it. It counts what is started.
type dumbDatabase struct {
	loop   *dumbLoop
	cost   map[string]int64
	faults []vectorFault
	count  map[string]int64
	open   int64
}

type dumbConn struct {
	number, opened int64
	open           bool
}

var (
	errConnect     = errors.New("connect failed")
	errReset       = errors.New("reset failed")
	errNoCoroutine = errors.New("outside of any coroutine nothing can wait")
)

// spend lets the time of an operation pass. The collector has no task, and cannot.
func (b *dumbDatabase) spend(k *dumbTask, d int64) error {
	if k == nil && d > 0 {
		return errNoCoroutine
	}
	if k == nil {
		return nil
	}
	return k.sleep(d)
}

func (b *dumbDatabase) connect(k *dumbTask) (*dumbConn, error) {
	b.count["connects"]++
	c := &dumbConn{number: b.count["connects"]}
	took := b.cost["connect"]
	if slow := b.fault("slow_connect"); slow != nil {
		took = slow.Connect
	}
	fails := b.fault("connect_fails") != nil
	if fails {
		took = b.cost["connect_fail"]
	}
	if err := b.spend(k, took); err != nil {
		return nil, err
	}
	if fails {
		b.count["connect_failures"]++
		return nil, errConnect
	}
	c.opened, c.open = b.loop.now, true
	b.open++
	return c, nil
}

// fault returns the first fault of a kind whose window is open, nil if there is none.
func (b *dumbDatabase) fault(kind string) *vectorFault {
	for i, f := range b.faults {
		if f.Kind == kind && f.From <= b.loop.now && b.loop.now < f.To {
			return &b.faults[i]
		}
	}
	return nil
}

// dead reports whether the database has restarted since the connection was opened.
func (b *dumbDatabase) dead(c *dumbConn) bool {
	return slices.ContainsFunc(b.faults, func(f vectorFault) bool {
		return f.Kind == "restart" && c.opened <= f.At && f.At <= b.loop.now
	})
}

// deadlyReset reports whether resets fail on dead connections: one restart that says so speaks for all.
func (b *dumbDatabase) deadlyReset() bool {
	return slices.ContainsFunc(b.faults, func(f vectorFault) bool { return f.Kind == "restart" && f.ResetFails })
}

func (b *dumbDatabase) ping(k *dumbTask, c *dumbConn) (alive bool, err error) {
	b.count["pings"]++
	if b.dead(c) {
		b.count["ping_failures"]++
		return false, b.spend(k, b.cost["ping_fail"])
	}
	return true, b.spend(k, b.cost["ping"])
}

func (b *dumbDatabase) reset(k *dumbTask, c *dumbConn) error {
	fails := b.deadlyReset() && b.dead(c)
	b.count["resets"]++
	if err := b.spend(k, b.cost["reset"]); err != nil {
		return err
	}
	if fails {
		b.count["reset_failures"]++
		return errReset
	}
	return nil
}

// disconnect closes or terminates a connection. One that is interrupted stays open for ever.
func (b *dumbDatabase) disconnect(k *dumbTask, c *dumbConn, how string) error {
	b.count[how+"s"]++
	if err := b.spend(k, b.cost[how]); err != nil {
		return err
	}
	if c.open {
		b.open--
	}
	c.open = false
	return nil
}
