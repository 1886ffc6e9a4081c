// Package param describes the parameters of the things that a scenario names: distributions, arrival processes, pool
// dialects.
//
// A thing declares its parameters once, as data (name, kind, range, default, one line of help). From that declaration
// follow the decoding of a scenario file, the error for a misspelt or impossible value, the `poolsim list` page and the
// shell completion, so that adding a thing is adding one file.
//
// The package is ground: it knows no TOML, no clock and no pool.
package param
