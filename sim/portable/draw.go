package portable

import (
	"math"
	"math/rand/v2"
)

// A layer is one of the horizontal strips of equal area that cover a density: Marsaglia and Tsang, The ziggurat method for
// generating random variables, Journal of Statistical Software 5 (8), 2000.
type layer struct {
	inside uint32  // whole numbers below it are under the curve
	width  float32 // of a whole number
	height float32 // of the density at the layer's right end
}

const (
	expTail    = 7.69711747013104972 // where the tail begins
	normalTail = 3.442619855899
)

var (
	expLayers    = layers(256, 1<<32, expTail, 3.949659822581572e-3, func(x float64) float64 { return Exp(-x) }, func(y float64) float64 { return -Log(y) })
	normalLayers = layers(128, 1<<31, normalTail, 9.91256303526217e-3, func(x float64) float64 { return Exp(-0.5 * x * x) }, func(y float64) float64 { return math.Sqrt(-2 * Log(y)) })
)

// layers covers a density by n strips of an area each, from the tail up, for whole numbers below so many.
func layers(n int, numbers, tail, area float64, density, inverse func(float64) float64) []layer {
	ls := make([]layer, n)
	base := area / density(tail) // the lowest strip has the area of a rectangle so wide, tail included
	ls[0] = layer{uint32(tail / base * numbers), float32(base / numbers), 1}
	x := tail
	for i := n - 1; ; i-- {
		ls[i].width, ls[i].height = float32(x/numbers), float32(density(x))
		if i == 1 {
			return ls // nothing of the topmost strip is under the curve for certain
		}
		above := inverse(area/x + density(x))
		ls[i].inside = uint32(above / x * numbers)
		x = above
	}
}

// Exponential draws from the exponential distribution of mean 1. The draws are those of [rand.Rand.ExpFloat64] (Go 1.26, on
// amd64), of which, on other processors, one in some hundred millions is another, and with it all that follow.
func Exponential(r *rand.Rand) float64 {
	for {
		u := r.Uint64()
		j := uint32(u)
		i := uint8(u >> 32)
		l := &expLayers[i]
		x := float64(j) * float64(l.width)
		switch {
		case j < l.inside:
			return x
		case i == 0:
			return expTail - Log(r.Float64())
		case under(r, l.height, expLayers[i-1].height, Exp(-x)):
			return x
		}
	}
}

// Normal draws from the standard normal distribution, as [rand.Rand.NormFloat64] does on amd64.
func Normal(r *rand.Rand) float64 {
	for {
		u := r.Uint64()
		j := int32(u)
		i := u >> 32 & 0x7f
		l := &normalLayers[i]
		x := float64(j) * float64(l.width)
		switch {
		case magnitude(j) < l.inside:
			return x
		case i == 0 && j > 0:
			return normalTail + beyond(r)
		case i == 0:
			return -normalTail - beyond(r)
		case under(r, l.height, normalLayers[i-1].height, Exp(-0.5*x*x)):
			return x
		}
	}
}

// beyond draws how far beyond its beginning a value of the normal's tail is (Marsaglia, Generating a variable from the tail
// of the normal distribution, Technometrics 6, 1964).
func beyond(r *rand.Rand) float64 {
	for {
		x := float64(-Log(r.Float64()) * (1.0 / normalTail))
		y := -Log(r.Float64())
		if y+y >= float64(x*x) {
			return x
		}
	}
}

// under reports whether a random height between two is under the curve.
func under(r *rand.Rand, low, high float32, density float64) bool {
	return low+float32(float32(r.Float64())*(high-low)) < float32(density)
}

func magnitude(j int32) uint32 {
	if j < 0 {
		return uint32(-j)
	}
	return uint32(j)
}
