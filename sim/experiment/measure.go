package experiment

import (
	"slices"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
	"poolsim/workload"
)

// measure turns the raw result of one replication into rows: by pool, by class and holder, by class, and of the
// database. The metrics are those of DESIGN.md, section 7.
func measure(sc *scenario.Scenario, r *model.Result) *table {
	t := &table{cancels: cancels(&sc.Model)}
	for _, p := range sc.Model.Pools {
		t.rejects = append(t.rejects, p.Dialect.Limits(p.Values).Rejects)
	}
	ends, faults := endsOtherwise(&sc.Model), hasFaults(&sc.Model)
	for i := range r.Pools {
		t.at = key{pool: sc.Model.Pools[i].Name}
		t.pool(sc.Model.Pools[i], &r.Pools[i], r.Seconds)
		n := r.Pools[i].Totals
		if faults {
			t.count("ping_failures", n.PingFailures, r.Seconds)
			t.count("reset_failures", n.ResetFailures, r.Seconds)
			t.count("invalidations", n.Invalid, r.Seconds)
		}
		if ends {
			t.count("terminates", n.Terminates, r.Seconds)
			t.count("leaks", n.Leaks, r.Seconds)
		}
		t.requests(poolLabel(r, i), r.Seconds)
		if len(r.Samples) > 0 {
			t.samples(r.Samples[i], sc.Model.Processes)
		}
	}
	for i := range r.Labels {
		l := &r.Labels[i]
		t.at = key{pool: sc.Model.Pools[l.Pool].Name, class: sc.Model.Classes[l.Class].Name, holder: l.Holder}
		t.requests(l, r.Seconds)
	}
	for i := range r.Classes {
		t.at = key{class: sc.Model.Classes[i].Name}
		t.class(&r.Classes[i], r.Seconds)
		if sc.Model.Classes[i].RetryDelay != nil {
			t.count("retries", r.Classes[i].Retries, r.Seconds)
		}
	}
	t.at = key{}
	t.level("database_connections", &r.Database.Connections)
	t.count("refused_connects", r.Database.Refused, r.Seconds)
	return t
}

// cancels reports whether clients can go away.
func cancels(cfg *model.Config) bool {
	return slices.ContainsFunc(cfg.Classes, func(c workload.Class) bool { return c.CancelAfter != nil || isScripted(c) })
}

// endsOtherwise reports whether holds can end otherwise than by giving the connection back.
func endsOtherwise(cfg *model.Config) bool {
	return slices.ContainsFunc(cfg.Classes, func(c workload.Class) bool {
		return isScripted(c) || slices.ContainsFunc(c.Steps, func(s workload.Step) bool { return len(s.Ends) > 0 })
	})
}

func isScripted(c workload.Class) bool {
	_, ok := c.Arrivals.(workload.Scripted)
	return ok
}

// hasFaults reports whether something can go wrong with the database.
func hasFaults(cfg *model.Config) bool { return cfg.Database != nil && len(cfg.Database.Faults) > 0 }

// pool adds the rows of one pool's own state.
func (t *table) pool(p model.Pool, r *model.PoolResult, seconds float64) {
	limits := p.Dialect.Limits(p.Values)
	t.level("in_use_connections", &r.InUse)
	t.level("idle_connections", &r.Idle)
	t.level("open_connections", &r.Open)
	if limits.Keep >= 0 {
		t.level("overflow_connections", r.Open.Beyond(int32(limits.Keep)))
	}
	t.level("waiting_requests", &r.Waiting)
	if limits.Limit > 0 {
		t.value("utilisation_ratio", "mean", average, r.InUse.Mean()/float64(limits.Limit))
	}
	t.count("connects", r.Totals.Connects, seconds)
	t.count("recycles", r.Totals.Recycles, seconds)
	t.count("pings", r.Totals.Pings, seconds)
	t.count("resets", r.Totals.Resets, seconds)
	t.count("closes", r.Totals.Closes, seconds)
}

// samples adds the rows of the counts at instants, those of one process.
func (t *table) samples(samples []model.Sample, processes int) {
	for _, s := range samples {
		at := AtInstant(s.At)
		t.value("in_use_connections", at, extreme, float64(s.Counts.InUse)/float64(processes))
		t.value("open_connections", at, extreme, float64(s.Counts.Open)/float64(processes))
		t.value("waiting_requests", at, extreme, float64(s.Counts.Waiting)/float64(processes))
	}
}

// AtInstant is the stat of a level at an instant: "at 30s".
func AtInstant(at time.Duration) string { return "at " + scenario.FormatDuration(at) }

// requests adds the rows of the requests of one label, or of a whole pool.
func (t *table) requests(l *model.LabelResult, seconds float64) {
	n := float64(l.Requests())
	t.count("acquires", l.Requests(), seconds)
	t.ratio("wait_ratio", "ratio", float64(l.Queued), n)
	t.ratio("timeout_ratio", "ratio", float64(l.Timeouts()), n)
	t.count("timeouts", l.Timeouts(), seconds)
	t.count("connect_errors", l.ConnectErrors, seconds)
	if t.rejects[l.Pool] {
		t.count("rejections", l.Rejected, seconds)
		t.ratio("reject_ratio", "ratio", float64(l.Rejected), n)
	}
	if t.cancels {
		t.count("cancellations", l.Left.N()+l.Cancelled, seconds)
	}
	t.seconds("wait_seconds", waits(l))
	t.seconds("acquire_seconds", &l.Acquire)
	t.seconds("hold_seconds", &l.Hold)
	t.timeOfAcquires(l)
}

// class adds the rows of a class's jobs.
func (t *table) class(r *model.ClassResult, seconds float64) {
	t.count("jobs", r.Arrived, seconds)
	t.count("completions", r.Completed, seconds)
	t.count("failures", r.Failed, seconds)
	t.ratio("failure_ratio", "ratio", float64(r.Failed), float64(r.Completed+r.Failed+r.Cancelled))
	if t.cancels {
		t.count("cancelled_jobs", r.Cancelled, seconds)
	}
	t.seconds("response_seconds", &r.Response)
	t.timeOfJobs(r)
}

// waits returns the times that requests spent in line, those that timed out or were given up included: they waited too.
func waits(l *model.LabelResult) *stat.Histogram {
	if l.Lost.N()+l.Left.N() == 0 {
		return &l.Wait
	}
	all := &stat.Histogram{}
	all.Merge(&l.Wait)
	all.Merge(&l.Lost)
	all.Merge(&l.Left)
	return all
}

// poolLabel joins the labels of one pool.
func poolLabel(r *model.Result, pool int) *model.LabelResult {
	sum := &model.LabelResult{Label: model.Label{Pool: pool}}
	for i := range r.Labels {
		l := &r.Labels[i]
		if l.Pool != pool {
			continue
		}
		sum.Wait.Merge(&l.Wait)
		sum.Lost.Merge(&l.Lost)
		sum.Left.Merge(&l.Left)
		sum.Acquire.Merge(&l.Acquire)
		sum.Hold.Merge(&l.Hold)
		sum.Spent.Merge(&l.Spent)
		sum.Queued += l.Queued
		sum.ConnectErrors += l.ConnectErrors
		sum.Cancelled += l.Cancelled
		sum.Rejected += l.Rejected
	}
	return sum
}
