package pool

import (
	"strings"
	"time"

	"poolsim/sim"
	"poolsim/workload"
)

// Request is a wish for a connection, from the moment it is made until the connection is given back. The client owns
// the record and may use it again after Failed or Released. Its fields leave no gaps and are in the order in which they are
// needed: of its three cache lines the third is for what takes time or waits.
type Request struct {
	// Set by the client before Acquire, but for End and Plain: before Release.
	Client Client
	Of     Pool         // set by the pool, itself: whoever gives it back must give it to this one
	Label  int32        // under which observers count it
	End    workload.End // how its hold ends
	Plain  bool         // the task gives it back itself, not through a context manager (workload.Step)

	// Set by the pool. Instants that have not come yet are negative.
	Queued        bool // it stood in line
	Outcome       Outcome
	record        *record
	Asked         sim.Time // when it was made
	Granted       sim.Time // when a usable connection was in hand
	Placed        sim.Time // when the pool granted a place: the end of the wait
	Returned      sim.Time // when the holder gave it back
	Freed         sim.Time // when the place was free again
	Owner         int64    // the client's own mark, set by it: which job
	Step          int32    // set by the client: which step of the job, from 0
	Pool, Process int32    // which pool it was asked of, by number
	Conn          int32    // number of the connection in this pool, in order of the starts of connects, from 1
	How           How
	id            int32

	Pinged   sim.Time   // when a ping had ended, whatever it found out
	Cleaned  sim.Time   // when a reset had ended, whatever came of it
	pending  sim.Posted // the event that it waits for in the pool
	stage    stage      // what the pool is doing for it now
	after    stage      // what the work of a connect on the event loop is part of
	fails    bool       // what the pool is doing for it will fail
	turn     bool       // it has waited for its turn on the event loop
	deadline sim.Time
	link     link // its place in a line
	asking   asking
	work     time.Duration // how long the work of a connect takes
}

// begin makes the record ready for a new wish.
func (r *Request) begin(now sim.Time, pool, process int32) {
	r.Pool, r.Process = pool, process
	r.Queued = false
	r.Asked, r.Placed, r.Pinged, r.Granted, r.Returned, r.Cleaned, r.Freed = now, -1, -1, -1, -1, -1, -1
	r.Outcome, r.Conn, r.How, r.End, r.Plain = Waiting, 0, 0, workload.EndRelease, false
}

// Number returns the number that the request has among those of its model, which is the argument of the events that the pool
// posts for it: for audits.
func (r *Request) Number() int32 { return r.id }

// Outcome says what became of a request.
type Outcome uint8

// The outcomes.
const (
	Waiting      Outcome = iota // not decided yet
	OK                          // granted
	TimedOut                    // left the line at its limit
	ConnectError                // the connection could not be opened
	Cancelled                   // its client went away while it was acquiring
	Rejected                    // there was no room in the line
)

// String returns the word in an acquire log.
func (o Outcome) String() string {
	return [...]string{"unfinished", "ok", "timeout", "connect_error", "cancelled", "rejected"}[o]
}

// How says how a connection came: 0 as it lay in the pool, else the connects that were made for the request, in order,
// four bits each.
type How uint32

// The reasons for a connect.
const (
	HowNew            How = iota + 1 // a new place
	HowEmpty                         // a place without a connection
	HowRecycleAge                    // the connection was older than the recycle age
	HowRecycleInvalid                // the pool was invalidated after its connect
	HowRecycleSoft                   // it was softly invalidated
	HowPingFailed                    // its ping failed
)

var howWords = [...]string{"", "new", "empty", "recycle_age", "recycle_invalid", "recycle_soft", "ping_failed"}

// then appends a reason.
func (h How) then(reason How) How {
	shift := 0
	for x := h; x != 0; x >>= 4 {
		shift += 4
	}
	return h | reason<<shift
}

// String returns the reasons joined by +, or "idle".
func (h How) String() string {
	if h == 0 {
		return "idle"
	}
	var words []string
	for ; h != 0; h >>= 4 {
		words = append(words, howWords[h&15])
	}
	return strings.Join(words, "+")
}

// Requests numbers the requests of one model, so that an event can name one.
type Requests struct {
	all []*Request
}

// Add gives the request its number. It must be called once, before the request is first used.
func (q *Requests) Add(r *Request) {
	r.id = int32(len(q.all))
	q.all = append(q.all, r)
}

// at returns the request of that number.
func (q *Requests) at(id int32) *Request { return q.all[id] }
