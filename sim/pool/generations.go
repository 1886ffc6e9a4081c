package pool

import "poolsim/sim"

// generations are the pools that followed each other in one place of a process: a dispose can replace a pool by a new
// one while its holders go on. They are counted together.
type generations struct {
	pools []Pool
	since sim.Time // when their counts last changed
}

// succeed adds a pool to the generations of the one that it replaces, or begins new ones.
func succeed(p, replaced Pool, of func(Pool) *generations) *generations {
	g := &generations{}
	if replaced != nil {
		replaced.Flush()
		g = of(replaced)
	}
	g.pools = append(g.pools, p)
	return g
}

// flush reports the time since the last change, and must be called before the counts of any of them change.
func (g *generations) flush(env *Env) {
	now := env.Engine.Now()
	if now <= g.since {
		return
	}
	if held := env.Observer.Held; held != nil {
		c := g.pools[0].Counts()
		for _, p := range g.pools[1:] {
			c = c.add(p.Counts())
		}
		held(env.Index, env.Process, g.since, now, c)
	}
	g.since = now
}

// add returns the counts of two pools together.
func (c Counts) add(d Counts) Counts {
	return Counts{
		InUse: c.InUse + d.InUse, Idle: c.Idle + d.Idle, Open: c.Open + d.Open, Waiting: c.Waiting + d.Waiting,
		Claimed: c.Claimed + d.Claimed,
	}
}
