package portable

import "math"

// Log10 returns the decimal logarithm of x, as Go does (math/log10.go, Go 1.26).
func Log10(x float64) float64 { return float64(Log(x) * (1 / math.Ln10)) }
