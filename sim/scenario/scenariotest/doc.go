// Package scenariotest makes random scenarios for tests: valid ones, with everything that a scenario can say.
//
//  1. A Profile says what may occur; Any is all of it. Draw makes a Scenario of it out of the choices of a rapid test, so that
//     rapid can shrink one that fails: what is drawn first, or is the smallest, is the simplest.
//  2. Scenario.TOML writes it as a file, Scenario.Parse reads that.
//  3. Scaled, Reordered and the like make another scenario of it, of which it is known what must be the same.
//
// It is for tests alone, and nothing of poolsim imports it.
package scenariotest
