//go:build mutations

package pool_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// mutation is a mistake that somebody could make who writes this pool from memory.
type mutation struct {
	mistake  string
	file     string
	old, new string // old occurs once in the file
}

const (
	poolFile   = "sqlalchemy_async.go"
	lineFile   = "sqlalchemy_async_line.go"
	returnFile = "sqlalchemy_async_return.go"
	stepsFile  = "sqlalchemy_async_steps.go"
	cancelFile = "sqlalchemy_async_cancel.go"
)

var mutations = []mutation{
	{
		"a connection that comes back is closed when more than pool_size are open", returnFile,
		"func (p *queuePool) idleFull() bool { return p.size > 0 && p.idle.n == p.size }",
		"func (p *queuePool) idleFull() bool { return p.size > 0 && (p.idle.n == p.size || int(p.open) > p.size) }",
	},
	{
		"the end of a close wakes a waiter", returnFile,
		"	p.discard(rec)\n	p.returned(r)",
		"	p.discard(rec)\n	if first := p.waiters.head; first != nil && p.steps == nil {\n		p.leave(first)\n		p.make(first)\n	} else if first != nil {\n		p.wake()\n	}\n	p.returned(r)",
	},
	{
		"a failed connect wakes a waiter", poolFile,
		"	p.discard(rec)\n	p.env.failed(r, why)\n}\n\n// giveUp",
		"	p.discard(rec)\n	if first := p.waiters.head; first != nil && p.steps == nil {\n		p.leave(first)\n		p.make(first)\n	} else if first != nil {\n		p.wake()\n	}\n	p.env.failed(r, why)\n}\n\n// giveUp",
	},
	{
		"a failed reconnect frees its place", poolFile,
		"			p.giveUp(r, ConnectError)", "			p.unmake(r, ConnectError)",
	},
	{
		"the timeout starts anew when a woken waiter goes back into the line", stepsFile,
		"	r.asking.state = askWaiting\n	p.waiters.push(r)\n",
		"	r.asking.state = askWaiting\n	p.waiters.push(r)\n	if r.Queued && p.timeout > 0 {\n		r.deadline = p.env.Engine.Now().Add(p.timeout)\n		r.asking.ticket = p.env.Engine.Ticket()\n		p.expect(r)\n	}\n",
	},
	{
		"a woken waiter that finds nothing keeps its place at the head of the line", stepsFile,
		"	p.waiters.push(r)\n	if r.Queued {\n		return\n	}",
		"	p.waiters.push(r)\n	if r.Queued {\n		for first := p.waiters.head; first != r; first = p.waiters.head {\n			p.waiters.remove(first)\n			p.waiters.push(first)\n		}\n		return\n	}",
	},
	{
		"a woken waiter that times out does not wake the next", stepsFile,
		"		if was == askWoken && p.idle.n > 0 {", "		if was == askWoken && p.idle.n < 0 {",
	},
	{
		"a connection that was just made is pinged", poolFile,
		"		if !fresh {", "		if fresh || !fresh {",
	},
	{
		"a connection as old as pool_recycle is replaced", poolFile,
		"p.env.Engine.Now().Sub(rec.started) > p.recycle:", "p.env.Engine.Now().Sub(rec.started) >= p.recycle:",
	},
	{
		"the age counts from the end of the connect", poolFile,
		"p.env.Engine.Now().Sub(rec.started) > p.recycle:", "p.env.Engine.Now().Sub(rec.opened) > p.recycle:",
	},
	{
		"a new connection is not checked for its age and for invalidation", poolFile,
		"		p.connected(rec)\n		p.prepare(r)", "		p.connected(rec)\n		p.check(r)",
	},
	{
		"a connection that replaces another is checked again", poolFile,
		"		p.connected(rec)\n		p.check(r)", "		p.connected(rec)\n		p.prepare(r)",
	},
	{
		"a failed ping does not invalidate the pool", poolFile,
		"	if p.invalidTime < rec.started {", "	if p.invalidTime > rec.started {",
	},
	{
		"the pool is invalidated before the dead connection is dropped", poolFile,
		"	r.How = r.How.then(HowPingFailed)", "	r.How = r.How.then(HowPingFailed)\n	p.invalidate(r.record)",
	},
	{
		"invalidation looks at the end of the connect", poolFile,
		"	case p.invalidTime > rec.started:", "	case p.invalidTime > rec.opened:",
	},
	{
		"pool_timeout 0 takes an idle connection of a full pool", stepsFile,
		"	case !s.inner && p.idle.n > 0:", "	case p.idle.n > 0:",
	},
	{
		"pool_timeout 0 takes an idle connection of a full pool, handed over", poolFile,
		"	case p.timeout == 0:\n", "	case p.timeout == 0 && p.idle.n == 0:\n",
	},
	{
		"a waiter whose time is up fails although a place is free", stepsFile,
		"	case p.full():\n		p.totals.Timeouts++", "	case true:\n		p.totals.Timeouts++",
	},
	{
		"a waiter whose time is up fails although a place is free, handed over", lineFile,
		"		if !p.full() {", "		if p.full() && !p.full() {",
	},
	{
		"a return wins the tie with a deadline", lineFile,
		"	if first := p.waiters.head; first != nil && first.deadline <= p.env.Engine.Now() {\n		p.expire()\n	}\n", "",
	},
	{
		"the connection is available before its reset has ended", returnFile,
		"		p.begin(r, stageReset, p.env.Costs.Reset.Draw())\n		return", "		p.giveBack(r)\n		return",
	},
	{
		"a failed reset keeps its connection", returnFile,
		"	if r.fails {\n		p.totals.ResetFailures++\n		p.terminate(r, stageTerminateReturn)\n		return\n	}", "	if r.fails {\n		p.totals.ResetFailures++\n	}",
	},
	{
		"an invalidated connection is reset first", returnFile,
		"		p.terminate(r, stageTerminateReturn)\n		return\n	case workload.EndCollect:", "		p.totals.Resets++\n		p.terminate(r, stageTerminateReturn)\n		return\n	case workload.EndCollect:",
	},
	{
		"a leaked connection gives its place back", returnFile,
		"		p.totals.Leaks++\n", "		p.totals.Leaks++\n		p.overflow--\n",
	},
	{
		"an idle connection is left alone while fewer than pool_size exist", poolFile,
		"	if p.idle.n > 0 {\n		p.place(r, p.popIdle())\n		return\n	}\n	p.make(r)", "	if p.idle.n > 0 && p.overflow >= 0 {\n		p.place(r, p.popIdle())\n		return\n	}\n	p.make(r)",
	},
	{
		"the limit counts connections in use, not those that exist", poolFile,
		"func (p *queuePool) full() bool { return p.overflow >= p.maxOverflow }",
		"func (p *queuePool) full() bool { return p.overflow-p.idle.n >= p.maxOverflow }",
	},
	{
		"pool_use_lifo serves the waiter that came last", lineFile,
		"	if first := p.waiters.head; first != nil {\n		p.leave(first)",
		"	if first := p.waiters.head; first != nil {\n		if p.lifo {\n			first = p.waiters.tail\n		}\n		p.leave(first)",
	},
	{
		"since Python 3.12 a woken waiter still comes before a task that asks again", stepsFile,
		"	case !s.inner && p.idle.n > 0:\n		p.place(r, p.popIdle())\n		return\n", "",
	},
	{
		"a cancelled connect gives its place to a waiter", cancelFile,
		"		p.abandonConnect(r)\n		p.unmake(r, Cancelled)", "		p.abandonConnect(r)\n		p.giveUp(r, Cancelled)",
	},
	{
		"a cancelled ping keeps its connection", cancelFile,
		"	case stagePing, stageTerminate, stageTerminateCancelled:\n", "	case stagePing:\n		p.handBack(r, Cancelled)\n	case stageTerminate, stageTerminateCancelled:\n",
	},
}

// TestMutations makes each mistake in turn and demands that the tests of this package notice: run with -tags mutations.
// The source itself is not touched: the compiler is given other text in its place.
func TestMutations(t *testing.T) {
	for _, m := range mutations {
		t.Run(m.mistake, func(t *testing.T) {
			text, err := os.ReadFile(m.file)
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(string(text), m.old); n != 1 {
				t.Fatalf("%s has the text %d times, must have it once:\n%s", m.file, n, m.old)
			}
			out := m.run(t, strings.Replace(string(text), m.old, m.new, 1))
			switch {
			case strings.Contains(out, "[build failed]"):
				t.Fatalf("does not compile:\n%s", out)
			case strings.Contains(out, "panic: test timed out"):
				t.Log("a test notices: it never ends")
			case !strings.Contains(out, "--- FAIL"):
				t.Errorf("no test notices:\n%s", out)
			default:
				t.Logf("%d tests notice", strings.Count(out, "--- FAIL"))
			}
		})
	}
}

// run runs the tests with other text in place of the file, and returns what they print.
func (m *mutation) run(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	file, err := filepath.Abs(m.file)
	if err != nil {
		t.Fatal(err)
	}
	mutated := filepath.Join(dir, "mutated.go")
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{file: mutated}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{mutated: []byte(text), filepath.Join(dir, "overlay.json"): overlay} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-overlay", filepath.Join(dir, "overlay.json"), "-timeout", "20s", "-run", "TestSQLAlchemyVectors|TestHandedOver|TestRules", ".")
	out, _ := cmd.CombinedOutput() // the exit code says what the text says
	return string(out)
}
