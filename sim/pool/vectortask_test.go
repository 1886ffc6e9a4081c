package pool_test

import (
	"poolsim/sim"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// replayTask is a task of a vector, and the client of its requests.
type replayTask struct {
	p        *replay
	task     *vectorTask
	slot     sim.Slot
	cancelAt sim.Slot // of its cancellation; -1 if there is none
	reqs     []*pool.Request
	rows     []*replayRow
	pools    []pool.Pool // of each request
	at       int         // stage
	held     int         // connections held, of a nested task
	phase    int         // 0 gap, 1 hold, 2 after, 3 in the pool's hands, 4 ended
	failed   bool        // by an error or a cancellation
}

// The numbers of events that are not a task's own.
const (
	cancelArg = 1 << 20
	opArg     = 1 << 21
)

// cancel is the cancellation of the task, whatever it is doing.
func (k *replayTask) cancel() {
	switch k.phase {
	case 4:
		return
	case 0: // without a connection, or a nested task between two of them
		k.p.engine.Stop(k.slot)
		k.failed = true
		k.unwindOrEnd()
	case 1, 2:
		k.p.engine.Stop(k.slot)
		k.failed = true
		k.back()
	case 3:
		k.failed = true
		returning := k.reqs[k.at].Returned >= 0
		if returning && k.shielded() {
			r := k.reqs[k.at]
			r.Client = nobody{} // the return ends on its own
			k.Released(r)       // the task goes on at once
			return
		}
		k.failed = k.pools[k.at].Cancel(k.reqs[k.at])
	}
}

// shielded reports whether the return runs in a task of its own.
func (k *replayTask) shielded() bool {
	end := k.reqs[k.at].End
	return k.p.v.Trace.Release == "shield" && (end == workload.EndRelease || end == workload.EndSoft)
}

// nobody is the client of a return that nobody waits for any more.
type nobody struct{}

func (nobody) Granted(*pool.Request)  {}
func (nobody) Failed(*pool.Request)   {}
func (nobody) Released(*pool.Request) {}

func (k *replayTask) after(d int64, phase int, always bool) {
	k.phase = phase
	if d == 0 && !always {
		k.p.Fire(int32(k.task.ID))
		return
	}
	k.p.engine.Schedule(k.slot, k.p.engine.Now()+sim.Time(d), k.p.kind, int32(k.task.ID))
}

func (k *replayTask) ask() {
	r := k.reqs[k.at]
	row := &replayRow{r: r, task: k.task.ID, stage: k.at, done: -1, end: -1}
	k.rows[k.at] = row
	k.p.rows = append(k.p.rows, row)
	k.phase = 3
	k.pools[k.at] = k.p.pool
	k.p.pool.Acquire(r)
}

func (k *replayTask) Granted(*pool.Request) {
	k.held++
	k.rows[k.at].end = k.p.engine.Now()
	k.after(k.task.Stages[k.at].Hold, 1, false)
}

func (k *replayTask) holdEnds() {
	if k.task.Nested && k.at+1 < len(k.task.Stages) {
		k.at++
		k.after(k.task.Stages[k.at].Gap, 0, false)
		return
	}
	k.back()
}

// back gives the innermost connection back, after its time.
func (k *replayTask) back() {
	k.phase = 3
	r := k.reqs[k.at]
	r.End = ends[k.task.Stages[k.at].End]
	r.Plain = k.p.v.Trace.Release != "shield"
	k.pools[k.at].Release(r)
}

// ends are the words for the ends of a hold.
var ends = map[string]workload.End{
	"": workload.EndRelease, "release": workload.EndRelease, "invalidate": workload.EndInvalidate, "soft": workload.EndSoft,
	"gc": workload.EndCollect, "leak": workload.EndLeak,
}

func (k *replayTask) Released(*pool.Request) {
	if k.reqs[k.at].End != workload.EndLeak {
		k.rows[k.at].done = k.p.engine.Now()
	}
	k.held--
	switch {
	case k.held > 0:
		k.at--
		k.unwind()
	case !k.failed && k.at+1 < len(k.task.Stages) && !k.task.Nested:
		k.at++
		k.after(k.task.Stages[k.at].Gap, 0, false)
	default:
		k.ended()
	}
}

func (k *replayTask) ended() {
	k.phase = 4
	if k.cancelAt >= 0 {
		k.p.engine.Stop(k.cancelAt) // it would have no effect
	}
}

// unwindOrEnd gives back what is held, or ends the task.
func (k *replayTask) unwindOrEnd() {
	if k.held > 0 {
		k.at--
		k.back()
		return
	}
	k.ended()
}

func (k *replayTask) unwind() {
	if k.failed {
		k.back()
		return
	}
	k.after(k.task.Stages[k.at].After, 2, false)
}

func (k *replayTask) Failed(*pool.Request) {
	k.rows[k.at].end = k.p.engine.Now()
	k.failed = true
	k.unwindOrEnd()
}
