package queueing

import "math"

// Speed says how fast n holds run together, in holds at full speed: n where they do not disturb each other. It is what
// a database does to the holds of a pool. nil is n. It must be positive for n >= 1.
type Speed func(n int) float64

// at returns the speed of n holds.
func (s Speed) at(n int) float64 {
	if s == nil {
		return float64(n)
	}
	return s(n)
}

// SharedCores is the speed of a database with so many cores that n holds share: min(n, cores) (processor sharing). cores
// is more than 0 and need not be whole.
func SharedCores(cores float64) Speed {
	return func(n int) float64 { return math.Min(float64(n), cores) }
}

// USL is Gunther's Universal Scalability Law: the throughput of n workers that queue for what is shared (Sigma) and that
// keep it coherent among each other (Kappa) (Gunther, Guerrilla Capacity Planning, 2007, equation 4.31, with sigma,
// kappa for his alpha, beta).
type USL struct {
	Lambda float64 // throughput of one worker, per second
	Sigma  float64 // contention, 0 to 1
	Kappa  float64 // coherency, at least 0
}

// Throughput returns X(n) = Lambda n / (1 + Sigma (n-1) + Kappa n (n-1)) per second, for n >= 0.
func (u USL) Throughput(n float64) float64 { return u.Lambda * u.relative(n) }

func (u USL) relative(n float64) float64 {
	return n / (1 + float64(u.Sigma*(n-1)) + float64(u.Kappa*n*(n-1)))
}

// Peak returns the number of workers with the highest throughput, sqrt((1 - Sigma)/Kappa) (Gunther 2007, equation 4.33),
// a real number, and that throughput; +Inf and the roof without coherency, 1 worker where more never help.
func (u USL) Peak() (n, throughput float64) {
	switch {
	case u.Sigma >= 1:
		return 1, u.Throughput(1)
	case u.Kappa == 0:
		return math.Inf(1), u.Roof()
	}
	n = math.Max(1, math.Sqrt((1-u.Sigma)/u.Kappa))
	return n, u.Throughput(n)
}

// Roof returns Lambda/Sigma, what contention alone allows; +Inf without contention.
func (u USL) Roof() float64 { return u.Lambda / u.Sigma }

// Speed returns the law as the speed of a database, whatever Lambda.
func (u USL) Speed() Speed { return func(n int) float64 { return u.relative(float64(n)) } }
