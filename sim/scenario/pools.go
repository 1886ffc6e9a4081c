package scenario

import (
	"slices"

	"poolsim/sim/model"
	"poolsim/sim/pool"
)

// defaultDialect is the dialect of a pool that names none.
const defaultDialect = "sqlalchemy-async"

// maxPools is the most pools of a scenario.
const maxPools = 256

// pools reads every [[pool]].
func (s scope) readPools(out *Scenario) {
	const key = "pool"
	nodes := s.tables(key, key)
	s.pools = &poolTable{}
	if len(nodes) > maxPools {
		s.fault(nodes[maxPools].atValue(), key, "a scenario has at most %d pools", maxPools)
		nodes = nodes[:maxPools]
	}
	if n := s.node.fields[key]; len(nodes) == 0 && (n == nil || n.kind == arrayNode && len(n.items) == 0) {
		s.fault(s.node.atValue(), "", `there is no pool: a scenario needs at least one [[pool]] with a name`)
	}
	taken := make(unique)
	var echoes []map[string]any
	for i, n := range nodes {
		in := s.within(n, label(key, "name", n, i))
		p, echo, ok := in.pool(taken)
		s.pools.add(p.Name)
		if ok {
			out.Model.Pools = append(out.Model.Pools, p)
			echoes = append(echoes, echo)
		}
	}
	out.Echo[key] = echoes
	s.reader.pools = s.pools
}

// pool reads one [[pool]]. The name is returned even where something else is at fault.
func (s scope) pool(taken unique) (p model.Pool, echo map[string]any, ok bool) {
	name, n := s.readName("name", `such as name = "main"`)
	taken.claim(s, name, n)
	p.Name = name
	word := defaultDialect
	known := true
	if s.node.fields["dialect"] != nil {
		word, p.Dialect, known = named(s, "dialect", "dialect", &pool.Dialects)
	} else if p.Dialect, known = pool.Dialects.Lookup(word); !known {
		s.fault(s.node.atValue(), "", "dialect is missing: %s", list(pool.Dialects.Names()))
	}
	if !known {
		return p, nil, false // the settings are those of nobody knows what
	}
	set, ok := s.settings(&p.Dialect.Spec)
	s.finish(append([]string{"name", "dialect"}, paramNames(&p.Dialect.Spec)...))
	p.Values = set.values
	set.echo["name"], set.echo["dialect"] = name, word
	return p, set.echo, ok && name != ""
}

// poolTable knows the pools that a step can name.
type poolTable struct {
	names   []string
	unnamed bool // a pool's name is at fault: a step may mean that one
}

func (t *poolTable) add(name string) {
	switch {
	case name == "":
		t.unnamed = true
	case !slices.Contains(t.names, name):
		t.names = append(t.names, name)
	}
}

// only returns the only pool, or "".
func (t *poolTable) only() string {
	if len(t.names) == 1 && !t.unnamed {
		return t.names[0]
	}
	return ""
}

// stepPool reads the pool that a step names, or takes the only one.
func (s scope) stepPool() string {
	const key = "pool"
	t := s.pools
	if s.node.fields[key] == nil {
		if only := t.only(); only != "" {
			return only
		}
		if len(t.names) > 1 {
			s.fault(s.node.atValue(), "", "pool is missing: there are several: %s", list(quoteEach(t.names)))
		}
		return ""
	}
	if n := s.take(key); n != nil {
		name, _ := s.poolName(n, key)
		return name
	}
	return ""
}

// poolName reads the name of one of the scenario's pools.
func (s scope) poolName(n *node, key string) (string, bool) {
	name, ok := n.str()
	if !ok {
		s.fault(n.atValue(), key, "a text in quotes is due, not %s", n.describe())
		return "", false
	}
	t := s.pools
	if slices.Contains(t.names, name) {
		return name, true
	}
	if !t.unnamed && len(t.names) > 0 {
		s.fault(n.atValue(), key, "there is no pool %s: %s", quote(name), unknownName(name, t.names))
	}
	return "", false
}
