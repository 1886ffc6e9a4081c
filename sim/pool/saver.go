package pool

import "poolsim/sim"

// Saver is a pool whose state can be kept and put back while it runs. It is for studies that continue from one state in
// many ways; a dialect that is no Saver cannot take part in them.
type Saver interface {
	// Save keeps the state of the pool, but not that of its requests (Requests.Save). The function that it returns puts it
	// back into the same objects, as often as it is called.
	Save() (restore func())

	// Oldest returns when the request asked that has waited in line longest; ok is false when nobody waits. It need not
	// be the first in line.
	Oldest() (asked sim.Time, ok bool)
}
