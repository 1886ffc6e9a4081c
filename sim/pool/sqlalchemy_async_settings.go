package pool

import (
	"fmt"
	"time"

	"poolsim/sim/param"
)

// The settings of SQLAlchemy's create_async_engine, under its own names. Defaults: SQLAlchemy 2.0
// lib/sqlalchemy/pool/impl.py:72-79 (QueuePool.__init__) and lib/sqlalchemy/engine/create.py.
func init() {
	register(&Dialect{
		Spec: param.Spec{
			Name:   "sqlalchemy-async",
			Help:   "SQLAlchemy's AsyncAdaptedQueuePool, what create_async_engine uses (asyncpg driver)",
			Source: "SQLAlchemy 1.4.46 and 2.0, lib/sqlalchemy/pool/impl.py, pool/base.py, util/queue.py; Python 3.11 asyncio",
			Params: append([]param.Param{
				{Name: "pool_size", Kind: param.Count, Default: int64(5), Max: 1e6, Help: "connections that stay open when idle; 0 keeps all"},
				{Name: "max_overflow", Kind: param.Count, Default: int64(10), Min: -1, Max: 1e6, Help: "connections beyond pool_size; -1 is no limit"},
				{
					Name: "pool_timeout", Kind: param.Duration, Default: 30 * time.Second, Max: 1e7,
					Words: map[string]time.Duration{"none": TimeoutNone}, Help: `longest wait in line; "none" waits for ever, "0s" never waits`,
				},
				{
					Name: "pool_recycle", Kind: param.Duration, Default: recycleNever, Max: 1e9,
					Words: map[string]time.Duration{"none": recycleNever}, Help: `age at which a connection is replaced at its next checkout; "none" is never`,
				},
				{Name: "pool_pre_ping", Kind: param.Flag, Default: false, Help: "test each pooled connection before it is handed out"},
				{
					Name: "pool_reset_on_return", Kind: param.Choice, Default: "rollback", Choices: []string{"rollback", "commit", "none"},
					Help: "what makes a connection clean when it comes back",
				},
				{Name: "pool_use_lifo", Kind: param.Flag, Default: false, Help: "hand out the idle connection that came back last, not first"},
				{
					Name: "version", Kind: param.Choice, Default: "2", Choices: []string{"1.4", "2"},
					Help: "SQLAlchemy's version: pool_size 0 (in 2 it lifts max_overflow), and what ping and terminate cost",
				},
				{
					Name: "python", Kind: param.Choice, Default: "3.12", Choices: []string{"3.11", "3.12"},
					Help: "Python's version, 3.12 for later ones too: since then a task that gives its connection back plainly and asks again gets it before waiters do",
				},
				{
					Name: "handoff_window", Kind: param.Duration, Default: handOffDirect, Max: 10, Words: map[string]time.Duration{"none": handOffDirect},
					Help: `how long a woken waiter takes to fetch its connection, which a newcomer can take before; "none" hands it over, "0s" is asyncio's steps of one instant`,
				},
				{
					Name: "driver", Kind: param.Choice, Default: "asyncpg", Choices: []string{"asyncpg", "other"},
					Help: "the database driver: asyncpg can drop a connection without waiting, which matters when one is leaked",
				},
			}, costParams()...),
		},
		RoundTrips: queuePoolRoundTrips,
		Limits:     queuePoolLimits,
		New:        newQueuePool,

		TimeoutMessage: queuePoolTimeoutMessage,
	})
}

// recycleNever is pool_recycle = -1 in Python.
const recycleNever time.Duration = -1

// handOffDirect hands a connection that comes back to the first waiter, as a return through a context manager does.
const handOffDirect time.Duration = -1

// queuePoolTimeoutMessage is the text of sqlalchemy.exc.TimeoutError, code 3o7r (impl.py:134-139). The product fills in
// its overflow counter of that moment; a request times out only while that equals max_overflow.
func queuePoolTimeoutMessage(v param.Values) string {
	return fmt.Sprintf("QueuePool limit of size %d overflow %d reached, connection timed out, timeout %0.2f",
		v.Int("pool_size"), queuePoolMaxOverflow(v), v.Duration("pool_timeout").Seconds())
}

// queuePoolRoundTrips prices operations as the asyncpg driver does them. Ping: BEGIN and the test query in 1.4.46
// (dialects/postgresql/asyncpg.py:704-718); BEGIN, ";" and ROLLBACK since 2.0 (asyncpg.py:866-877). Reset: nothing is
// sent when the session has ended its transaction itself (asyncpg.py:906-922), as `async with session.begin()` does.
// Terminate: dropped at once in 1.4.46 (asyncpg.py:751), a graceful close since 2.0.24 (connectors/asyncio.py:430-453).
func queuePoolRoundTrips(v param.Values) RoundTrips {
	if v.Text("version") == "1.4" {
		return RoundTrips{Ping: 2, Reset: 0, Close: 1, Terminate: 0}
	}
	return RoundTrips{Ping: 3, Reset: 0, Close: 1, Terminate: 1}
}

// queuePoolMaxOverflow returns max_overflow as the version understands it: since 2.0 a pool_size of 0 means no limit at
// all (2.0 pool/impl.py:137), in 1.4 max_overflow still limits the pool.
func queuePoolMaxOverflow(v param.Values) int {
	if v.Int("pool_size") == 0 && v.Text("version") == "2" {
		return -1
	}
	return int(v.Int("max_overflow"))
}

func queuePoolLimits(v param.Values) Limits {
	size, over := int(v.Int("pool_size")), queuePoolMaxOverflow(v)
	l := Limits{Keep: size, KeepName: "pool_size", Limit: size + over, LimitName: "+ max_overflow", Timeout: v.Duration("pool_timeout")}
	l.Pings = v.Bool("pool_pre_ping")
	l.Resets = v.Text("pool_reset_on_return") != "none"
	l.Label = fmt.Sprintf("%d + %d", size, over)
	if over < 0 {
		l.Limit = -1
		l.Label = fmt.Sprintf("%d + unlimited", size)
	}
	if size == 0 {
		l.Keep = -1
	}
	return l
}
