package model_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"poolsim/sim/database"
	"poolsim/sim/model"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

// replay plays a recording through poolsim. When jobs arrive and what they do with their places is recorded; who gets
// which place when, who waits, who times out and what is connected and closed is poolsim's decision.
type replay struct {
	jobs []replayedJob
	m    *model.Model
	now  *replayedStage // of whom the pool has last spoken: what it begins in this call is for this stage
	got  recordedMeasures
	rows [][]replayedRow // by job and stage
}

// replayedRow is what came of a stage in a replay.
type replayedRow struct {
	placed  bool
	wait    time.Duration
	outcome pool.Outcome
}

// replayTime is longer than any recording.
const replayTime = 24 * time.Hour

// replayMode is how a recording is replayed.
type replayMode struct {
	requests bool // from the arrivals of requests instead of those of stages
	loop     bool // with the delays of an event loop
}

// replay replays the recording with the given delays, one for each stage.
func (r *recording) replay(tb testing.TB, mode replayMode, loop []loopDelay) *replay {
	tb.Helper()
	p := &replay{jobs: r.stageJobs(loop)}
	if mode.requests {
		p.jobs = r.requestJobs(loop)
	}
	for _, j := range p.jobs {
		p.rows = append(p.rows, make([]replayedRow, len(j.stages)))
	}
	result, err := model.Replicate(p.config(tb, r, mode), 0, p)
	if err != nil {
		tb.Fatal(err)
	}
	slices.Sort(p.got.waits)
	p.got.inUse = int(result.Pools[0].InUse.Max())
	p.got.connects = int(result.Pools[0].Totals.Connects)
	return p
}

// config returns the model with the settings of the recording. Pings and resets cost nothing: they are in the recorded
// times for which places are held.
func (p *replay) config(tb testing.TB, r *recording, mode replayMode) model.Config {
	tb.Helper()
	s := &r.settings
	set := param.Values{
		"pool_size": s.Size, "max_overflow": s.Overflow, "pool_timeout": s.timeout(), "pool_pre_ping": s.Ping,
		"pool_reset_on_return": s.Reset, "pool_use_lifo": s.LIFO, "version": r.version, "python": r.python, "driver": "asyncpg",
		"ping": workload.Constant(0), "reset": workload.Constant(0), "terminate": workload.Constant(0),
		"close": replayedTime{p, func(s *replayedStage) time.Duration { return s.closing }},
	}
	if s.Recycle >= 0 {
		set["pool_recycle"] = seconds(s.Recycle)
	}
	if mode.loop {
		set["handoff_window"] = loopWindow
	}
	cfg := model.Config{
		Duration: replayTime, Processes: 1,
		Pools: []model.Pool{queuePool(tb, "recorded", set)},
		Database: &database.Config{
			Connect: replayedTime{p, func(s *replayedStage) time.Duration { return s.connect }},
			Refuse:  replayedTime{p, func(s *replayedStage) time.Duration { return s.refusal }},
		},
		Classes: []workload.Class{{Name: "recorded", Arrivals: p}},
	}
	for _, label := range p.Holders() {
		nested := mode.requests && r.nested && label == "m"
		cfg.Classes[0].Steps = append(cfg.Classes[0].Steps, workload.Step{Holder: label, Nested: nested})
	}
	if r.limit >= 0 {
		cfg.Database.MaxConnections, cfg.Database.Reserved = r.limit+1, 1 // so that a limit of 0 can be said
	}
	for _, o := range r.outages {
		cfg.Database.Faults = append(cfg.Database.Faults, databaseFault(tb, "restart", param.Values{"at": o.from}))
		if o.to > o.from {
			cfg.Database.Faults = append(cfg.Database.Faults, databaseFault(tb, "connect-fails", param.Values{
				"from": o.from, "to": o.to, "takes": cfg.Database.Refuse,
			}))
		}
	}
	return cfg
}

// replayedTime is what an operation takes, as the stage says for which the pool begins it.
type replayedTime struct {
	p  *replay
	of func(*replayedStage) time.Duration
}

var _ workload.Distribution = replayedTime{}

func (t replayedTime) Sample(*rand.Rand) time.Duration { return t.of(t.p.now) }
func (t replayedTime) Mean() float64                   { return 0 }
func (t replayedTime) CV() float64                     { return 0 }

var _ workload.Scripted = (*replay)(nil)

// MeanRate returns 0: a recording ends.
func (p *replay) MeanRate() float64 { return 0 }

// Holders are the labels of stages.
func (p *replay) Holders() []string { return []string{"a", "m", "b", "l"} }

// Script returns the stages of a job.
func (p *replay) Script(n int) []workload.ScriptedStep {
	var script []workload.ScriptedStep
	for i := range p.jobs[n].stages {
		script = append(script, p.jobs[n].stages[i].script())
	}
	return script
}

// CancelAfter is never: no client went away.
func (p *replay) CancelAfter(int) time.Duration { return workload.Forever }

// Schedule starts the replay.
func (p *replay) Schedule() workload.Schedule { return &replaySchedule{jobs: p.jobs} }

type replaySchedule struct{ jobs []replayedJob }

func (s *replaySchedule) Next(*rand.Rand) (at time.Duration, n int, ok bool) {
	if len(s.jobs) == 0 {
		return 0, 0, false
	}
	at, s.jobs = s.jobs[0].at, s.jobs[1:]
	return at, 1, true
}

var _ model.Recorder = (*replay)(nil)

// Begin is told the model that is observed.
func (p *replay) Begin(m *model.Model) { p.m = m }

// End has nothing to do.
func (p *replay) End(*model.Model) {}

// Observer notes what comes of each stage.
func (p *replay) Observer() model.Observer {
	return model.Observer{Pool: &pool.Observer{
		Placed: func(r *pool.Request) {
			s, row := p.stage(r)
			*row = replayedRow{placed: true, wait: s.loop.reach + r.Placed.Sub(r.Asked) + s.loop.handOff}
			p.got.waits = append(p.got.waits, row.wait)
		},
		Returned: func(r *pool.Request) { p.stage(r) },
		Failed: func(r *pool.Request) {
			_, row := p.stage(r)
			row.outcome = r.Outcome
			if r.Outcome == pool.TimedOut {
				p.got.timeouts++
			}
		},
	}}
}

// stage returns the stage of a request and its row, and remembers that the pool has spoken of it.
func (p *replay) stage(r *pool.Request) (*replayedStage, *replayedRow) {
	n := p.m.Job(r)
	p.now = &p.jobs[n].stages[r.Step]
	return p.now, &p.rows[n][r.Step]
}
