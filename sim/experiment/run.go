package experiment

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"poolsim/sim/model"
	"poolsim/sim/scenario"
	"poolsim/sim/stat"
	"poolsim/workload"
)

// Run runs the scenario's replications, several at once, and says what they found. When ctx is cancelled, replications
// under way are finished and no further ones begin: the result is then made of the finished ones and comes with
// ErrInterrupted. Without a single finished replication the result is nil.
func Run(ctx context.Context, sc *scenario.Scenario, o Options) (*Result, error) {
	b := newBatch(sc, nil)
	b.progress = o.Progress
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var log *acquireLog
	if o.Acquires != nil {
		log = newAcquireLog(o.Acquires)
	}
	if sc.AutoWarmup {
		if err := b.findWarmup(ctx, workers); err != nil {
			return nil, err
		}
	}
	if err := b.run(ctx, workers, log); err != nil {
		return nil, err
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
	pilots   int          // replications that find the warm-up
	found    *foundWarmup // nil if the scenario gives the warm-up
	effort   *Effort      // nil if replications are not added for the sake of [slo]
	first    int          // replications that were planned at first

	mu        sync.Mutex
	piloted   int // of pilots, those that are finished
	done      int
	runs      []replication // by replication
	tails     []stat.Tails  // of the durations whose quantiles are metrics
	parts     []told        // the batches of a single replication
	partTails []stat.Tails  // the same as tails, of these
	partLoads [][]float64   // by pool: average number of requests in line or at a place, of these
	lengths   lengths       // by label and class, over all replications
	waited    []uint64      // by label: how many requests there were, in all replications
	labels    []model.Label
	metrics   []column // the same in every replication
	alerts    []column
	timeline  *model.Timeline // of the first replication
}

// newBatch returns the replications of a scenario, of which none has run.
func newBatch(sc *scenario.Scenario, effort *Effort) *batch {
	n := sc.Replications
	if effort != nil && effort.First > 0 {
		n = effort.First
	}
	return &batch{sc: sc, total: n, first: n, effort: effort}
}

// replication is what is kept of one: numbers, no histograms, so that memory does not grow with what was observed.
type replication struct {
	told
	finished bool
	quarters [][4]model.Quarter // by pool
	watched  []watchTold        // by subject of an alert
}

// run runs replications, and more of them as long as a precision asks for it.
func (b *batch) run(ctx context.Context, workers int, log *acquireLog) error {
	for first := 0; first < b.total && b.done == first; {
		b.runs = append(b.runs, make([]replication, b.total-first)...)
		err := spread(ctx, workers, first, b.total, func(i int) error {
			ran, err := b.replicate(i, log)
			if err != nil {
				return fmt.Errorf("replication %d: %w", i+1, err)
			}
			b.mu.Lock()
			defer b.mu.Unlock()
			b.keep(i, ran)
			return nil
		})
		if err != nil {
			return err
		}
		if first = b.total; b.done == b.total {
			b.total += b.more()
		}
	}
	return nil
}

// replicate runs one replication. The first one also records what charts over time and the acquire log need; if it is
// the only one, it is told in batches.
func (b *batch) replicate(i int, log *acquireLog) (ran, error) {
	cfg := b.sc.Model
	cfg.Replication = i
	var bin time.Duration
	var recorders []model.Recorder
	if i == 0 {
		bin = binWidth(cfg.Duration)
		if log != nil {
			recorders = append(recorders, log)
		}
	}
	watch := newWatch(b.sc, i)
	if watch != nil {
		recorders = append(recorders, watch)
	}
	if b.first == 1 {
		batches, err := model.Batched(cfg, stat.Batches, bin, recorders...)
		tidy(&cfg)
		return ran{batches, watch}, err
	}
	r, err := model.Replicate(cfg, bin, recorders...)
	tidy(&cfg)
	return ran{[]*model.Result{r}, watch}, err
}

// tidy frees what a replication with very many users took before anything else takes as much: the collector of garbage lets
// memory double before it looks, and what it would find then is nearly all of it. Smaller replications are not worth it.
func tidy(cfg *model.Config) {
	const many = 100_000
	users := 0
	for _, c := range cfg.Classes {
		if a, ok := c.Arrivals.(*workload.Closed); ok {
			users += a.Users
		}
	}
	if users >= many {
		runtime.GC()
	}
}

// ran is what a replication left behind.
type ran struct {
	results []*model.Result // one, or those of its batches
	watch   *watch          // nil without alerts
}

// keep reduces a raw result, or its batches, to what is needed. What is summed over replications is whole numbers: the
// order in which they finish changes nothing.
func (b *batch) keep(i int, ran ran) {
	results := ran.results
	r := results[0]
	if len(results) > 1 {
		r = model.Join(results)
		if i == 0 {
			b.keepBatches(results)
		}
	}
	run := replication{finished: true, told: b.tell(b.sc, r, &b.tails), watched: ran.watch.told()}
	for k := range r.Pools {
		run.quarters = append(run.quarters, r.Pools[k].Quarters)
	}
	if b.labels == nil {
		b.waited = make([]uint64, len(r.Labels))
		for k := range r.Labels {
			b.labels = append(b.labels, r.Labels[k].Label)
		}
	}
	b.lengths.add(r)
	for k := range r.Labels {
		b.waited[k] = b.lengths.wait[k].N()
	}
	if r.Timeline != nil {
		b.timeline = r.Timeline
	}
	b.runs[i] = run
	b.done++
	b.tellProgress()
}

// tellProgress says how far the run is. It is called under mu.
func (b *batch) tellProgress() {
	if b.progress != nil {
		b.progress(b.piloted+b.done, b.pilots+b.total)
	}
}

// keepBatches reduces the batches of a single replication to what is needed.
func (b *batch) keepBatches(results []*model.Result) {
	b.partLoads = make([][]float64, len(b.sc.Model.Pools))
	for _, r := range results {
		b.parts = append(b.parts, b.tell(b.sc, r, &b.partTails))
		for k := range r.Pools {
			p := &r.Pools[k]
			b.partLoads[k] = append(b.partLoads[k], p.InUse.Mean()+p.Waiting.Mean())
		}
	}
}

// result joins the finished replications.
func (b *batch) result(version string) *Result {
	cfg := &b.sc.Model
	res := &Result{
		Poolsim:         version,
		Name:            b.sc.Name,
		Title:           b.sc.Title,
		Scenario:        b.sc.Echo,
		ScenarioHash:    Hash(b.sc),
		Seed:            cfg.Seed,
		Replications:    b.done,
		Planned:         b.total,
		WarmupSeconds:   cfg.Warmup.Seconds(),
		DurationSeconds: cfg.Duration.Seconds(),
		Processes:       cfg.Processes,
		Instances:       max(1, cfg.Instances),
		Faults:          faultMarks(b.sc.Faults, cfg.Warmup),
		Metrics:         b.metricsNow(),
		Alerts:          b.alertShares(),
	}
	for _, p := range cfg.Pools {
		res.Pools = append(res.Pools, facts(p))
	}
	res.Precision = precision(b.sc, res.Metrics)
	res.Series = b.series()
	res.Errors = loggedErrors(b.sc, res.Metrics)
	res.SLO = b.judgeNow()
	res.Theory = Theory(b.sc)
	res.Warnings = b.warnings(res)
	return res
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
