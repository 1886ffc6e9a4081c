package workload

// Class is a kind of request with its own arrivals (a customer class).
type Class struct {
	Name     string
	Arrivals Arrivals
	Steps    []Step // in the order in which a job takes them; at least one
}

// Step is one acquire, hold and release of a job.
type Step struct {
	Holder string // the label under which its acquires are counted: auth, main, background
	Pool   string // the name of the pool that it acquires from

	// Hold is how long the connection is held. It may be nil only where the class's arrivals are Scripted.
	Hold Distribution

	// Before is time without a connection of this step, before it asks; nil is none.
	Before Distribution

	// Nested says that the earlier steps of the job still hold their connections while this one asks and holds.
	// Connections that were held together are given back together, the innermost first.
	Nested bool
}
