package scenariotest

import (
	"fmt"
	"time"
)

// pool draws a [[pool]] of any dialect.
func (d *drawing) pool(i int) {
	t := Table{}
	t.set("name", fmt.Sprintf(`"p%d"`, i))
	dialect := of(d, "dialect", "textbook", "sqlalchemy-async")
	t.set("dialect", fmt.Sprintf("%q", dialect))
	if dialect == "textbook" {
		d.textbook(&t)
	} else {
		d.sqlalchemy(&t)
	}
	d.out.Pools = append(d.out.Pools, t)
}

func (d *drawing) textbook(t *Table) {
	size := d.one("size", 0, 6)
	over := d.one("overflow", 0, 4)
	if d.Queue || d.Plain {
		size = max(size, 1)
	}
	t.set("size", size)
	t.set("overflow", over)
	if d.Queue {
		return
	}
	if !d.Plain {
		if d.rarely("timeout", 2) {
			t.set("timeout", d.law("patience", 50*time.Millisecond))
		}
		if d.rarely("queue_limit", 4) {
			t.set("queue_limit", d.one("room", 0, 5))
		}
	}
	if d.rarely("recycle", 3) {
		t.set("recycle", d.time("recycle_age", time.Second))
	}
}

func (d *drawing) sqlalchemy(t *Table) {
	least := 0 // 0 + 0 of version 1.4 lets nobody have a connection, and -1 is no queue
	if d.Queue || d.Plain {
		least = 1
	}
	t.set("pool_size", d.one("pool_size", least, 6))
	t.set("max_overflow", d.one("max_overflow", least-1, 6))
	if d.Plain || d.Queue {
		t.set("pool_timeout", `"none"`)
		t.set("pool_reset_on_return", `"none"`)
	} else {
		d.sqlalchemyTimes(t)
	}
	if d.Queue {
		return
	}
	t.set("pool_use_lifo", d.rarely("lifo", 2))
	if d.rarely("recycle", 3) {
		t.set("pool_recycle", d.time("recycle_age", time.Second))
	}
	t.set("version", of(d, "version", `"2"`, `"1.4"`))
	t.set("python", of(d, "python", `"3.12"`, `"3.11"`))
	t.set("driver", of(d, "driver", `"asyncpg"`, `"other"`))
	if !d.Apart && !d.Plain && d.rarely("handoff", 2) {
		t.set("handoff_window", d.time("handoff_window", time.Millisecond))
	}
}

// sqlalchemyTimes draws what takes time.
func (d *drawing) sqlalchemyTimes(t *Table) {
	switch {
	case d.rarely("no_timeout", 4):
		t.set("pool_timeout", `"none"`)
	default:
		t.set("pool_timeout", d.time("pool_timeout", 200*time.Millisecond))
	}
	t.set("pool_pre_ping", d.rarely("pre_ping", 2))
	t.set("pool_reset_on_return", of(d, "reset_on_return", `"none"`, `"rollback"`, `"commit"`))
	for _, cost := range []string{"ping", "ping_fail", "reset", "close", "terminate"} {
		if d.rarely(cost, 3) {
			t.set(cost, d.law(cost, 4*time.Millisecond))
		}
	}
}
