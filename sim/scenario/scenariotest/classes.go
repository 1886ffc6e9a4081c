package scenariotest

import (
	"fmt"
	"time"

	"pgregory.net/rapid"
)

// ends are ways in which a hold can end.
var ends = []string{"invalidate", "soft-invalidate", "garbage-collect", "leak"}

// class draws a [[class]].
func (d *drawing) class(i int) {
	t := Table{}
	t.set("name", fmt.Sprintf(`"c%d"`, i))
	steps := 1
	if !d.Queue {
		steps = d.one("steps", 1, 3)
	}
	holders := make([]string, steps)
	for k := range holders {
		holders[k] = fmt.Sprintf("c%dh%d", i, k)
	}
	process := d.arrivals(i, holders)
	t.set("arrivals", process)
	traced := process.Get("file") != ""
	for k := range holders {
		t.Steps = append(t.Steps, d.step(k, holders[k], traced))
	}
	if !d.Plain && !d.Queue {
		d.patience(&t, traced)
	}
	d.out.Classes = append(d.out.Classes, t)
}

// patience draws whether clients go away, and jobs try again. A retry takes time, for otherwise time could stand still.
func (d *drawing) patience(t *Table, traced bool) {
	if !traced && d.rarely("cancel", 3) {
		t.set("cancel_after", d.law("cancel_after", 60*time.Millisecond))
		t.set("cancel_ratio", of(d, "cancel_ratio", 1.0, 0.3))
	}
	if d.rarely("retry", 4) {
		t.set("retry_delay", d.some("retry_delay", 20*time.Millisecond))
		t.set("retry_max", d.one("retries", 0, 3)) // without it a storm has no end
	}
}

func (d *drawing) step(k int, holder string, traced bool) Table {
	t := Table{}
	t.set("holder", fmt.Sprintf("%q", holder))
	t.set("pool", d.out.Pools[d.one("step_pool", 0, len(d.out.Pools)-1)].Get("name"))
	if !traced {
		t.set("hold", d.law("hold", 40*time.Millisecond))
	}
	if d.Queue {
		return t
	}
	if k > 0 {
		t.set("nested", d.rarely("nested", 3))
	}
	if !traced && d.rarely("before", 3) && (k > 0 || !d.Plain) {
		t.set("before", d.law("before_time", 5*time.Millisecond))
	}
	if !traced && d.rarely("after", 4) {
		t.set("after", d.law("after_time", 5*time.Millisecond))
	}
	if d.Plain {
		return t
	}
	if d.rarely("plain", 3) && !d.Apart {
		t.set("release", `"plain"`)
	}
	if !traced && d.rarely("end", 4) {
		shares := Table{}
		for _, e := range ends[:d.one("ends", 1, len(ends))] {
			shares.set(e, of(d, "share", 0.05, 0.2))
		}
		t.set("end", shares)
	}
	return t
}

// arrivals draws an arrival process.
func (d *drawing) arrivals(class int, holders []string) Table {
	t := Table{}
	var kind string
	switch {
	case d.Poisson && class == 0:
		kind = "poisson"
	case d.Constant:
		kind = of(d, "process", "deterministic", "burst", "trace", "trace", "trace", "closed")
	case d.Apart && d.Plain:
		kind = of(d, "process", "poisson", "closed", "mmpp", "piecewise", "sinusoidal", "renewal")
	case d.Apart:
		kind = of(d, "process", "poisson", "closed", "mmpp", "piecewise", "sinusoidal", "renewal", "trace")
	case d.Queue:
		kind = of(d, "process", "poisson", "deterministic", "batch", "burst", "mmpp", "piecewise", "sinusoidal", "renewal")
	case d.Plain:
		kind = of(d, "process", "poisson", "deterministic", "closed", "mmpp", "piecewise", "sinusoidal", "renewal")
	default:
		kind = of(d, "process", "poisson", "deterministic", "burst", "closed", "batch", "mmpp", "piecewise", "sinusoidal", "renewal", "trace")
	}
	t.set("process", fmt.Sprintf("%q", kind))
	switch kind {
	case "poisson":
		t.set("rate", d.rate("rate"))
	case "deterministic":
		t.set("interval", d.some("interval", 40*time.Millisecond))
	case "burst":
		t.set("jobs", d.one("jobs", 1, 60))
		t.set("at", d.within("burst_at"))
	case "closed":
		t.set("users", d.one("users", 1, 12))
		t.set("think", d.law("think", 50*time.Millisecond))
	case "batch":
		t.set("rate", `"10/s"`)
		if d.rarely("mean_size", 2) {
			t.set("mean_size", 3)
		} else {
			t.set("size", d.one("batch_size", 1, 8))
		}
	case "mmpp":
		t.set("rates", fmt.Sprintf("[%s, %s]", d.rate("rate"), d.rate("rate2")))
		t.set("switch", `[["0/s", "3/s"], ["5/s", "0/s"]]`)
	case "piecewise":
		t.set("from", fmt.Sprintf(`["0s", %s]`, written(d.within("from")+1)))
		t.set("rates", fmt.Sprintf("[%s, %s]", d.rate("rate"), d.rate("rate2")))
	case "sinusoidal":
		t.set("mean_rate", d.rate("rate"))
		t.set("amplitude", of(d, "amplitude", 1.0, 0.5))
		t.set("period", d.some("period", time.Second))
	case "renewal":
		t.set("interarrival", d.law("interarrival", 30*time.Millisecond))
	case "trace":
		name := fmt.Sprintf("c%d.csv", class)
		t.set("file", fmt.Sprintf("%q", name))
		d.out.Traces[name] = d.trace(holders)
	}
	return t
}

// trace draws a recording. Its times are whole nanoseconds, some of them round.
func (d *drawing) trace(holders []string) []TraceRow {
	var rows []TraceRow
	at := time.Duration(0)
	gap := d.some("gap", 20*time.Millisecond)
	times := rapid.Uint32Range(0, 1<<20) // in 2^20ths of a size
	part := func(name string, size time.Duration) time.Duration {
		if d.Apart {
			return size*time.Duration(times.Draw(d.T, name))>>20 + time.Duration(d.one(name+"_ns", 1, 1_000_000))
		}
		return size * time.Duration(times.Draw(d.T, name)) >> 20
	}
	for job := range d.one("trace_jobs", 1, 60) {
		at += part("gap", 2*gap)
		cancel := time.Duration(0)
		if !d.Plain && d.rarely("trace_cancel", 8) {
			cancel = part("cancel", 100*time.Millisecond) + 1
		}
		for step := range d.one("trace_steps", 1, len(holders)) {
			r := TraceRow{Job: job, Step: step, Arrival: at, Holder: holders[step], Hold: part("hold", 80*time.Millisecond), Cancel: cancel}
			if d.rarely("trace_more", 4) {
				r.Before, r.After = part("before", 10*time.Millisecond), part("after", 10*time.Millisecond)
			}
			if d.rarely("trace_end", 8) {
				r.End = of(d, "how", ends...)
			}
			rows = append(rows, r)
		}
	}
	return rows
}
