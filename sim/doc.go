// Package sim is the virtual-time kernel: an engine with an event list, and named streams of random numbers. It knows no
// pool, reads no clock and starts no goroutine.
//
// Time is a whole number of nanoseconds, so that ties are exact and sums do not drift. A Slot is a source of events with
// at most one pending event (an arrival process, a line of equal timeouts); a posted event (the end of a hold, of a user's
// thinking) is lent a place for as long as it is pending. The event list is a winner tree (a tournament; Knuth, The Art of
// Computer Programming, vol. 3, section 5.4.1) over slots, and one over what is posted: scheduling and stopping replay one
// path of it, nothing stale remains, and nothing is allocated. Events at equal times fire in the order in which they were
// scheduled.
//
// An event is a Kind, which says whose Handler fires, and a number that the handler understands: no closures, so the
// steady state of a simulation allocates nothing.
package sim
