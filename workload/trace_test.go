package workload

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"poolsim/sim/param"
)

// smallTrace has what a reader must cope with: columns in another order and more of them, comments, rows of a job apart
// from each other, steps and jobs out of order, equal arrivals.
const smallTrace = `# recorded on a Tuesday
step,job,status,arrival_seconds,holder,hold_seconds,before_seconds
2,b,200,1.5,main,0.25,0.01
1,a,200,0.5,auth,0.002,
# a comment among the rows
1,b,200,1.500,auth,0.003,0
1,c,500,1.5,auth,1e-05,
3,a,200,0.5,main,0.1,0.0000000004
`

func TestReadTrace(t *testing.T) {
	t.Parallel()
	check := func(t *testing.T, data []byte) {
		t.Helper()
		got, err := ReadTrace("requests.csv", data)
		if err != nil {
			t.Fatal(err)
		}
		want := [][]ScriptedStep{
			{{Holder: "auth", Hold: 2 * ms}, {Holder: "main", Hold: 100 * ms}},
			{{Holder: "auth", Hold: 3 * ms}, {Holder: "main", Hold: 250 * ms, Before: 10 * ms}},
			{{Holder: "auth", Hold: 10 * time.Microsecond}},
		}
		if got.Jobs() != len(want) {
			t.Fatalf("%d jobs, want %d", got.Jobs(), len(want))
		}
		for n := range want {
			if !slices.Equal(got.Script(n), want[n]) {
				t.Errorf("job %d: %v, want %v", n, got.Script(n), want[n])
			}
		}
		if at := []time.Duration{500 * ms, 1500 * ms, 1500 * ms}; !slices.Equal(instants(got, 9, 1), at) {
			t.Errorf("arrivals at %v, want %v", instants(got, 9, 1), at)
		}
		if h := []string{"main", "auth"}; !slices.Equal(got.Holders(), h) {
			t.Errorf("holders %v, want %v", got.Holders(), h)
		}
		if got.MeanRate() != 0 {
			t.Errorf("mean rate %g, want 0", got.MeanRate())
		}
	}
	zipped := func(text string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write([]byte(text))
		_ = z.Close()
		return b.Bytes()
	}
	windows := "\ufeff" + strings.ReplaceAll(smallTrace, "\n", "\r\n")
	spaced := strings.ReplaceAll(smallTrace, ",", " , ")
	quoted := strings.NewReplacer("auth", `"auth"`, "main", `"main"`).Replace(smallTrace)
	for name, data := range map[string][]byte{
		"plain":             []byte(smallTrace),
		"gzip":              zipped(smallTrace),
		"gzip of Windows":   zipped(windows),
		"Windows":           []byte(windows),
		"BOM, then columns": []byte("\ufeff" + smallTrace[strings.Index(smallTrace, "step"):]),
		"spaces":            []byte(spaced),
		"quotes":            []byte(quoted),
		"no newline at end": []byte(strings.TrimSpace(smallTrace)),
		"blank lines":       []byte(strings.ReplaceAll(smallTrace, "\n", "\n\n")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, data)
		})
	}
}

// TestTraceEnds reads the columns that say how a hold ends and when a client goes away.
func TestTraceEnds(t *testing.T) {
	t.Parallel()
	got, err := ReadTrace("requests.csv", []byte("job,arrival_seconds,step,holder,hold_seconds,after_seconds,end,cancel_seconds\n"+
		"a,1,0,auth,0.1,0.5,leak,\na,1,1,main,0.1,,soft-invalidate,\nb,2,0,auth,0.1,,,0.25\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []ScriptedStep{
		{Holder: "auth", Hold: 100 * ms, After: 500 * ms, End: EndLeak}, {Holder: "main", Hold: 100 * ms, End: EndSoft},
	}; !slices.Equal(got.Script(0), want) {
		t.Errorf("job a: %v, want %v", got.Script(0), want)
	}
	if a, b := got.CancelAfter(0), got.CancelAfter(1); a != Forever || b != 250*ms {
		t.Errorf("the clients go away after %v and %v, want never and 250ms", a, b)
	}
}

// TestTraceFaults shows the messages for files that are wrong.
func TestTraceFaults(t *testing.T) {
	t.Parallel()
	const header = "job,arrival_seconds,step,holder,hold_seconds,before_seconds\n"
	const good = "z,0,1,main,1,\n"
	for name, c := range map[string]struct{ data, want string }{
		"empty": {"", "requests.csv: is empty: the first line must name the columns job,arrival_seconds,step,holder,hold_seconds"},
		"only comments": {
			"# nothing\n\n",
			"requests.csv: is empty: the first line must name the columns job,arrival_seconds,step,holder,hold_seconds",
		},
		"no rows": {header, "requests.csv: has a header but no rows"},
		"columns": {
			"# c\njob,job,arrival_seconds,holder,hold\n" + good,
			"requests.csv:2: job: the column is there twice\n" +
				"requests.csv:2: step: the column is missing; the header must name " +
				"job,arrival_seconds,step,holder,hold_seconds and may name before_seconds,after_seconds,end,cancel_seconds\n" +
				"requests.csv:2: hold_seconds: the column is missing; the header must name " +
				"job,arrival_seconds,step,holder,hold_seconds and may name before_seconds,after_seconds,end,cancel_seconds",
		},
		"every column": {
			header + good + ",-1,x,,1e10,1s\n",
			`requests.csv:3: job: must not be empty
requests.csv:3: arrival_seconds: "-1" must not be negative
requests.csv:3: step: "x" is not a whole number from 0 to 2147483647
requests.csv:3: holder: must not be empty
requests.csv:3: hold_seconds: "1e10" must be at most 1e9 seconds
requests.csv:3: before_seconds: "1s" is not a number of seconds`,
		},
		"required cells are empty": {
			header + "a,,,main,,\n",
			`requests.csv:2: arrival_seconds: "" is not a number of seconds
requests.csv:2: step: "" is not a whole number from 0 to 2147483647
requests.csv:2: hold_seconds: "" is not a number of seconds`,
		},
		"step": {
			header + "a,0,-1,main,1,\nb,0,1.0,main,1,\nc,0,2147483648,main,1,\n",
			`requests.csv:2: step: "-1" is not a whole number from 0 to 2147483647
requests.csv:3: step: "1.0" is not a whole number from 0 to 2147483647
requests.csv:4: step: "2147483648" is not a whole number from 0 to 2147483647`,
		},
		"number of columns": {header + good + "a,1\n", "requests.csv:3: has 2 columns where the header has 6"},
		"arrival differs": {
			header + "a,1,1,main,1,\n" + good + "a,1.000000001,2,main,1,\n",
			`requests.csv:4: arrival_seconds: "1.000000001" is not when job "a" arrives on line 2`,
		},
		"step twice, and a fault behind it": {
			header + "a,1,1,main,1,\n" + good + "a,1,1,auth,1,\nb,1,1,auth,x,\n",
			"requests.csv:4: step: 1 is also the step of the same job on line 2\n" +
				`requests.csv:5: hold_seconds: "x" is not a number of seconds`,
		},
		"quotes": {
			header + "a,1,1,ma\"in,1,\n" + good + "b,1,1,main,x,\n",
			"requests.csv:2: the quotes do not match; in a cell within quotes write \"\" for a quote\n" +
				`requests.csv:4: hold_seconds: "x" is not a number of seconds`,
		},
		"what may be left out": {
			"job,arrival_seconds,step,holder,hold_seconds,after_seconds,end,cancel_seconds\n" +
				"a,0,1,main,1,x,lost,-1\nb,0,1,main,1,,leak,2\nb,0,2,main,1,,,3\n",
			`requests.csv:2: after_seconds: "x" is not a number of seconds
requests.csv:2: end: "lost" is not one of release, invalidate, soft-invalidate, garbage-collect, leak
requests.csv:2: cancel_seconds: "-1" must not be negative
requests.csv:4: cancel_seconds: "3" is not what job "b" has on line 3`,
		},
		"quotes in header": {"job\",x\n", "requests.csv:1: the quotes do not match; in a cell within quotes write \"\" for a quote"},
		"not text":         {header + "a,1,1,m\xff,1,\n", `requests.csv:2: holder: "m\xff" is not UTF-8 text`},
		"long cell": {
			header + "a,1,1,main," + strings.Repeat("9", 50) + "x,\n",
			"requests.csv:2: hold_seconds: \"" + strings.Repeat("9", 40) + `"... is not a number of seconds`,
		},
		"gzip header": {"\x1f\x8bxyz", "requests.csv: cannot be uncompressed: unexpected EOF"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := ReadTrace("requests.csv", []byte(c.data))
			if err == nil {
				t.Fatalf("no error, want\n%s", c.want)
			}
			if err.Error() != c.want {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

// TestTraceTellsTheFirstTen: a file of the wrong kind must not fill the terminal, and faults that are found last are told
// first when they stand first.
func TestTraceTellsTheFirstTen(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("job,arrival_seconds,step,holder,hold_seconds\na,0,1,main,1\na,0,1,main,1\n")
	for range 50 {
		b.WriteString("b,0,1,main,x\n")
	}
	_, err := ReadTrace("requests.csv", []byte(b.String()))
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 11 || !strings.HasPrefix(lines[0], "requests.csv:3: step: ") ||
		!strings.HasPrefix(lines[9], "requests.csv:12: hold_seconds: ") || lines[10] != "requests.csv: and 41 more" {
		t.Errorf("got\n%v", err)
	}
}

func TestTraceCutShort(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(smallTrace))
	_ = z.Close()
	_, err := ReadTrace("requests.csv.gz", b.Bytes()[:b.Len()-12])
	if want := "requests.csv.gz: cannot be read: unexpected EOF"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// TestTraceFromScenario makes the process as a scenario does.
func TestTraceFromScenario(t *testing.T) {
	t.Parallel()
	spec, _ := Processes.Lookup("trace")
	v := param.Values{"file": "a/requests.csv"}
	for _, c := range []struct {
		name string
		read func(string) ([]byte, error)
		want string
	}{
		{"good", func(string) ([]byte, error) { return []byte(smallTrace), nil }, ""},
		{"nil", nil, "file cannot be read: there are no files here"},
		{
			"missing", func(name string) ([]byte, error) { return nil, fmt.Errorf("open %s: %w", name, os.ErrNotExist) },
			"file cannot be read: open a/requests.csv: file does not exist",
		},
		{
			"bad", func(string) ([]byte, error) { return nil, nil },
			"file is not a trace that can be played back:\na/requests.csv: is empty: " +
				"the first line must name the columns job,arrival_seconds,step,holder,hold_seconds",
		},
	} {
		p, err := spec.New(v, c.read)
		var problem *param.Problem
		switch {
		case c.want == "":
			if _, ok := p.(Scripted); !ok || err != nil {
				t.Errorf("%s: got %v, %v", c.name, p, err)
			}
		case !errors.As(err, &problem) || problem.Param != "file" || err.Error() != c.want || p != nil:
			t.Errorf("%s: got %v, %v\nwant %s", c.name, p, err, c.want)
		}
	}
}

// rewrite writes a trace in the plainest form.
func rewrite(t *Trace) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(traceColumns[:])
	exact := func(d time.Duration) string { return fmt.Sprintf("%d.%09d", d/time.Second, d%time.Second) }
	for n, at := range t.arrivals {
		for i, s := range t.Script(n) {
			cancel := ""
			if d := t.CancelAfter(n); d != Forever {
				cancel = exact(d)
			}
			_ = w.Write([]string{
				strconv.Itoa(n), exact(at), strconv.Itoa(i), s.Holder, exact(s.Hold), exact(s.Before), exact(s.After), s.End.String(), cancel,
			})
		}
	}
	w.Flush()
	return b.Bytes()
}

// FuzzTrace: no file makes the reader panic, and what it accepts is in order and survives being written and read again.
func FuzzTrace(f *testing.F) {
	f.Add([]byte(smallTrace))
	f.Add([]byte("\ufeffjob,arrival_seconds,step,holder,hold_seconds\r\n1,0,0,\"a \"\"b\"\", c\",0.1\r\n"))
	f.Add([]byte("job,arrival_seconds,step,holder,hold_seconds\n1,0,0,a,x\n1,1,0,a,1\n1,,0,,\n2\n"))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) && len(data) > 1<<12 {
			return // a small file can hold a large one
		}
		got, err := ReadTrace("f", data)
		if err != nil {
			if lines := strings.Count(err.Error(), "\nf:") + 1; lines > maxFaults+1 {
				t.Fatalf("%d lines of faults", lines)
			}
			return
		}
		if got.Jobs() == 0 || !slices.IsSorted(got.arrivals) || got.arrivals[0] < 0 {
			t.Fatalf("arrivals %v", got.arrivals)
		}
		used := map[string]bool{}
		for n := range got.Jobs() {
			if len(got.Script(n)) == 0 {
				t.Fatalf("job %d has no steps", n)
			}
			for _, s := range got.Script(n) {
				used[s.Holder] = true
				if s.Hold < 0 || s.Before < 0 || s.Holder == "" {
					t.Fatalf("job %d: step %+v", n, s)
				}
			}
		}
		if len(used) != len(got.Holders()) {
			t.Fatalf("holders %q, used %v", got.Holders(), used)
		}
		if strings.Contains(strings.Join(got.Holders(), ""), "\r") {
			return // encoding/csv reads \r\n within quotes as \n
		}
		again, err := ReadTrace("again", rewrite(got))
		if err != nil {
			t.Fatal(err)
		}
		again.holders = got.holders // their order is that of the file
		if !reflect.DeepEqual(got, again) {
			t.Fatalf("read again: %+v, want %+v", again, got)
		}
	})
}

func BenchmarkReadTrace(b *testing.B) {
	var text bytes.Buffer
	text.WriteString("job,arrival_seconds,step,holder,hold_seconds\n")
	const rows = 20_000
	for i := range rows {
		fmt.Fprintf(&text, "%d,%d.%06d,%d,main,0.0%d\n", i/2, i/600, i/2*2, i%2, i)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadTrace("requests.csv", text.Bytes()); err != nil {
			b.Fatal(err)
		}
	}
}
