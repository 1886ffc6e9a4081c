package pool

import "fmt"

var _ Auditor = (*queuePool)(nil)

// Audit says what there is. Where connections are handed over nobody waits beside an idle one; beside a free place
// somebody can wait, whom nobody has told of it (see Stranded).
func (p *queuePool) Audit() (Audit, error) {
	a := newAuditor()
	a.Limit = -1
	if l := p.size + p.maxOverflow; p.maxOverflow < 1<<30 {
		a.Limit = int32(l)
	}
	a.requests(p.env.Requests, p, p.env.Engine.Now())
	a.idle(&p.idle)
	for i, d := range p.disposals {
		if d.rec != nil {
			a.record(d.rec, fmt.Sprintf("dispose %d", i), false)
		}
	}
	a.line(&p.waiters, p.steps == nil)
	if p.size > 0 && p.idle.n > p.size {
		a.fault("%d are idle, pool_size is %d", p.idle.n, p.size)
	}
	if p.waiters.n > 0 && p.idle.n > 0 && !p.woken() {
		a.fault("%d stand in line, %d are idle, and nobody has been woken", p.waiters.n, p.idle.n)
	}
	a.Stranded = p.waiting() > 0 && !p.full()
	if p.waiters.n > 0 && p.steps == nil && p.timeout == 0 {
		a.fault("%d stand in line, pool_timeout is 0", p.waiters.n)
	}
	if first := p.waiters.head; first != nil && p.env.Loop == nil && first.deadline < p.env.Engine.Now() {
		a.fault("request %d should have left the line at %d ns", first.id, first.deadline)
	}
	a.Records, a.Counted = int32(len(a.records)), int32(p.size+p.overflow)
	return a.compare(p.Counts())
}

// woken reports whether some request will look into the idle queue, or find out that it may not.
func (p *queuePool) woken() bool {
	for _, r := range p.env.Requests.all {
		if r.Of == p && r.Placed < 0 && r.Outcome == Waiting && r.asking.state == askWoken {
			return true
		}
	}
	return false
}
