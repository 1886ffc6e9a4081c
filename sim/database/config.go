package database

import (
	"time"

	"poolsim/workload"
)

// Config describes the server behind the pools.
type Config struct {
	// Connect is how long opening a connection takes, as the client sees it (TCP, TLS, authentication, first queries).
	// nil is no time.
	Connect workload.Distribution

	// ConnectCPU is the part of Connect that computes in the application's process and occupies its event loop meanwhile:
	// connects of one process then come one after the other, and everything else in it waits. nil is none.
	ConnectCPU workload.Distribution

	// RoundTrip is the time of one round trip between application and server, the unit in which dialects price a ping,
	// a reset and a close.
	RoundTrip time.Duration

	// MaxConnections is the server's own limit (PostgreSQL: max_connections); 0 is none.
	MaxConnections int

	// Reserved of MaxConnections are not for applications (PostgreSQL: superuser_reserved_connections, by default 3).
	Reserved int

	// Refuse is how long a refused connect takes until the client has the error. nil is as long as a connect: the limit
	// for ordinary roles is checked after authentication (PostgreSQL 15, src/backend/utils/init/postinit.c, InitPostgres).
	Refuse workload.Distribution

	// Contention stretches holds as more connections work at once; nil is none: a hold takes as long as it takes.
	Contention Contention

	// Faults go wrong at their times. A scenario can have them without a [database]: then everything else is free.
	Faults []Fault
}

// Limit returns how many connections applications can have at once, -1 for no limit.
func (c *Config) Limit() int {
	if c == nil || c.MaxConnections == 0 {
		return -1
	}
	return c.MaxConnections - c.Reserved
}

// RefusedMessage is what the application logs when a connect is refused: PostgreSQL's error 53300, too_many_connections, as
// asyncpg raises it (PostgreSQL 15, src/backend/utils/init/postinit.c, InitPostgres; storage/lmgr/proc.c, InitProcess).
func (c *Config) RefusedMessage() string {
	if c.Reserved > 0 {
		return "TooManyConnectionsError: remaining connection slots are reserved for non-replication superuser connections"
	}
	return "TooManyConnectionsError: sorry, too many clients already"
}
