package pool_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestDumbAgainstRealPool plays random traces full of ties with the real pool and with the second implementation, by both
// rules, and compares every number. POOLSIM_ORACLE is the program that plays traces with the real pool (see
// testdata/sqlalchemy); without it there is nothing to compare with.
func TestDumbAgainstRealPool(t *testing.T) {
	t.Parallel()
	oracle := os.Getenv("POOLSIM_ORACLE")
	if oracle == "" {
		t.Skip("POOLSIM_ORACLE is not set")
	}
	const batches, batch = 10, 250
	seen := map[any]int{}
	for b := range batches {
		var traces []*vector
		for i := range batch {
			traces = append(traces, tickTrace(rand.New(rand.NewPCG(uint64(b*batch+i), 2))))
		}
		for _, py312 := range []bool{false, true} {
			for i, real := range playReal(t, oracle, traces, py312) {
				if realDiffers(traces[i], real, py312) != "" {
					reportSmallest(t, oracle, traces[i], py312)
				}
				seen["ties"] += real.Ties
				for _, row := range real.Rows {
					seen[row[3]]++
				}
			}
		}
	}
	t.Logf("%d traces: %v", batches*batch, seen)
}

// realDiffers compares what the real pool did with what the dumb one does. The program that drives the real pool counts
// late: when it has cancelled the requests that wait for ever, and has let go of what was leaked, last first. The collector
// then resets and terminates what they held.
func realDiffers(v *vector, real vectorResult, py312 bool) string {
	run := newDumbRun(v, py312)
	dumb := run.play()
	for _, rec := range slices.Backward(run.leaked) {
		rec.pool.collect(rec)
	}
	late := run.result()
	dumb.Totals, dumb.Rows = late.Totals, late.Rows // the rest was read when all was over
	return difference(&real, &dumb)
}

// playReal plays traces with the real pool.
func playReal(t *testing.T, oracle string, traces []*vector, py312 bool) []vectorResult {
	t.Helper()
	args, dir := []string{oracle, "run"}, t.TempDir()
	if py312 {
		args = append(args, "--wait-for", "direct")
	}
	for i, v := range traces {
		file := filepath.Join(dir, fmt.Sprintf("%d.json", i))
		if err := os.WriteFile(file, traceJSON(t, v), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	cmd := exec.Command("/usr/bin/python3", args...)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	var results []vectorResult
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var v vector
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		results = append(results, v.Result)
	}
	if len(results) != len(traces) {
		t.Fatalf("%d traces, %d results", len(traces), len(results))
	}
	return results
}

// traceJSON writes a trace as the recordings have it: what there is not is left out, but for the pool's settings.
func traceJSON(t *testing.T, v *vector) []byte {
	t.Helper()
	text, err := json.Marshal(v.Trace)
	if err != nil {
		t.Fatal(err)
	}
	var trace map[string]any
	if err := json.Unmarshal(text, &trace); err != nil {
		t.Fatal(err)
	}
	for k, x := range trace {
		if x == nil {
			delete(trace, k)
		}
	}
	for _, k := range trace["tasks"].([]any) {
		if k := k.(map[string]any); k["cancel_at"] == nil {
			delete(k, "cancel_at")
		}
	}
	if text, err = json.Marshal(trace); err != nil {
		t.Fatal(err)
	}
	return text
}

// reportSmallest reduces a trace as long as the two differ, one thing less at a time, and reports what is left.
func reportSmallest(t *testing.T, oracle string, v *vector, py312 bool) {
	t.Helper()
	for again := true; again; {
		again = false
		less := smaller(v)
		for i, real := range playReal(t, oracle, less, py312) {
			if realDiffers(less[i], real, py312) != "" {
				v, again = less[i], true
				break
			}
		}
	}
	real := playReal(t, oracle, []*vector{v}, py312)[0]
	t.Fatalf("Python 3.12: %v: %s\n%s", py312, realDiffers(v, real, py312), traceJSON(t, v))
}

// smaller returns all traces that are a task, stage, cancellation, fault or operation smaller.
func smaller(v *vector) (all []*vector) {
	with := func(change func(*vector)) {
		w := *v
		w.Trace.Tasks = slices.Clone(v.Trace.Tasks)
		change(&w)
		number(&w)
		all = append(all, &w)
	}
	for i, k := range v.Trace.Tasks {
		with(func(w *vector) { w.Trace.Tasks = slices.Delete(w.Trace.Tasks, i, i+1) })
		if k.Cancel != nil {
			with(func(w *vector) { w.Trace.Tasks[i].Cancel = nil })
		}
		if n := len(k.Stages); n > 1 {
			with(func(w *vector) { w.Trace.Tasks[i].Stages = k.Stages[:n-1] })
			with(func(w *vector) { w.Trace.Tasks[i].Stages = k.Stages[1:] })
		}
	}
	for i := range v.Trace.Faults {
		with(func(w *vector) { w.Trace.Faults = slices.Delete(slices.Clone(v.Trace.Faults), i, i+1) })
	}
	for i := range v.Trace.Ops {
		with(func(w *vector) { w.Trace.Ops = slices.Delete(slices.Clone(v.Trace.Ops), i, i+1) })
	}
	return all
}
