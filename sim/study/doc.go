// Package study runs many scenarios: what-if studies over settings.
//
//  1. an [Axis] says which values one setting takes, or several settings that move together: `pool.main.pool_size=10:100:10`;
//  2. a [Grid] is the product of axes; each of its cells is a list of overrides for one scenario, as `--set` takes them.
//  3. a [Search] looks for the setting at which the targets of a scenario are just met, the smallest pool ([Size]) or the
//     highest load ([Capacity]): guess.go asks the closed forms where to begin, boundary.go steps and halves, probe.go
//     simulates and judges a candidate, order.go sees whether easier candidates meet the targets too, settle.go confirms
//     the answer on random numbers of its own, binding.go says what stands in the way.
package study
