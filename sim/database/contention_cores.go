package database

import "poolsim/sim/param"

// cores is a number of cores that are shared fairly.
type cores float64

func init() {
	registerContention(ContentionSpec{
		Spec: param.Spec{
			Name:   "cores",
			Help:   "so many connections work at full speed, more share the cores fairly (processor sharing)",
			Source: "M/G/R-PS: Cohen, The multiple phase service network with generalized processor sharing, Acta Informatica 12 (1979), 245-284",
			Params: []param.Param{{Name: "cores", Kind: param.Number, Required: true, MinOpen: true, Max: 1e6, Help: "how many connections work at full speed"}},
		},
		New: func(v param.Values) (Contention, error) { return cores(v.Float("cores")), nil },
	})
}

// Speed is the share of a core that each has.
func (c cores) Speed(n int) float64 { return min(1, float64(c)/float64(n)) }
