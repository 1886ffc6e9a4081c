package model

import (
	"fmt"
	"math/rand/v2"
	"time"

	"poolsim/sim"
	"poolsim/sim/database"
	"poolsim/sim/pool"
)

var _ pool.Connector = (*database.Server)(nil)

// Model is one replication, ready to run.
type Model struct {
	cfg      Config
	engine   *sim.Engine
	streams  *sim.Renewal
	requests pool.Requests
	server   *database.Server
	pools    [][]pool.Pool // by process, then in the order of Config.Pools
	envs     [][]pool.Env  // what each was made with
	replaced []ranked      // pools that others have taken over from
	workshop *workshop     // nil without contention
	loops    []*pool.Loop  // by process; nil if nothing occupies them
	classes  []*class
	labels   []Label
	observer Observer

	jobs       []*job // by number of the record
	jobKind    sim.Kind
	cancelKind sim.Kind
	arrivals   int64           // jobs that have arrived
	parts      JobParts        // of the job that ended last
	spare      []*pool.Request // that no job has
	leaked     []*pool.Request // whose connections are never given back
	alone      []*pool.Request // whose returns go on without their jobs
}

// ranked is a pool, its place in Config.Pools and its process.
type ranked struct {
	pool.Pool
	index, process int
}

// Label says under which name requests are counted: one for each class, holder and pool that occur together.
type Label struct {
	Class, Pool int // indices into Config.Classes and Config.Pools
	Holder      string
}

// New wires a model. It fails if the Config could not come from a checked scenario: a pool that does not exist, no
// process, a negative duration.
func New(cfg Config, observers ...Observer) (*Model, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	m := &Model{cfg: cfg, engine: sim.NewEngine(), observer: tee(observers)}
	streams := sim.Streams{Seed: cfg.Seed, Replication: cfg.Replication}
	m.streams = streams.Renewable()
	m.server = database.New(cfg.Database, m.engine, streams.Stream("database", "connect"))
	m.server.Held = m.observer.Database
	shares := m.shares()
	m.pools = make([][]pool.Pool, cfg.Processes)
	m.envs = make([][]pool.Env, cfg.Processes)
	for process := range m.pools {
		var loop *pool.Loop
		if cfg.Database != nil && cfg.Database.ConnectCPU != nil {
			loop = pool.NewLoop(m.engine)
			m.loops = append(m.loops, loop)
		}
		for i := range cfg.Pools {
			env := m.env(streams, process, i)
			env.Loop = loop
			if shares != nil {
				env.Connector = shares[cfg.instance(process)]
			}
			m.envs[process] = append(m.envs[process], env)
			m.pools[process] = append(m.pools[process], cfg.Pools[i].Dialect.New(cfg.Pools[i].Values, env))
		}
	}
	if cfg.Database != nil && cfg.Database.Contention != nil {
		m.workshop = newWorkshop(m, cfg.Database.Contention)
	}
	m.jobKind = m.engine.Handle((*jobEvents)(m))
	m.cancelKind = m.engine.Handle((*jobCancels)(m))
	for i := range cfg.Classes {
		c, err := m.newClass(streams, i)
		if err != nil {
			return nil, err
		}
		m.classes = append(m.classes, c)
	}
	return m, nil
}

// env is what the copy of a pool is made with that one process has.
func (m *Model) env(streams sim.Streams, process, i int) pool.Env {
	var levels *pool.Levels
	if all := m.observer.Pool.Levels; all != nil {
		levels = &all[i]
	}
	return pool.Env{
		Engine:    m.engine,
		Requests:  &m.requests,
		Connector: m.server,
		Costs:     m.costs(streams, m.cfg.Pools[i], process),
		Observer:  m.observer.Pool,
		Levels:    levels,
		Conns:     new(int32),
		Stream: func(purpose string) *rand.Rand {
			return streams.Stream("pool", m.cfg.Pools[i].Name, fmt.Sprint(process), purpose)
		},
		Index:   int32(i),
		Process: int32(process),
		Plain:   m.cfg.plain(i),
	}
}

// plain reports whether a step gives the pool's connections back itself, without a context manager.
func (cfg *Config) plain(pool int) bool {
	for _, c := range cfg.Classes {
		for _, s := range c.Steps {
			if s.Plain && cfg.PoolIndex(s.Pool) == pool {
				return true
			}
		}
	}
	return false
}

// replacePool lets a new pool take over from the present one of a process, for all later requests.
func (m *Model) replacePool(process, i int) {
	env := m.envs[process][i]
	env.Replaces = m.pools[process][i]
	m.replaced = append(m.replaced, ranked{m.pools[process][i], i, process})
	m.pools[process][i] = m.cfg.Pools[i].Dialect.New(m.cfg.Pools[i].Values, env)
}

// label returns the number of a label, a new one where it has not occurred.
func (m *Model) label(l Label) int32 {
	for i, k := range m.labels {
		if k == l {
			return int32(i)
		}
	}
	m.labels = append(m.labels, l)
	return int32(len(m.labels) - 1)
}

// PoolIndex returns the index of the pool of that name, -1 if there is none. An empty name means the only pool.
func (cfg *Config) PoolIndex(name string) int {
	if name == "" && len(cfg.Pools) == 1 {
		return 0
	}
	for i := range cfg.Pools {
		if cfg.Pools[i].Name == name {
			return i
		}
	}
	return -1
}

// check finds what a program may have got wrong.
func (cfg *Config) check() error {
	switch {
	case cfg.Processes < 1:
		return fmt.Errorf("model: Config.Processes is %d, must be at least 1", cfg.Processes)
	case cfg.Instances < 0 || cfg.Processes%max(1, cfg.Instances) != 0:
		return fmt.Errorf("model: Config.Processes is %d, must be a multiple of Config.Instances, %d", cfg.Processes, cfg.Instances)
	case cfg.Duration <= 0:
		return fmt.Errorf("model: Config.Duration is %v, must be more than 0", cfg.Duration)
	case cfg.Warmup < 0:
		return fmt.Errorf("model: Config.Warmup is %v, must not be negative", cfg.Warmup)
	case len(cfg.Pools) == 0:
		return fmt.Errorf("model: Config.Pools is empty")
	}
	for _, p := range cfg.Pools {
		if p.Dialect == nil {
			return fmt.Errorf("model: pool %q has no dialect", p.Name)
		}
	}
	for _, c := range cfg.Classes {
		for _, s := range c.Steps {
			if cfg.PoolIndex(s.Pool) < 0 {
				return fmt.Errorf("model: class %q: no pool is named %q", c.Name, s.Pool)
			}
		}
	}
	for _, f := range cfg.Faults {
		for _, name := range f.Pools() {
			if cfg.PoolIndex(name) < 0 {
				return fmt.Errorf("model: a fault is about pool %q, which does not exist", name)
			}
		}
	}
	return nil
}

// Labels returns the labels under which requests are counted; Request.Label is an index into them.
func (m *Model) Labels() []Label { return m.labels }

// Config returns what the model was made from. It must not be changed.
func (m *Model) Config() *Config { return &m.cfg }

// Now returns the present instant.
func (m *Model) Now() sim.Time { return m.engine.Now() }

// Job returns the number of the job that a request belongs to, in order of arrival from 0.
func (m *Model) Job(r *pool.Request) int64 { return r.Owner }

// Unfinished calls f with every request that has been made and whose place is not free again: in the order of the job
// records, then those that were leaked, then those whose jobs have left their returns.
func (m *Model) Unfinished(f func(r *pool.Request)) {
	for _, j := range m.jobs {
		for i := range j.legs[j.base:j.opened] {
			if r := j.legs[int(j.base)+i].request; r.Freed < 0 {
				f(r)
			}
		}
	}
	for _, r := range m.leaked {
		f(r)
	}
	for _, r := range m.alone {
		if r.Freed < 0 {
			f(r)
		}
	}
}

// run lets virtual time pass until the given instant.
func (m *Model) run(until time.Duration) error {
	if err := m.engine.RunUntil(sim.Time(until)); err != nil {
		return stalled(err)
	}
	m.flush()
	return nil
}

// stalled says what makes time stand still; nil stays nil.
func stalled(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: something repeats that takes no time, such as a closed class without think time whose requests fail at once", err)
}

// flush brings what observers know about time up to the present.
func (m *Model) flush() {
	for _, process := range m.pools {
		for _, p := range process {
			p.Flush()
		}
	}
	m.server.Flush()
}
