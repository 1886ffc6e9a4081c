package experiment_test

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// recorded is what is needed of a recorded vector of the real pool (sim/pool/testdata/sqlalchemy) to write it as a
// scenario. All times are microseconds.
type recorded struct {
	Name  string `json:"name"`
	Trace struct {
		Pool struct {
			PoolSize, MaxOverflow int64
			Timeout               *int64
			Recycle               int64
			PrePing               bool
			ResetOnReturn         *string
			UseLifo, HasTerminate bool
		}
		Costs   map[string]int64
		Release string
		Faults  []struct {
			Kind              string
			From, To, Connect int64
			At                int64
			ResetFails        bool
		}
		Ops []struct {
			Op string
			At int64
		}
		Tasks []struct {
			ID       int
			Arrive   int64
			Nested   bool
			CancelAt *int64
			Stages   []struct {
				Hold, Gap, After int64
				End              string
			}
		}
	}
	Result, ResultPy312 *struct {
		End  int64
		Ties int `json:"tie_instants"`
		Rows [][]any
	}
}

// readRecorded reads a vector. Its keys are those of the fields but for case and underscores.
func readRecorded(t *testing.T, file string) *recorded {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var any map[string]any
	if err := json.NewDecoder(z).Decode(&any); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(bare(any))
	if err != nil {
		t.Fatal(err)
	}
	v := &recorded{}
	if err := json.Unmarshal(text, v); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return v
}

// bare takes the underscores out of the keys, except those of costs and ties.
func bare(x any) any {
	switch x := x.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, v := range x {
			if !strings.HasSuffix(k, "_fail") && k != "tie_instants" {
				k = strings.ReplaceAll(k, "_", "")
			}
			out[k] = bare(v)
		}
		return out
	case []any:
		for i := range x {
			x[i] = bare(x[i])
		}
	}
	return x
}

// us writes microseconds as a duration of a scenario, and sec as seconds of a trace.
func us(n int64) string { return fmt.Sprintf("%q", fmt.Sprintf("%dus", n)) }

func sec(n int64) string { return fmt.Sprintf("%d.%06d", n/1e6, n%1e6) }

// toml writes the vector as a scenario. Jobs come from traces, flat.csv and nested.csv.
func (v *recorded) toml(python string) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p, c := v.Trace.Pool, v.Trace.Costs
	word := func(n int64, none bool) string {
		if none {
			return `"none"`
		}
		return us(n)
	}
	line("[run]\nduration = %s\nwarmup = \"0s\"\nreplications = 1", us(v.Result.End+1_000_000))
	line("[database]\nconnect = %s", us(c["connect"]))
	line("[[pool]]\nname = \"main\"\nversion = \"1.4\"\npython = %q\nhandoff_window = \"0s\"", python)
	line("pool_size = %d\nmax_overflow = %d\npool_pre_ping = %v\npool_use_lifo = %v", p.PoolSize, p.MaxOverflow, p.PrePing, p.UseLifo)
	timeout := int64(0)
	if p.Timeout != nil {
		timeout = *p.Timeout
	}
	line("pool_timeout = %s\npool_recycle = %s", word(timeout, p.Timeout == nil), word(p.Recycle, p.Recycle < 0))
	reset := "none"
	if p.ResetOnReturn != nil {
		reset = *p.ResetOnReturn
	}
	line("pool_reset_on_return = %q", reset)
	if !p.HasTerminate {
		line("driver = \"other\"")
	}
	for _, cost := range []string{"ping", "ping_fail", "reset", "close", "terminate"} {
		line("%s = %s", cost, us(c[cost]))
	}
	for _, f := range v.Trace.Faults {
		switch f.Kind {
		case "restart":
			line("[[fault]]\nkind = \"restart\"\nat = %s\nreset_fails = %v", us(f.At), f.ResetFails)
		case "slow_connect":
			line("[[fault]]\nkind = \"slow-connect\"\nfrom = %s\nto = %s\nconnect = %s", us(f.From), us(f.To), us(f.Connect))
		default:
			line("[[fault]]\nkind = \"connect-fails\"\nfrom = %s\nto = %s\ntakes = %s", us(f.From), us(f.To), us(c["connect_fail"]))
		}
	}
	for _, o := range v.Trace.Ops {
		line("[[fault]]\nkind = \"dispose\"\nat = %s\nrecreate = %v", us(o.At), o.Op == "dispose_recreate")
	}
	for _, class := range []string{"flat", "nested"} {
		v.class(line, class)
	}
	return b.String()
}

// class writes the class of the tasks that are nested, or of those that are not.
func (v *recorded) class(line func(string, ...any), name string) {
	stages := 0
	for _, k := range v.Trace.Tasks {
		if k.Nested == (name == "nested") {
			stages = max(stages, len(k.Stages))
		}
	}
	if stages == 0 {
		return
	}
	line("[[class]]\nname = %q\narrivals = { process = \"trace\", file = \"%s.csv\" }", name, name)
	release := "plain"
	if v.Trace.Release == "shield" {
		release = "context-manager"
	}
	for i := range stages {
		line("[[class.step]]\nholder = \"s%d\"\nrelease = %q", i, release)
		if i > 0 {
			line("nested = %v", name == "nested")
		}
	}
}

// csv writes the tasks as a trace.
func (v *recorded) csv(name string) []byte {
	var b bytes.Buffer
	b.WriteString("job,arrival_seconds,step,holder,hold_seconds,before_seconds,after_seconds,end,cancel_seconds\n")
	ends := map[string]string{"soft": "soft-invalidate", "gc": "garbage-collect"}
	for _, k := range v.Trace.Tasks {
		if k.Nested != (name == "nested.csv") {
			continue
		}
		cancel := ""
		if k.CancelAt != nil {
			cancel = sec(*k.CancelAt - k.Arrive)
		}
		for i, s := range k.Stages {
			end := s.End
			if word, ok := ends[end]; ok {
				end = word
			}
			fmt.Fprintf(&b, "%d,%s,%d,s%d,%s,%s,%s,%s,%s\n", k.ID, sec(k.Arrive), i, i, sec(s.Hold), sec(s.Gap), sec(s.After), end, cancel)
		}
	}
	return b.Bytes()
}

// lazyArrivals is the only vector whose scenario differs: in it a request arrives in the very instant of a return. The
// recorded run knew all arrivals beforehand, so that they came first; a class plans an arrival when the one before it is
// there, so that here the return comes first.
const lazyArrivals = "tie_newcomer_takes_from_woken_waiter"

// TestVectorsAsScenarios writes every recorded vector of the real pool as a scenario, runs it, and compares its acquire
// log with what the real pool did, under Python 3.11 and 3.12: whatever the vectors contain can be said in a scenario.
func TestVectorsAsScenarios(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../pool/testdata/sqlalchemy/*.json.gz")
	if err != nil || len(files) < 90 {
		t.Fatalf("%d vectors: %v", len(files), err)
	}
	for _, file := range files {
		v := readRecorded(t, file)
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			if v.Name == lazyArrivals {
				return
			}
			for _, python := range []string{"3.11", "3.12"} {
				want := v.Result.Rows
				if python == "3.12" && v.ResultPy312 != nil {
					want = v.ResultPy312.Rows
				}
				got := v.run(t, python)
				for _, row := range want {
					a, b := expectRow(row), got[fmt.Sprint(row[0], "/", row[1])]
					if a != b {
						t.Fatalf("Python %s: task %v, stage %v\nreal    %s\npoolsim %s\n%s", python, row[0], row[1], a, b, v.toml(python))
					}
				}
				if len(got) != len(want) {
					t.Errorf("Python %s: %d acquires, the real pool had %d", python, len(got), len(want))
				}
			}
		})
	}
}

// run runs the scenario and returns the rows of its acquire log by task and stage.
func (v *recorded) run(t *testing.T, python string) map[string]string {
	t.Helper()
	sc, err := scenario.Parse(v.Name+".toml", []byte(v.toml(python)), scenario.Options{
		ReadFile: func(name string) ([]byte, error) { return v.csv(name), nil },
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, v.toml(python))
	}
	var log bytes.Buffer
	if _, err := experiment.Run(t.Context(), sc, experiment.Options{Acquires: &log, Workers: 1}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&log).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	// Jobs are numbered as they arrive; tasks too.
	order := slices.Clone(v.Trace.Tasks)
	out := map[string]string{}
	for _, r := range rows[1:] {
		var job int
		if _, err := fmt.Sscan(r[0], &job); err != nil {
			t.Fatal(err)
		}
		at := func(column int) string { return micros(t, r[column]) }
		out[fmt.Sprint(order[job].ID, "/", r[2])] = fmt.Sprint(
			"asked ", at(6), " ", r[7], ", queued ", at(8), ", granted ", at(9), ", given back ", at(10), ", connection ", r[11], " ", r[12])
	}
	return out
}

// micros turns seconds of the log into microseconds.
func micros(t *testing.T, seconds string) string {
	t.Helper()
	if seconds == "" {
		return "-"
	}
	d, err := time.ParseDuration(seconds + "s")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(d.Microseconds())
}

// expectRow writes a row of a vector as run writes those of the log.
func expectRow(row []any) string {
	num := func(x any) string {
		if x == nil {
			return "-"
		}
		return fmt.Sprint(int64(x.(float64)))
	}
	outcome, granted, conn := row[3].(string), "-", ""
	if outcome == "ok" {
		granted, conn = num(row[4]), num(row[9])
	}
	if outcome == "stuck" {
		outcome = "unfinished"
	}
	return fmt.Sprint("asked ", num(row[2]), " ", outcome, ", queued ", num(row[6]), ", granted ", granted, ", given back ", num(row[7]), ", connection ", conn, " ", row[10])
}
