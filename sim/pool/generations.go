package pool

import "poolsim/sim"

// generations are pools that followed each other in one place of a process: a dispose can replace a pool by a new one
// while its holders go on. They are counted together.
type generations struct {
	pools []*queuePool
	since sim.Time // when their counts last changed
}

// succeed lets a pool follow another one.
func (p *queuePool) succeed(old *queuePool) {
	old.Flush()
	if old.together == nil {
		old.together = &generations{pools: []*queuePool{old}, since: old.since}
	}
	p.together = old.together
	p.together.pools = append(p.together.pools, p)
}

// flush reports the time since the last change, and must be called before the counts of any of them change.
func (g *generations) flush(env *Env) {
	now := env.Engine.Now()
	if now <= g.since {
		return
	}
	var c Counts
	for _, p := range g.pools {
		c = c.Add(p.Counts())
	}
	if l := env.Levels; l != nil {
		l.add(c.InUse, c.Idle, c.Open, c.Waiting, int64(now-g.since))
	}
	if held := env.Observer.Held; held != nil {
		held(env.Index, env.Process, g.since, now, c)
	}
	g.since = now
}

// Add returns the counts of two pools together.
func (c Counts) Add(d Counts) Counts {
	return Counts{
		InUse: c.InUse + d.InUse, Idle: c.Idle + d.Idle, Open: c.Open + d.Open, Waiting: c.Waiting + d.Waiting,
		Claimed: c.Claimed + d.Claimed,
	}
}
