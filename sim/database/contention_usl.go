package database

import "poolsim/sim/param"

// usl is the Universal Scalability Law.
type usl struct{ sigma, kappa float64 }

func init() {
	registerContention(ContentionSpec{
		Spec: param.Spec{
			Name:   "usl",
			Help:   "the Universal Scalability Law: waiting for what is shared, and keeping what is shared consistent",
			Source: "Gunther, Guerrilla Capacity Planning (2007), equation 4.31: C(n) = n / (1 + sigma (n-1) + kappa n (n-1))",
			Params: []param.Param{
				{Name: "sigma", Kind: param.Number, Required: true, Max: 1, Help: "contention: the share of the work that only one can do at a time"},
				{Name: "kappa", Kind: param.Number, Default: 0.0, Max: 1, Help: "coherency: what each pair of connections costs"},
			},
		},
		New: func(v param.Values) (Contention, error) { return usl{v.Float("sigma"), v.Float("kappa")}, nil },
	})
}

// Speed is the law's throughput for each of n, of that of one alone.
func (u usl) Speed(n int) float64 {
	x := float64(n)
	return 1 / (1 + float64(u.sigma*(x-1)) + float64(u.kappa*x*(x-1)))
}
