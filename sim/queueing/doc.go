// Package queueing holds closed forms of queueing theory: what theory expects of a pool before it is simulated, and
// curves to lay over simulated ones. Each formula names its source.
package queueing
