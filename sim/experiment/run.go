package experiment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"sync"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
)

// Run runs the scenario's replications, several at once, and says what they found. When ctx is cancelled, replications
// under way are finished and no further ones begin: the result is then made of the finished ones and comes with
// ErrInterrupted. Without a single finished replication the result is nil.
func Run(ctx context.Context, sc *scenario.Scenario, o Options) (*Result, error) {
	b := &batch{sc: sc, total: sc.Replications, progress: o.Progress, runs: make([]replication, sc.Replications)}
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var log *acquireLog
	if o.Acquires != nil {
		log = newAcquireLog(o.Acquires)
	}
	var wg sync.WaitGroup
	for range min(workers, b.total) {
		wg.Go(func() { b.work(ctx, log) })
	}
	wg.Wait()
	if b.err != nil {
		return nil, b.err
	}
	if log != nil {
		if err := log.err; err != nil {
			return nil, fmt.Errorf("acquire log: %w", err)
		}
	}
	if b.done == 0 {
		return nil, ErrInterrupted
	}
	r := b.result(o.Version)
	if b.done < b.total {
		return r, ErrInterrupted
	}
	return r, nil
}

// batch is the replications of one scenario: what workers share.
type batch struct {
	sc       *scenario.Scenario
	total    int
	progress func(done, total int)

	mu       sync.Mutex
	next     int // the next replication to begin
	done     int
	err      error // of the earliest replication that failed
	failed   int
	runs     []replication    // by replication
	waits    []stat.Histogram // by label, over all replications
	labels   []model.Label
	metrics  []column // the same in every replication
	alerts   []column
	timeline *model.Timeline // of the first replication
}

// replication is what is kept of one: numbers, no histograms, so that memory does not grow with what was observed.
type replication struct {
	finished bool
	metrics  []pair             // one for each of batch.metrics
	alerts   []pair             // one for each of batch.alerts
	quarters [][4]model.Quarter // by pool
	requests []uint64           // by label
}

// work runs replications until none is left.
func (b *batch) work(ctx context.Context, log *acquireLog) {
	for ctx.Err() == nil {
		b.mu.Lock()
		i := b.next
		if i >= b.total || b.err != nil {
			b.mu.Unlock()
			return
		}
		b.next++
		b.mu.Unlock()

		r, err := b.replicate(i, log)

		b.mu.Lock()
		if err != nil {
			if b.err == nil || i < b.failed {
				b.err, b.failed = fmt.Errorf("replication %d: %w", i+1, err), i
			}
		} else {
			b.keep(i, r)
		}
		b.mu.Unlock()
	}
}

// replicate runs one replication. The first one also records what charts over time and the acquire log need.
func (b *batch) replicate(i int, log *acquireLog) (*model.Result, error) {
	cfg := b.sc.Model
	cfg.Replication = i
	if i > 0 {
		return model.Replicate(cfg, 0)
	}
	if log == nil {
		return model.Replicate(cfg, binWidth(cfg.Duration))
	}
	return model.Replicate(cfg, binWidth(cfg.Duration), log)
}

// keep reduces a raw result to what is needed. What is summed over replications is whole numbers: the order in which
// they finish changes nothing.
func (b *batch) keep(i int, r *model.Result) {
	run := replication{finished: true}
	b.metrics, run.metrics = split(measure(b.sc, r))
	b.alerts, run.alerts = split(alerts(b.sc, r))
	for k := range r.Pools {
		run.quarters = append(run.quarters, r.Pools[k].Quarters)
	}
	if b.waits == nil {
		b.waits = make([]stat.Histogram, len(r.Labels))
		for k := range r.Labels {
			b.labels = append(b.labels, r.Labels[k].Label)
		}
	}
	for k := range r.Labels {
		b.waits[k].Merge(waits(&r.Labels[k]))
		run.requests = append(run.requests, r.Labels[k].Requests())
	}
	if r.Timeline != nil {
		b.timeline = r.Timeline
	}
	b.runs[i] = run
	b.done++
	if b.progress != nil {
		b.progress(b.done, b.total)
	}
}

// result joins the finished replications.
func (b *batch) result(version string) *Result {
	var metrics, alerts [][]pair
	for _, r := range b.runs {
		if r.finished {
			metrics = append(metrics, r.metrics)
			alerts = append(alerts, r.alerts)
		}
	}
	cfg := &b.sc.Model
	res := &Result{
		Poolsim:         version,
		Name:            b.sc.Name,
		Title:           b.sc.Title,
		Scenario:        b.sc.Echo,
		ScenarioHash:    hash(b.sc),
		Seed:            cfg.Seed,
		Replications:    b.done,
		Planned:         b.total,
		WarmupSeconds:   cfg.Warmup.Seconds(),
		DurationSeconds: cfg.Duration.Seconds(),
		Processes:       cfg.Processes,
		Metrics:         combine(b.metrics, metrics),
		Alerts:          shares(b.sc, b.alerts, alerts),
	}
	for _, p := range cfg.Pools {
		res.Pools = append(res.Pools, facts(p))
	}
	res.Series = b.series()
	res.Errors = loggedErrors(b.sc, res.Metrics)
	res.SLO = judge(b.sc, res.Metrics)
	res.Warnings = b.warnings(res)
	return res
}

// hash identifies what was simulated: the effective scenario.
func hash(sc *scenario.Scenario) string {
	sum := sha256.Sum256([]byte(sc.TOML()))
	return hex.EncodeToString(sum[:8])
}

// facts are the settings of a pool that charts and tables refer to.
func facts(p model.Pool) PoolFacts {
	l := p.Dialect.Limits(p.Values)
	f := PoolFacts{
		Name: p.Name, Dialect: p.Dialect.Name, Label: l.Label,
		Keep: l.Keep, KeepName: l.KeepName, Limit: l.Limit, LimitName: l.LimitName,
	}
	if l.Timeout >= 0 {
		s := l.Timeout.Seconds()
		f.TimeoutSeconds = &s
	}
	return f
}
