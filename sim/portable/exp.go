package portable

import "math"

// Exp returns e to the power of x, with an error of less than one unit in the last place. It takes the steps that Go's
// assembly takes on amd64 (math/exp_amd64.s, Go 1.26): Shibata, Efficient evaluation methods of elementary functions
// suitable for SIMD computation, Computer Science - Research and Development 25, 2010. Multiply-adds are fused where that
// fuses them, on every processor.
func Exp(x float64) float64 {
	const (
		log2e    = 1.4426950408889634073599246810018920
		ln2Hi    = 0.69314718055966295651160180568695068359375
		ln2Lo    = 0.28235290563031577122588448175013436025525412068e-12
		overflow = 7.09782712893384e+02
	)
	switch {
	case math.IsNaN(x) || x > overflow:
		return x + math.Inf(1)
	case x < -1000: // far below the least number above 0
		return 0
	}
	k := math.RoundToEven(float64(x * log2e))
	x = math.FMA(-k, ln2Hi, x)
	x = math.FMA(-k, ln2Lo, x)
	x *= 0.0625 // e^x = (e^(x/16))^16; y is e^x - 1, and e^2x - 1 = y (y + 2)
	p := 2.4801587301587301587e-5
	p = math.FMA(p, x, 1.9841269841269841270e-4)
	p = math.FMA(p, x, 1.3888888888888888889e-3)
	p = math.FMA(p, x, 8.3333333333333333333e-3)
	p = math.FMA(p, x, 4.1666666666666666667e-2)
	p = math.FMA(p, x, 1.6666666666666666667e-1)
	p = math.FMA(p, x, 0.5)
	p = math.FMA(p, x, 1)
	y := float64(x * p)
	y = float64(y * (y + 2))
	y = float64(y * (y + 2))
	y = float64(y * (y + 2))
	y = math.FMA(y, y+2, 1)
	return scale(y, int(k))
}

// scale returns x 2^k, for x from 1/2 to 2; at the edge of what there is it rounds as the assembly does.
func scale(x float64, k int) float64 {
	const bias = 1023
	switch e := k + bias; {
	case e >= 2*bias+1:
		return math.Inf(1)
	case e > 0:
		return x * math.Float64frombits(uint64(e)<<52)
	case e < -52:
		return 0
	default:
		return x * math.Float64frombits(uint64(e+bias-1)<<52) * 0x1p-1022
	}
}
