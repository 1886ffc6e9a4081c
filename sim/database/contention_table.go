package database

import (
	"poolsim/sim/param"
)

// table is a measured curve.
type table struct{ connections, throughput []float64 }

func init() {
	registerContention(ContentionSpec{
		Spec: param.Spec{
			Name:   "table",
			Help:   "a measured curve: throughput at some numbers of connections that work at once, straight lines between them",
			Source: "a benchmark of the database, such as pgbench -c N",
			Params: []param.Param{
				{Name: "connections", Kind: param.Numbers, Required: true, Min: 1, Max: 1e6, Help: "at how many it was measured, ascending"},
				{Name: "throughput", Kind: param.Numbers, Required: true, MinOpen: true, Max: 1e12, Help: "what all of them got done together, in any unit"},
			},
		},
		New: newTable,
	})
}

func newTable(v param.Values) (Contention, error) {
	t := table{v.Floats("connections"), v.Floats("throughput")}
	switch {
	case len(t.connections) == 0 || t.connections[0] != 1:
		return nil, param.Problemf("connections", "must begin with 1: speeds are those of one connection alone")
	case len(t.throughput) != len(t.connections):
		return nil, param.Problemf("throughput", "must have as many numbers as connections, which has %d", len(t.connections))
	}
	for i := range t.connections[1:] {
		if t.connections[i+1] <= t.connections[i] {
			return nil, param.Problemf("connections", "must ascend")
		}
	}
	return t, nil
}

// Speed is the throughput for each of n, of that of one alone. Beyond the last number the throughput stays what it was.
func (t table) Speed(n int) float64 {
	x := float64(n)
	last := len(t.connections) - 1
	all := t.throughput[last]
	for i := range t.connections[:last] {
		if a, b := t.connections[i], t.connections[i+1]; x <= b {
			all = t.throughput[i] + (t.throughput[i+1]-t.throughput[i])*(x-a)/(b-a)
			break
		}
	}
	return all / x / t.throughput[0]
}
