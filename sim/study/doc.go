// Package study runs many scenarios: what-if studies over settings.
//
//  1. an [Axis] says which values one setting takes, or several settings that move together: `pool.main.pool_size=10:100:10`;
//  2. a [Grid] is the product of axes; each of its cells is a list of overrides for one scenario, as `--set` takes them.
package study
