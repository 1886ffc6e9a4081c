package pool

var _ Auditor = (*textbook)(nil)

// Audit says what there is. Whoever waits does so because all places are taken.
func (p *textbook) Audit() (Audit, error) {
	a := newAuditor()
	a.Limit = int32(p.limit)
	a.requests(p.env.Requests, p, p.env.Engine.Now())
	a.idle(&p.idle)
	a.line(&p.waiters, true)
	if p.idle.n > p.size {
		a.fault("%d are idle, size is %d", p.idle.n, p.size)
	}
	if p.waiters.n > 0 && (p.idle.n > 0 || int(p.taken) < p.limit) {
		a.fault("%d wait, though %d are idle and %d of %d places taken", p.waiters.n, p.idle.n, p.taken, p.limit)
	}
	if p.room >= 0 && p.waiters.n > p.room {
		a.fault("%d wait, the line has room for %d", p.waiters.n, p.room)
	}
	a.Records, a.Counted = int32(len(a.records)), p.taken+int32(p.idle.n)
	out, err := a.compare(p.Counts())
	if err == nil && out.Detached != 0 {
		a.fault("%d connections are open that no record has", out.Detached)
	}
	return out, a.err
}
