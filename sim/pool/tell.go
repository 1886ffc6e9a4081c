package pool

// What all dialects tell about a request, to its client and to the observer.

// placed says that a request has a place, in a record.
func (e *Env) placed(r *Request, rec *record) {
	r.record = rec
	r.Placed = e.Engine.Now()
	if f := e.Observer.Placed; f != nil {
		f(r)
	}
}

// served says that a request has a place and hands its connection to the client, which is usable at once.
func (e *Env) served(r *Request, rec *record) {
	f := e.Observer.Served
	if f == nil {
		e.placed(r, rec)
		e.granted(r)
		return
	}
	r.record = rec
	r.Placed = e.Engine.Now()
	r.Granted = r.Placed
	r.Outcome = OK
	r.Conn = rec.conn
	f(r)
	r.Client.Granted(r)
}

// granted hands the connection of its record to the client.
func (e *Env) granted(r *Request) {
	r.Granted = e.Engine.Now()
	r.Outcome = OK
	r.Conn = r.record.conn
	if f := e.Observer.Granted; f != nil {
		f(r)
	}
	r.Client.Granted(r)
}

// failed says that a request gets no connection.
func (e *Env) failed(r *Request, why Outcome) {
	r.record = nil
	r.Outcome = why
	if f := e.Observer.Failed; f != nil {
		f(r)
	}
	r.Client.Failed(r)
}

// returned says that a hold has ended.
func (e *Env) returned(r *Request) {
	r.Returned = e.Engine.Now()
	if f := e.Observer.Returned; f != nil {
		f(r)
	}
}

// done says that a hold has ended and that the request has no place any more.
func (e *Env) done(r *Request) {
	f := e.Observer.Done
	if f == nil {
		e.returned(r)
		e.freed(r)
		return
	}
	r.record = nil
	r.Returned = e.Engine.Now()
	r.Freed = r.Returned
	f(r)
}

// freed says that a request has no place any more.
func (e *Env) freed(r *Request) {
	r.record = nil
	r.Freed = e.Engine.Now()
	if f := e.Observer.Freed; f != nil {
		f(r)
	}
}

// queued says that a request stands in line.
func (e *Env) queued(r *Request) {
	r.Queued = true
	if f := e.Observer.Queued; f != nil {
		f(r)
	}
}
