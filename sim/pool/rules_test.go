package pool_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"poolsim/sim"
	"poolsim/sim/param"
	"poolsim/sim/pool"
	"poolsim/workload"
)

var update = flag.Bool("update", false, "write the expected traces in testdata/rules anew")

// TestRules runs the table files of testdata/rules: commands, a line of dashes, and what must happen. The files are
// meant to be read without Go; their first lines name the rule and its place in SQLAlchemy. The commands:
//
//	pool KEY=VALUE ...       makes the pool, with the dialect's settings; plain among them: connections can be given back plainly
//	cost OPERATION=TIME ...  what connect, ping, reset, close and terminate take; nothing otherwise. work is the part of a
//	                         connect that occupies the event loop
//	acquire NAME ...         somebody asks for a connection
//	release NAME [END]       and gives it back: release, invalidate, soft-invalidate, garbage-collect or leak; plain is a
//	                         release by the task itself, not through a context manager
//	cancel NAME              and goes away
//	connects fail|work       from now on
//	restart                  kills the connections that the database has
//	advance TIME             lets virtual time pass
//	dispose
func TestRules(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/rules/*.txt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d table files: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := (&rules{t: t}).play(string(text))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(text) {
				t.Errorf("%s: what happens is\n%s", file, got)
			}
		})
	}
}

// rules plays one table file.
type rules struct {
	t       *testing.T
	engine  *sim.Engine
	reqs    pool.Requests
	pool    pool.Pool
	cost    map[string]time.Duration
	fail    bool
	restart sim.Time // the last one; negative if none
	people  map[string]*person
	trace   []string
}

// person is somebody who asks for connections.
type person struct {
	*rules
	name string
	r    *pool.Request
}

func (p *person) Granted(r *pool.Request) {
	p.say("%s has connection %d (%s)", p.name, r.Conn, r.How)
}

func (p *person) Failed(r *pool.Request) { p.say("%s fails: %s", p.name, r.Outcome) }

func (p *person) Released(*pool.Request) { p.say("%s is done", p.name) }

// say adds a line to the trace, with the time in whole microseconds: each advance ends a nanosecond late, so that what is
// due at its end has happened.
func (s *rules) say(format string, args ...any) {
	at := time.Duration(s.engine.Now()).Truncate(time.Microsecond)
	s.trace = append(s.trace, fmt.Sprintf("%-8v %s", at, fmt.Sprintf(format, args...)))
}

// play runs the commands of a file and returns the file with what happened.
func (s *rules) play(text string) string {
	var out []string
	s.engine, s.restart = sim.NewEngine(), -1
	s.cost, s.people = map[string]time.Duration{}, map[string]*person{}
	expected := false
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		switch {
		case line == "----":
			expected = true
			out = append(out, line)
			out = append(out, s.trace...)
			s.trace = nil
			if s.pool != nil {
				s.pool.Flush()
				c := s.pool.Counts()
				out = append(out, fmt.Sprintf("         in use %d, idle %d, open %d, waiting %d", c.InUse, c.Idle, c.Open, c.Waiting))
			}
		case line == "":
			expected = false
			out = append(out, line)
		case expected: // the trace as it was expected
		case strings.HasPrefix(line, "#"):
			out = append(out, line)
		default:
			out = append(out, line)
			s.command(strings.Fields(line))
		}
	}
	return strings.Join(out, "\n") + "\n"
}

func (s *rules) command(words []string) {
	s.t.Helper()
	args := words[1:]
	switch words[0] {
	case "pool":
		s.makePool(args)
	case "cost":
		for _, a := range args {
			what, d, _ := strings.Cut(a, "=")
			s.cost[what] = s.duration(d)
		}
	case "acquire":
		for _, name := range args {
			s.acquire(name)
		}
	case "release":
		p := s.people[args[0]]
		switch {
		case len(args) > 1 && args[1] == "plain":
			p.r.Plain = true
		case len(args) > 1:
			end, ok := workload.ParseEnd(args[1])
			if !ok {
				s.t.Fatalf("unknown end %q", args[1])
			}
			p.r.End = end
		}
		s.pool.Release(p.r)
	case "cancel":
		s.pool.Cancel(s.people[args[0]].r)
	case "connects":
		s.fail = args[0] == "fail"
	case "restart":
		s.restart = s.engine.Now()
	case "advance":
		if err := s.engine.RunUntil(s.engine.Now().Add(s.duration(args[0]) + 1)); err != nil {
			s.t.Fatal(err)
		}
	case "dispose":
		s.pool.(pool.Disposer).Dispose(nil)
	default:
		s.t.Fatalf("unknown command %q", words[0])
	}
}

func (s *rules) acquire(name string) {
	p := &person{rules: s, name: name}
	p.r = &pool.Request{Client: p}
	s.reqs.Add(p.r)
	s.people[name] = p
	before := len(s.trace)
	s.pool.Acquire(p.r)
	switch {
	case len(s.trace) > before:
	case p.r.Placed < 0:
		s.say("%s waits", name)
	default:
		s.say("%s is being served", name)
	}
}

func (s *rules) duration(text string) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// makePool makes the pool with the settings of a line.
func (s *rules) makePool(args []string) {
	d, ok := pool.Dialects.Lookup("sqlalchemy-async")
	if !ok {
		s.t.Fatal("no dialect sqlalchemy-async")
	}
	set, plain := param.Values{}, false
	for _, a := range args {
		key, text, _ := strings.Cut(a, "=")
		switch p := d.Param(key); {
		case a == "plain":
			plain = true
		case p == nil:
			s.t.Fatalf("no setting %q", key)
		case p.Kind == param.Count:
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil {
				s.t.Fatal(err)
			}
			set[key] = n
		case p.Kind == param.Flag:
			set[key] = text == "true"
		case p.Kind == param.Duration && text == "none":
			set[key] = p.Words["none"]
		case p.Kind == param.Duration:
			set[key] = s.duration(text)
		default:
			set[key] = text
		}
	}
	cost := func(what string) pool.Cost { return pool.FixedCost(s.cost[what]) }
	s.pool = d.New(set.With(&d.Spec), pool.Env{
		Engine: s.engine, Requests: &s.reqs, Connector: s, Observer: &pool.Observer{}, Plain: plain, Loop: pool.NewLoop(s.engine),
		Costs: pool.Costs{
			Ping: cost("ping"), PingFail: cost("ping"), Reset: cost("reset"), Close: cost("close"), Terminate: cost("terminate"),
		},
	})
	s.people = map[string]*person{}
}

// The rules are the pool's connector too.

func (s *rules) Connect() (took, work time.Duration, refused bool) {
	return s.cost["connect"], s.cost["work"], s.fail
}

func (s *rules) Opened()                         {}
func (s *rules) Disconnect(sim.Time)             {}
func (s *rules) Alive(opened sim.Time) bool      { return opened > s.restart }
func (s *rules) ResetFails(opened sim.Time) bool { return opened <= s.restart }
