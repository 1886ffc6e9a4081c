package pool

// connect opens a connection in the request's record (base.py:678-704); a reason of 0 has been noted before. The age of a
// connection counts from here.
func (p *queuePool) connect(r *Request, reason How, s stage) {
	if reason != 0 {
		r.How = r.How.then(reason)
	}
	r.record.started = p.env.Engine.Now()
	r.record.conn = p.env.nextConn()
	p.totals.Connects++
	took, work, refused := p.env.Connector.Connect()
	r.fails = refused
	if p.env.Loop != nil && work > 0 {
		r.after, r.work = s, work
		p.begin(r, stageNetwork, took-work)
		return
	}
	p.begin(r, s, took)
}

// work is the part of a connect that occupies the event loop.
func (p *queuePool) work(r *Request) {
	r.stage = stageWork
	r.pending = p.env.Engine.Post(p.env.Loop.Occupy(r.work), p.stages, r.id)
}

// worked goes on after it: what is left of the connect has its turn behind whatever has become ready meanwhile. So connects
// that began together end together.
func (p *queuePool) worked(r *Request) {
	until, busy := p.env.Loop.Busy()
	if !busy {
		until = p.env.Engine.Now()
	}
	r.stage, r.turn = r.after, true
	r.pending = p.env.Engine.Post(until, p.stages, r.id)
}

func (p *queuePool) connected(rec *record) {
	rec.fresh = true
	rec.opened = p.env.Engine.Now()
	p.open++
	p.env.Connector.Opened()
}
