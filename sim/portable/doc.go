// Package portable has the functions of floating-point numbers whose last bit depends, in Go's own library, on the
// processor, and random draws that depend on them. Here they are the same everywhere, so that results are.
//
//  1. Exp and Log take the steps of Go's assembly for amd64, with multiply-adds fused where that fuses them and nowhere
//     else. The draws are those of math/rand/v2 there.
//  2. Sin, Erfc, Expm1, Log1p, Pow, Gamma and Lgamma are Go 1.26's (LICENSE-go), with every product that is added to something
//     rounded by a conversion: float64(x*y) + z is never fused (Go specification, floating-point operators).
//
// Sqrt, FMA, rounding and what takes floats apart are exact in Go's library already. In all other packages of the
// simulator products are kept from being fused in the same way; .ci/arm64 looks at the machine code for what was forgotten.
package portable
