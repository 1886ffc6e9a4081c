// Package limit computes the waits of the simplest pool without events. It is what poolsim is held against, in two ways: a
// test compares the waits of both, customer by customer, and a benchmark how fast they are. The program does not use it.
//
// A pool that serves in the order of arrival and whose connections cost no time has waits that follow from those before:
//
//  1. Waits reads a model.Config and refuses what is more than a queue.
//  2. An arriving customer takes the connection that is free first, at once or when it comes back, or leaves when that is
//     not before its timeout. So all that has to be remembered is when each connection will be free (Kiefer and
//     Wolfowitz, On the theory of queues with many servers, Trans. Amer. Math. Soc. 78 (1955) 1-18, section 2). Who
//     leaves changes nothing for others: it is the customer's virtual wait that is compared with the timeout (Baccelli,
//     Boyer and Hebuterne, Single-server queues with impatient customers, Adv. Appl. Prob. 16 (1984) 887-905).
//  3. Customers of an open class come from its Schedule (open.go). Those of a closed class come when their last hold and
//     their thinking are over, and both are known at their last arrival: the next customer is the user who comes first
//     (closed.go).
//  4. "Who is first" is asked of a winner tree (tree.go), once or twice for each customer.
//
// Draws are those of sim/model: the same streams, distributions and schedules. So what this package leaves out, against the
// model, is events, the pool with its requests and connections, jobs, observers and statistics: it writes each wait down, and
// that is all.
package limit
