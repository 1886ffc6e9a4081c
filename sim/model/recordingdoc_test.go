package model_test

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write notebooks/recordings.md anew")

// recordingRuns says what was recorded in each run.
var recordingRuns = map[string]string{
	"burst":                 "5 + 10 connections, timeout 3 s; 10 requests a second, from 20 s to 32 s 60 a second.",
	"burst_cold":            "50 + 100 connections, timeout 30 s, none of them open; from 2 s to 2.5 s 400 requests a second, then 8. The 150 connects share the event loop: half of them take more than 1.68 s.",
	"closed30":              "5 + 10 connections; 30 users, each of whom thinks for 0.5 s between its requests.",
	"connlimit0_lostwakeup": "5 + 10 connections, timeout 4 s, and a database that allows none: every connect fails. 54 requests within 0.2 s, later single ones. 38 of them waited 4 s beside an empty pool, for a connect that fails wakes nobody.",
	"connlimit8":            "5 + 10 connections, of which the database allows 8; 14 requests a second.",
	"leak":                  "5 + 10 connections, timeout 2 s; 14 requests a second, and every 5 s one that keeps its connection for ever. At the end all 15 are gone.",
	"lifo_light":            "5 + 10 connections, the last one back is the first one out; 9 requests and 2 short background stages a second.",
	"light":                 "5 + 10 connections; 9 requests and 2 short background stages a second.",
	"near90":                "5 + 10 connections, nine tenths of which are in use; 26 requests and 2 short background stages a second.",
	"nested_closed":         "5 + 10 connections, timeout 2 s; 24 users, each of whom keeps the connection of its authentication until its main work has ended.",
	"nested_open":           "5 + 10 connections, timeout 3 s; 14 requests a second that keep the connection of their authentication until their main work has ended. Where that timed out, they gave the connection back 11 ms later on average, at most 76 ms; in the replay from the arrivals of requests they do at once.",
	"noping":                "5 + 10 connections without pre-ping; 24 requests a second.",
	"overload":              "5 + 10 connections, timeout 2 s; 40 requests a second, a third more than they can serve.",
	"recycle5":              "5 + 10 connections, each replaced when it is older than 5 s; 18 requests a second.",
}

// noiseFloor is what came with the recordings: the errors of a plain first-in-first-out line that is given the recorded
// arrivals and occupancies, in percent of the mean, p95 and p99 wait, and its timeouts.
var noiseFloor = map[string]map[string][]float64{
	modeStages: {
		"near90":   {-1.1, -.5, -.5, 0},
		"overload": {-.2, 0, 0, 532},
		"burst":    {1.6, -.5, -.3, 162},
		"noping":   {-.5, 3.0, -.6, 0},
		"leak":     {-.3, -.1, -.6, 320},
	},
	modeRequests: {"nested_open": {1.7, .2, math.NaN(), 830}},
}

// otherProducts are the pools of other products that were recorded.
var otherProducts = map[string]string{
	"hikaricp-2.7.9": "HikariCP 2.7.9 (Java; a thread that gives a connection back can take it again at once)",
	"pgbouncer":      "pgbouncer 1.18, transaction mode",
	"pgxpool":        "pgxpool (Go, pgx 5.12)",
	"sql":            "database/sql (Go 1.26; a random waiter is served)",
}

const recordingsDocument = "../../notebooks/recordings.md"

// TestRecordingsDocument writes the table of replay errors from the recordings that come with the test, and compares it
// with the document.
func TestRecordingsDocument(t *testing.T) {
	t.Parallel()
	var d document
	for _, r := range readRecordings(t, defaultRecordings, (*recording).readRun) {
		d.all = append(d.all, replayAll(t, r))
	}
	for _, m := range recordingMisses {
		if !slices.ContainsFunc(d.all, func(a *replayed) bool { return a.r.name == m.run }) {
			t.Errorf("no run %q, of which the list of misses speaks", m.run)
		}
	}
	d.write(t)
	if *update {
		if err := os.WriteFile(recordingsDocument, d.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(recordingsDocument)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(d.Bytes(), want) {
		t.Errorf("%s is not what the replays give; go test ./sim/model -run TestRecordingsDocument -update writes it anew", filepath.Base(recordingsDocument))
	}
}

// document is the text.
type document struct {
	bytes.Buffer
	all []*replayed
}

func (d *document) printf(format string, a ...any) { fmt.Fprintf(&d.Buffer, format, a...) }

func (d *document) write(tb testing.TB) {
	d.introduction()
	d.stages()
	d.loop()
	d.requests()
	d.reasons()
	d.runs()
	d.others(tb)
}

func (d *document) introduction() {
	stages := 0
	for _, a := range d.all {
		stages += len(a.r.stages)
	}
	d.printf(`# How close poolsim comes to a real pool

Written by a test: `+"`go test ./sim/model -run TestRecordingsDocument -update`"+`. Do not edit.

%d runs of a real application were recorded: SQLAlchemy 1.4.46 (`+"`create_async_engine`"+`, AsyncAdaptedQueuePool) and asyncpg 0.27 under
Python 3.11, PostgreSQL 15 on the same machine, two cores. A request has up to two stages, each of which asks the pool for a
connection: authentication, 2 to 5 ms, and main work, log-normal with the same mean and standard deviation (0.5 s in most runs).
A consumer of messages has one short stage.
Of each of the %d stages it was recorded when it asked, when it had a place in the pool, when the place was free again, and what was
connected and closed. The recordings are in [sim/model/testdata/recordings](../sim/model/testdata/recordings).

A replay gives poolsim the recorded arrivals, and the times for which places were taken once they were: work, pings, connects and closes,
each as long as it was. Everything else is poolsim's own decision: who gets which place and when, who waits and for how long, who times
out, when a connection is opened, replaced or closed, what the database refuses. `+"`TestRecordings`"+` (sim/model) holds these bars:

| | mean wait | p95, p99 wait | timeouts | largest number in use | connects |
|---|---|---|---|---|---|
| from the arrivals of stages | %.0f %% | %.0f %% | %.0f %% | exact | %d |
| from the arrivals of requests | %.0f %% | | | | |

A wait lasts from asking until a place is had, and counts for the stages that got one; timeouts are counted by themselves. Quantiles lie
between order statistics on a straight line. The real pool takes processor time even where nobody waits, 0.1 ms and more, and poolsim's
takes none: where a bar would be less than the wait of stages that had a place at once, that is the bar, and errors are given in ms.

What a request needs that timed out in the recording and does not in the replay is not known: it works for its nominal time, and for what
such stages typically took beyond that (the median). A nested authentication then holds its connection as long as the next one that was
served did, and main work that was never reached is that of the next request that reached it.

`, len(d.all), stages, 100*barMean, 100*barQuantile, 100*barTimeouts, barConnects, 100*barRequests)
}

// stages is the table of the plain replay.
func (d *document) stages() {
	d.printf(`## From the arrivals of stages

Every stage asks when it did. Each cell is what was measured, then the replay's error, or the replay's number where it is another.
[In brackets](#noise-floor): the noise floor.

| run | mean wait, s | p95, s | p99, s | timeouts | in use | connects | verdict |
|---|---|---|---|---|---|---|---|
`)
	for _, a := range d.all {
		d.row(a, modeStages, nil)
	}
	d.printf(`
<a id="noise-floor"></a>The noise floor came with the recordings and was computed by other code: the error of a plain first-in-first-out line that
is given the recorded arrivals and the time for which each place was taken. A replay that knows no more than that, and takes no processor
time itself, is not expected to come closer, but by luck.

`)
}

// loop is the table of the replay with the event loop's delays.
func (d *document) loop() {
	d.printf(`## With the event loop's delays

What is left of the error is hardly the pool's. In a second replay every stage also reaches the pool as late as it did, and is handed its place
as late as it was, both because the application's event loop had other things to do; and the waiters that were overtaken in the recording
are overtaken. (A wait that was nothing but such a delay is then equal by construction. Waits for others are not.) The pool's rules
then make of it what they made of it in reality. The second column counts the stages whose outcome is the recorded one, and whose wait is,
within 0.1 ms. (In burst_cold so many connections come back within one turn of the loop that the recorded times do not always tell who lost
his to whom.)

| run | stages that agree | overtaken | mean wait, s | p95, s | p99, s | timeouts | in use | connects | verdict |
|---|---|---|---|---|---|---|---|---|---|
`)
	for _, a := range d.all {
		agree := fmt.Sprintf("%d of %d", a.agree(modeStagesLoop), len(a.r.stages))
		d.row(a, modeStagesLoop, []string{agree, fmt.Sprint(a.overtook)})
	}
	d.printf("\n")
}

func (d *document) requests() {
	d.printf(`## From the arrivals of requests

Only the first stage of a request asks when it did; the second asks as long after the end of the first as it did in the recording, whenever that
is now. Errors add up, and only the mean is judged. The users of closed runs ask when their last request has ended, so that
there are no arrivals to replay: they are left out. The last column is the same with the event loop's delays.

| run | mean wait, s | p95, s | p99, s | timeouts | in use | connects | verdict | mean with delays |
|---|---|---|---|---|---|---|---|---|
`)
	for _, a := range d.all {
		if !a.r.closed {
			d.row(a, modeRequests, nil, a.errors[modeRequestsLoop][0].text())
		}
	}
	d.printf("\n")
}

// item writes an item of a list, in lines that are not too long.
func (d *document) item(text string) {
	const width = 140
	line := 0
	for i, word := range strings.Fields(text) {
		switch n := utf8.RuneCountInString(word); {
		case i == 0:
			line = n
		case line+1+n > width:
			d.printf("\n  ")
			line = 2 + n
		default:
			d.printf(" ")
			line += 1 + n
		}
		d.printf("%s", word)
	}
	d.printf("\n")
}

// row writes the row of a run in a mode. What comes first is between its name and its errors, what comes last after its
// verdict.
func (d *document) row(a *replayed, mode string, first []string, last ...string) {
	d.printf("| %s |", a.r.name)
	for _, cell := range first {
		d.printf(" %s |", cell)
	}
	floor := noiseFloor[mode][a.r.name]
	for i, e := range a.errors[mode] {
		d.printf(" %s", e.cell())
		if i < len(floor) && !math.IsNaN(floor[i]) {
			d.printf(" %s", e.floor(floor[i]))
		}
		d.printf(" |")
	}
	for _, cell := range append([]string{verdict(a, mode)}, last...) {
		d.printf(" %s |", cell)
	}
	d.printf("\n")
}

// floor returns the noise floor in the form of a cell.
func (e *replayError) floor(x float64) string {
	if e.isWait() {
		return signed("[%+.1f %%]", x)
	}
	return fmt.Sprintf("[%.0f]", x)
}

// agree counts the stages whose outcome in a replay of stages is the recorded one, and whose wait is within a tenth of a
// millisecond.
func (all *replayed) agree(mode string) int {
	n := 0
	p := all.by[mode]
	for k, j := range p.jobs {
		s, row := &all.r.stages[j.stages[0].recorded], p.rows[k][0]
		if placed := s.placed != never; placed == row.placed && (!placed || (row.wait-(s.placed-s.asked)).Abs() <= 100*time.Microsecond) {
			n++
		}
	}
	return n
}

func verdict(a *replayed, mode string) string {
	var missed []string
	for _, e := range a.errors[mode] {
		if e.misses() {
			why := "no reason is known"
			if m := findMiss(a.r.name, mode, e.measure); m != nil {
				why = fmt.Sprintf("[%s](#%s)", m.why.name, m.why.anchor())
			}
			if n := len(missed); n > 0 && strings.HasSuffix(missed[n-1], why) {
				missed[n-1] = strings.Replace(missed[n-1], ": ", ", "+e.measure+": ", 1)
				continue
			}
			missed = append(missed, e.measure+": "+why)
		}
	}
	if missed == nil {
		return "within the bars"
	}
	return "misses " + strings.Join(missed, "; ")
}

func (m *missReason) anchor() string { return strings.ReplaceAll(m.name, " ", "-") }

func (d *document) reasons() {
	d.printf("## Why bars are missed\n\n")
	for _, why := range []*missReason{overtaken, smallCauses, lateTimers} {
		used := slices.ContainsFunc(recordingMisses, func(m recordingMiss) bool { return m.why == why })
		if used {
			d.item(fmt.Sprintf("- <a id=%q></a>**%s%s.** %s", why.anchor(), strings.ToUpper(why.name[:1]), why.name[1:], why.text))
		}
	}
	d.printf("\nEach miss stands in the test with the range that its error may have. It fails when an error leaves its range, and when a run meets a bar\n" +
		"that it is listed as missing.\n\n")
}

func (d *document) runs() {
	d.printf("## The runs\n\n")
	for _, a := range d.all {
		note := recordingRuns[a.r.name]
		text := fmt.Sprintf("- **%s**: %s", a.r.name, note)
		if n := a.overtook; n > 0 {
			text += fmt.Sprintf(" %d of %d places went to somebody who overtook a waiter.", n, len(a.measured.waits))
		}
		d.item(text)
	}
	d.printf("\n")
}

func (d *document) others(tb testing.TB) {
	d.printf(`## Other products

The arrivals of two of the runs were also recorded through the pools of other products, with 15 connections. poolsim has no dialects for them, so
they are **not judged**: what is replayed is a plain first-in-first-out line in front of 15 places. It shows how far from such a line these pools are.
Only the instant at which a connection was usable was recorded, so their waits contain connecting, and connects are not counted; and their
clients noted the end of a stage later than the pool, so that more than 15 places seem to be in use.

| run | product | mean wait, s | p95, s | p99, s | timeouts | in use |
|---|---|---|---|---|---|---|
`)
	for _, r := range readOthers(tb, defaultRecordings) {
		got := &r.replay(tb, replayModes[modeStages], r.noLoop()).got
		name, _, _ := strings.Cut(r.name, ".")
		d.printf("| %s | %s |", name, otherProducts[r.product])
		for _, e := range r.compare(r.measured(), got, replayModes[modeStages])[:5] {
			e.coarse = false
			d.printf(" %s |", e.cell())
		}
		d.printf("\n")
	}
}
