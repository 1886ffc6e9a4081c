package workload

// Class is a kind of request with its own arrivals (a customer class).
type Class struct {
	Name     string
	Arrivals Arrivals
	Steps    []Step // in the order in which a job takes them; at least one

	// CancelAfter is how long after its arrival the client of a job goes away, whatever the job is doing then: in line,
	// connecting, holding, giving back. nil is never. A web server cancels the task of a request whose client has
	// disconnected (Starlette, anyio's cancel scope).
	CancelAfter Distribution

	// CancelRatio is the share of jobs whose client goes away after CancelAfter; the others wait for as long as it takes.
	// From 0 to 1.
	CancelRatio float64

	// RetryDelay is how long after an acquire that failed (it timed out, was turned away or got no connection) the job makes
	// it again, at the end of the line. nil is no second try.
	RetryDelay Distribution

	// RetryMax is how often a job makes an acquire again; -1 is for ever.
	RetryMax int
}

// Step is one acquire, hold and release of a job.
type Step struct {
	Holder string // the label under which its acquires are counted: auth, main, background
	Pool   string // the name of the pool that it acquires from

	// Hold is how long the connection is held. It may be nil only where the class's arrivals are Scripted.
	Hold Distribution

	// Before is time without a connection of this step, before it asks; nil is none.
	Before Distribution

	// After is how long the connection is held on after the nested steps that follow have given theirs back; nil is not at
	// all. A step that no nested one follows does not use it.
	After Distribution

	// Nested says that the earlier steps of the job still hold their connections while this one asks and holds.
	// Connections that were held together are given back one after the other, the innermost first.
	Nested bool

	// Ends are the shares of holds that do not simply end with the connection being given back; the rest do.
	Ends []EndShare

	// Plain says that the task gives its connection back itself (`await connection.close()`), instead of through a context
	// manager (`async with`), which does it in a task of its own behind asyncio.shield. It matters for who is first when
	// the task asks again in the same instant, and for a task that is cancelled during its return.
	Plain bool
}
