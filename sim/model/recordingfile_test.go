package model_test

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// recording is one run of a real application with SQLAlchemy's AsyncAdaptedQueuePool on a real PostgreSQL.
type recording struct {
	name     string
	product  string // another product than SQLAlchemy, "" otherwise
	settings recordedSettings
	version  string // of SQLAlchemy, as the dialect calls it
	python   string // the same of Python
	nested   bool   // stage a is held until stage m of the same request has ended
	closed   bool   // a fixed number of users, each of whom asks again after the end of its request
	limit    int    // connections that the database allows; -1 is no limit
	stages   []recordedStage
	outages  []recordedOutage
}

type recordedSettings struct {
	Size     int64   `json:"pool_size"`
	Overflow int64   `json:"max_overflow"`
	Ping     bool    `json:"pre_ping"`
	Recycle  float64 `json:"recycle"`
	Timeout  float64 `json:"timeout"`
	Reset    string  `json:"reset"`
	LIFO     bool    `json:"lifo"`
}

func (s *recordedSettings) timeout() time.Duration { return seconds(s.Timeout) }

func seconds(x float64) time.Duration { return time.Duration(math.Round(x * float64(time.Second))) }

// recordedStage is one wish for a connection. Times count from the start of the run; those that did not come are never.
// All of them are whole hundredths of a millisecond.
type recordedStage struct {
	request    int    // stages of one request have the same number
	label      string // a authentication, m main, b background, l leak
	asked      time.Duration
	placed     time.Duration
	granted    time.Duration
	freed      time.Duration // of a timeout: when it gave up
	how        string        // i from the idle queue at once, n a new place, q through the blocking path
	conn       int           // number of its connection
	connects   int           // made for it
	connecting time.Duration // what they took together
	closing    time.Duration // what closing its connection took at the end; never if it was kept
	nominal    time.Duration // what its work was meant to take
	outcome    string        // ok, timeout, leak, or the name of an exception
}

const never time.Duration = -1

// refused reports whether the stage had a place, but got no connection.
func (s *recordedStage) refused() bool {
	return s.placed != never && s.granted == never && s.outcome != "ok" && s.outcome != "leak"
}

// leaves returns when the place of the stage was free again; never for a leak. The client of a failed connect hears of it
// later than the pool, up to 75 ms, while the event loop is busy with other connects: the place is free when the connect
// has ended. (By the times of the clients 20 of the 15 places of connlimit0_lostwakeup would have been taken at once.)
func (s *recordedStage) leaves() time.Duration {
	if s.refused() && strings.HasSuffix(s.how, "n") {
		return s.placed + s.connecting
	}
	return s.freed
}

// recordedOutage is a time in which the database was down; a restart takes none.
type recordedOutage struct{ from, to time.Duration }

// readRecordings finds the runs of a directory: NAME.json beside NAME.stages.csv, each perhaps with .gz. The function reads
// what is in the .json.
func readRecordings(tb testing.TB, dir string, readRun func(*recording, testing.TB, []byte)) []*recording {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json*"))
	if err != nil {
		tb.Fatal(err)
	}
	slices.Sort(files)
	var all []*recording
	for _, file := range files {
		name, _, _ := strings.Cut(filepath.Base(file), ".json")
		read := func(end string) []byte { return readPlainOrGzip(tb, filepath.Join(dir, name+end)) }
		if stages := read(".stages.csv"); stages != nil {
			r := &recording{name: name, limit: -1}
			readRun(r, tb, read(".json"))
			r.readStages(tb, stages)
			r.readEvents(tb, read(".events.csv"))
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		tb.Fatalf("no recordings in %s", dir)
	}
	return all
}

// readPlainOrGzip returns the text of a file, or of the same with .gz; nil if there is neither.
func readPlainOrGzip(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		return data
	}
	zipped, err := os.ReadFile(name + ".gz")
	if err != nil {
		return nil
	}
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err == nil {
		data, err = io.ReadAll(r)
	}
	if err != nil {
		tb.Fatalf("%s.gz: %v", name, err)
	}
	return data
}

// readRun reads the settings of a run.
func (r *recording) readRun(tb testing.TB, data []byte) {
	tb.Helper()
	var run struct {
		Spec struct {
			Engine recordedSettings `json:"engine"`
			Nested bool             `json:"nested"`
			Closed *struct{}        `json:"closed"`
			User   string           `json:"user"`
		} `json:"spec"`
		Versions struct {
			Python     string `json:"python"`
			SQLAlchemy string `json:"sqlalchemy"`
		} `json:"versions"`
	}
	run.Spec.Engine = recordedSettings{Size: 5, Overflow: 10, Recycle: -1, Timeout: 30, Reset: "rollback"} // SQLAlchemy's defaults
	if err := json.Unmarshal(data, &run); err != nil {
		tb.Fatalf("%s.json: %v", r.name, err)
	}
	r.settings, r.nested, r.closed = run.Spec.Engine, run.Spec.Nested, run.Spec.Closed != nil
	r.version, r.python = "2", "3.12"
	if strings.HasPrefix(run.Versions.SQLAlchemy, "1.4.") {
		r.version = "1.4"
	}
	if strings.HasPrefix(run.Versions.Python, "3.11.") {
		r.python = "3.11"
	}
	// The role of a run with a limit is named for it: lcfs8 may have 8 connections.
	user := run.Spec.User
	if n, err := strconv.Atoi(user[len(strings.TrimRight(user, "0123456789")):]); err == nil {
		r.limit = n
	}
}

func (r *recording) readStages(tb testing.TB, data []byte) {
	tb.Helper()
	t := newRecordedTable(tb, r.name+".stages.csv", data)
	slot := "t_slot"
	if _, ok := t.columns[slot]; !ok {
		slot = "t_grant" // another product's pool: when it had a place is not known
	}
	for t.next() {
		r.stages = append(r.stages, recordedStage{
			request:    t.int("rid"),
			label:      t.text("st"),
			asked:      t.time("t_req", time.Second),
			placed:     t.time(slot, time.Second),
			granted:    t.time("t_grant", time.Second),
			freed:      t.time("t_free", time.Second),
			how:        t.text("how"),
			conn:       t.int("conn"),
			connects:   t.int("nconn"),
			connecting: max(0, t.time("conn_ms", time.Millisecond)),
			closing:    never,
			nominal:    max(0, t.time("nom_ms", time.Millisecond)),
			outcome:    t.text("out"),
		})
	}
	slices.SortStableFunc(r.stages, func(a, b recordedStage) int { return cmp.Compare(a.asked, b.asked) })
}

// readEvents finds what only the events tell: when a stage began to close its connection, and when the database was down.
func (r *recording) readEvents(tb testing.TB, data []byte) {
	tb.Helper()
	if data == nil {
		return
	}
	closes := make(map[[2]int]time.Duration) // by request and connection
	for t := newRecordedTable(tb, r.name+".events.csv", data); t.next(); {
		switch at := t.time("t", time.Second); t.text("ev") {
		case "close":
			closes[[2]int{t.int("rid"), t.int("conn")}] = at
		case "db_stop":
			r.outages = append(r.outages, recordedOutage{at, math.MaxInt64})
		case "db_restart":
			r.outages = append(r.outages, recordedOutage{at, at})
		case "db_start":
			if n := len(r.outages); n > 0 {
				r.outages[n-1].to = at
			}
		}
	}
	for i := range r.stages {
		s := &r.stages[i]
		if at, ok := closes[[2]int{s.request, s.conn}]; ok && s.granted != never && s.granted <= at && at <= s.freed {
			s.closing = s.freed - at
		}
	}
}

// recordedTable reads a table by the names of its columns.
type recordedTable struct {
	tb      testing.TB
	name    string
	columns map[string]int
	rows    [][]string
	row     []string
}

func newRecordedTable(tb testing.TB, name string, data []byte) *recordedTable {
	tb.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil || len(rows) == 0 {
		tb.Fatalf("%s: %d rows, %v", name, len(rows), err)
	}
	t := &recordedTable{tb: tb, name: name, columns: make(map[string]int), rows: rows[1:]}
	for i, c := range rows[0] {
		t.columns[c] = i
	}
	return t
}

func (t *recordedTable) next() bool {
	if len(t.rows) == 0 {
		return false
	}
	t.row, t.rows = t.rows[0], t.rows[1:]
	return true
}

// text returns a cell, "" where the table has no such column.
func (t *recordedTable) text(column string) string {
	if i, ok := t.columns[column]; ok {
		return t.row[i]
	}
	return ""
}

// int returns a cell as a count, 0 where it is empty or says none (-1).
func (t *recordedTable) int(column string) int { return int(max(0, t.time(column, 1))) }

// time returns a cell as a time, rounded to hundredths of a millisecond, the resolution of the recordings; never where it
// is empty.
func (t *recordedTable) time(column string, unit time.Duration) time.Duration {
	cell := t.text(column)
	if cell == "" {
		return never
	}
	x, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.tb.Fatalf("%s: %s: %v", t.name, column, err)
	}
	d := time.Duration(math.Round(x * float64(unit)))
	if unit == 1 {
		return d
	}
	return d.Round(10 * time.Microsecond)
}
