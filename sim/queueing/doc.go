// Package queueing holds closed forms of queueing theory: what theory expects of a pool before it is simulated, and
// curves to lay over simulated ones. Each formula names its source.
//
//  1. One file holds one family of formulas: Erlang B and C, M/M/c with patience (a pool's timeout) or with a limited
//     line, one server with any holds, constant holds, closed users, approximations, staffing, the database's speed.
//  2. A system is a struct of its parameters; its methods are its measures. Times are in seconds, rates per second.
//  3. States are walked upward by shares P(N = n | N <= n), which neither overflow nor cancel, for any number of servers
//     and any load; only what is smaller than 1e-308 becomes 0.
//
// Parameters out of range give NaN; a queue without a steady state gives +Inf or, where said, NaN. The package depends on
// nothing else in the project.
package queueing
