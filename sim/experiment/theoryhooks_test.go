package experiment_test

import (
	"strings"
	"time"

	"poolsim/sim"
	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// theoryHook is a part of what a recorder observes. A hook costs time at every attempt of billions, so a recorder takes
// those that its case has measures for; a measure whose hook is missing is 0 of 0, which fails.
type theoryHook uint8

const (
	hookAttempts theoryHook = iota // what becomes of attempts
	hookGranted                    // connections, and the time to open them
	hookReturned                   // holds
	hookFreed                      // places
	hookEnded                      // what becomes of requests
	hookHeld                       // averages over time
	hookStates                     // counts at instants
	hookJobs                       // requests in the system
	hookBlocked                    // connections whose holders wait for their second one
	hookRetries                    // requests that try again
	hookFirst                      // the first waits
	hookLeaks                      // leaked connections
	hooksEnd
)

// hooksOf are the hooks of measures, beside that of all attempts.
var hooksOf = map[string]theoryHook{
	"acquire_mean_connected":   hookGranted,
	"conn_open_frac":           hookGranted,
	"conn_open_rate":           hookGranted,
	"connecting_mean":          hookGranted,
	"hold_mean":                hookReturned,
	"completion_rate":          hookEnded,
	"response_mean":            hookEnded,
	"request_success_frac":     hookEnded,
	"thinking_mean":            hookJobs,
	"orbit_mean":               hookJobs,
	"stalled_time_frac":        hookBlocked,
	"time_to_deadlock_mean":    hookBlocked,
	"time_to_exhaustion_mean":  hookLeaks,
	"delay_mean_to_connection": hookRetries,
	"first_attempt.p_reject":   hookRetries,
	"avg_wait_first_n":         hookFirst,
}

// hooks returns what the measures of the case need.
func (c *theoryCase) hooks() map[theoryHook]bool {
	hooks := map[theoryHook]bool{hookAttempts: true}
	for _, name := range c.measures() {
		word, at, _ := strings.Cut(name, "@")
		scope, word := scopeOf(word)
		if h, ok := hooksOf[word]; ok {
			hooks[h] = true
		}
		_, whole := levelRatios[word]
		switch {
		case strings.HasPrefix(at, "t="):
			hooks[hookStates] = true
		case scope == "" && whole, at != "":
			hooks[hookHeld] = true
		case word == "out_mean":
			hooks[hookFreed] = true
		}
	}
	return hooks
}

// observerOf returns the hooks of one part.
func (r *theoryRecorder) observerOf(h theoryHook) (o model.Observer) {
	o.Pool = &pool.Observer{}
	p := o.Pool
	switch h {
	case hookAttempts:
		p.Placed, p.Failed = r.onPlaced, r.onFailed
	case hookGranted:
		p.Granted = r.onGranted
	case hookReturned:
		p.Returned = r.onReturned
	case hookFreed:
		p.Freed = r.onFreed
	case hookEnded:
		o.Ended = r.onEnded
	case hookHeld:
		// Not r.onHeld itself: the wrapper of a method value copies the counts, at every event.
		p.Held = func(_, _ int32, from, until sim.Time, n pool.Counts) {
			r.onHeld(from, until, n.InUse, n.Waiting, n.Idle)
		}
	case hookStates:
		p.Held = r.onState
	case hookJobs:
		o.Arrived = func(_ int32, at sim.Time) { r.jobsChange(at, 1) }
		o.Ended = func(_ int32, at sim.Time, _ model.JobOutcome, _ time.Duration) { r.jobsChange(at, -1) }
	case hookBlocked:
		p.Queued, p.Placed, p.Failed = r.blockQueued, r.blockLeft, r.blockLeft
	case hookRetries:
		p.Placed, p.Failed = r.connectedAfter, r.triesAgain
	case hookFirst:
		p.Placed = r.firstOfMany
	case hookLeaks:
		p.Queued = func(*pool.Request) { r.exhausted() }
		o.Ended = func(int32, sim.Time, model.JobOutcome, time.Duration) { r.exhausted() }
	}
	return o
}

// theoryPart is a part of a recorder, a recorder of its own, so that the model joins the hooks.
type theoryPart struct {
	r    *theoryRecorder
	hook theoryHook
}

// Observer returns the hooks of the part.
func (p theoryPart) Observer() model.Observer { return p.r.observerOf(p.hook) }

// Begin does nothing: the whole recorder does.
func (p theoryPart) Begin(*model.Model) {}

// End does nothing.
func (p theoryPart) End(*model.Model) {}

// recorders returns the recorder with those of its parts that are needed.
func (r *theoryRecorder) recorders(hooks map[theoryHook]bool) []model.Recorder {
	all := []model.Recorder{r}
	for h := range hooksEnd {
		if hooks[h] {
			all = append(all, theoryPart{r, h})
		}
	}
	return all
}
