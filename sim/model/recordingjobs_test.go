package model_test

import (
	"cmp"
	"slices"
	"time"

	"poolsim/workload"
)

// replayedJob is one arrival of a replay.
type replayedJob struct {
	at     time.Duration
	stages []replayedStage
}

// replayedStage is what a stage of a replay does with its place. Whether it waits, connects and closes is poolsim's
// decision.
type replayedStage struct {
	recorded int // its number in the recording
	label    string
	before   time.Duration // after the end of the stage before, without a place
	loop     loopDelay
	hold     time.Duration // of the place, without what follows
	after    time.Duration // how long it is held on after a nested stage
	connect  time.Duration // what a connect takes, if there is one
	refusal  time.Duration // what a connect takes that fails, if there is one
	closing  time.Duration // what closing its connection takes at the end, if it is not kept
}

// script is the stage as the model takes it.
func (s *replayedStage) script() workload.ScriptedStep {
	step := workload.ScriptedStep{
		Holder: s.label, Before: max(0, s.before+s.loop.reach), Hold: max(0, s.loop.handOff+s.hold), After: s.after,
	}
	if s.label == "l" {
		step.End = workload.EndLeak
	}
	return step
}

// typical are medians of a recording, for what a replay needs and the recording does not have.
type typical struct {
	connect  time.Duration            // of a connect that was not needed there
	refusal  time.Duration            // of a connect that did not fail there
	closing  time.Duration            // of a connection that was not closed there
	overhead map[string]time.Duration // by label: what a place is taken for, beyond the nominal time of the work
	gap      time.Duration            // from the end of stage a to the wish for stage m
	inner    time.Duration            // nested: from the nominal end of stage a's own work to the wish for stage m
	after    time.Duration            // nested: from the end of stage m to that of stage a
}

func (r *recording) typical() *typical {
	var connect, refusal, closing, gap, inner, after []time.Duration
	overhead := make(map[string][]time.Duration)
	for i := range r.stages {
		s := &r.stages[i]
		switch {
		case s.refused():
			refusal = append(refusal, s.leaves()-s.placed)
		case s.connects > 0:
			connect = append(connect, s.connecting/time.Duration(s.connects))
		}
		if s.closing != never {
			closing = append(closing, s.closing)
		}
		if s.outcome == "ok" {
			overhead[s.label] = append(overhead[s.label], s.work()-s.nominal)
		}
	}
	for _, q := range r.requests() {
		if a, m := q.first(r), q.second(r); m != nil && a.outcome == "ok" {
			gap = append(gap, m.asked-a.freed)
			inner = append(inner, m.asked-a.placed-a.connecting-a.nominal)
			after = append(after, a.freed-m.freed)
		}
	}
	t := &typical{
		connect: median(connect), refusal: median(refusal), closing: median(closing), overhead: make(map[string]time.Duration),
		gap: median(gap), inner: median(inner), after: median(after),
	}
	for label, all := range overhead {
		t.overhead[label] = max(0, median(all))
	}
	return t
}

// median returns the middle value, 0 of none.
func median(all []time.Duration) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// work returns how long the stage had its place, without connecting before and closing after.
func (s *recordedStage) work() time.Duration {
	return s.freed - s.placed - s.connecting - max(0, s.closing)
}

// recordedRequest is the numbers of a request's stages in the recording.
type recordedRequest []int

func (q recordedRequest) first(r *recording) *recordedStage { return &r.stages[q[0]] }

// second returns stage m, nil if the request did not come to it.
func (q recordedRequest) second(r *recording) *recordedStage {
	if len(q) < 2 {
		return nil
	}
	return &r.stages[q[1]]
}

// requests returns the requests in the order of their arrivals.
func (r *recording) requests() []recordedRequest {
	var all []recordedRequest
	at := make(map[int]int)
	for i := range r.stages {
		n := r.stages[i].request
		k, ok := at[n]
		if !ok {
			k = len(all)
			at[n] = k
			all = append(all, nil)
		}
		all[k] = append(all[k], i)
	}
	return all
}

// replayed returns what the i-th stage of the recording does with its place. One that got no place there may get one
// here: its work then takes its nominal time and what such stages typically need beyond.
func (r *recording) replayed(i int, t *typical, loop []loopDelay) replayedStage {
	s := &r.stages[i]
	p := replayedStage{
		recorded: i, label: s.label, loop: loop[i], hold: s.nominal + t.overhead[s.label],
		connect: t.connect, refusal: t.refusal, closing: t.closing,
	}
	switch {
	case s.refused():
		p.refusal = s.leaves() - s.placed
	case s.placed != never && s.freed != never:
		p.hold = s.work()
	case s.label == "a" && r.nested:
		p.hold = r.nextHold(i)
	}
	if s.connects > 0 && !s.refused() {
		p.connect = s.connecting / time.Duration(s.connects)
	}
	if s.closing != never {
		p.closing = s.closing
	}
	return p
}

// nextHold returns how long the next stage a that was served held its place: what a nested stage a that was not would
// have held through its stage m is not known.
func (r *recording) nextHold(i int) time.Duration {
	for k := range r.stages {
		s := &r.stages[(i+k)%len(r.stages)]
		if s.label == "a" && s.outcome == "ok" {
			return s.work()
		}
	}
	return 0
}

// stageJobs replays every stage from the instant at which it asked.
func (r *recording) stageJobs(loop []loopDelay) []replayedJob {
	t := r.typical()
	jobs := make([]replayedJob, len(r.stages))
	for i := range jobs {
		jobs[i] = newReplayedJob(r.stages[i].asked, r.replayed(i, t, loop))
	}
	return inOrder(jobs)
}

// requestJobs replays every request from its arrival: when its second stage asks, follows from the end of its first. The
// second stage of a request that did not come to it in the recording is that of the next request that did.
func (r *recording) requestJobs(loop []loopDelay) []replayedJob {
	t := r.typical()
	all := r.requests()
	var jobs []replayedJob
	for k, q := range all {
		s := q.first(r)
		first := r.replayed(q[0], t, loop)
		job := newReplayedJob(s.asked, first)
		if other := nextOfTwo(all[k:], all[:k]); s.label == "a" && other != nil {
			job.stages = append(job.stages, r.replayed(other[1], t, loop))
			r.join(&job, q, t)
		}
		jobs = append(jobs, job)
	}
	return inOrder(jobs)
}

// newReplayedJob returns a job whose first stage asks at an instant. It arrives when the pool hears of that.
func newReplayedJob(asked time.Duration, first replayedStage) replayedJob {
	first.before = -first.loop.reach
	return replayedJob{asked + first.loop.reach, []replayedStage{first}}
}

// inOrder puts jobs in the order of their arrivals.
func inOrder(jobs []replayedJob) []replayedJob {
	slices.SortStableFunc(jobs, func(a, b replayedJob) int { return cmp.Compare(a.at, b.at) })
	return jobs
}

// nextOfTwo returns the first request with two stages.
func nextOfTwo(lists ...[]recordedRequest) recordedRequest {
	for _, list := range lists {
		for _, q := range list {
			if len(q) > 1 {
				return q
			}
		}
	}
	return nil
}

// join gives the two stages of a job the times between them.
func (r *recording) join(job *replayedJob, q recordedRequest, t *typical) {
	a, m := q.first(r), q.second(r)
	first, second := &job.stages[0], &job.stages[1]
	known := m != nil
	switch {
	case r.nested && known:
		first.hold, first.after = m.asked-a.placed-a.connecting, a.freed-m.freed
	case r.nested:
		first.hold, first.after = a.nominal+t.inner, t.after
	case known:
		second.before = m.asked - a.freed
	default:
		second.before = t.gap
	}
}
