// Package pool models connection pools, acquire by acquire.
//
// Pool is what all dialects share; each dialect is a file of its own, written from the product's source, with its
// settings under the product's own names. What dialects have in common (records of places, lines of waiters, queues of
// idle records, priced operations) are pieces that they compose, not flags of one big pool.
//
//  1. A Client (the model's job) asks with Acquire and is told Granted or Failed.
//  2. It gives the connection back with Release and is told Released when the return is complete for it.
//  3. A pool opens connections through a Connector: the database, or later another pool in front of it.
//  4. An Observer sees every change; the pool itself keeps only counters.
//
// Whatever takes time in an acquire or a return (connect, ping, recycle, reset, close) is an event that the
// request itself waits for, because the products run it in the checkout or the return of that request. An operation that takes no
// time schedules no event.
package pool
