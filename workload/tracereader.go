package workload

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// traceColumns are the columns of a trace, in any order and among others; those before colBefore must be there.
var traceColumns = [...]string{
	"job", "arrival_seconds", "step", "holder", "hold_seconds",
	"before_seconds", "after_seconds", "end", "cancel_seconds",
}

// Indexes into traceColumns.
const (
	colJob = iota
	colArrival
	colStep
	colHolder
	colHold
	colBefore
	colAfter
	colEnd
	colCancel
)

// maxRows is the most rows of a trace that can be read: what int32 offsets reach.
const maxRows = math.MaxInt32

// ReadTrace reads a recorded trace: comma-separated values with a header, one row a step of a job, with the columns
//
//	job              any text; rows with the same text are the steps of one job, wherever they stand in the file
//	arrival_seconds  when the job arrives, the same in all of its rows
//	step             a whole number, at least 0; a job takes its steps in this order
//	holder           the label of the acquire
//	hold_seconds     how long the connection is held
//	before_seconds   time without a connection before this acquire; empty is 0
//	after_seconds    how long it is held on after the nested steps that follow are done; empty is 0
//	end              how the hold ends: release, invalidate, soft-invalidate, garbage-collect or leak; empty is release
//	cancel_seconds   how long after its arrival the client of the job goes away, the same in all rows; empty is never
//
// in any order, of which the last four may be left out; other columns are ignored. Jobs are put in the order of their arrivals, and where those are equal in the
// order of the file. Times are read exactly and rounded to nanoseconds. Lines that begin with # are comments. The data
// may be compressed with gzip.
//
// The error is one line a fault, each with name, line and column, for the first ten faults in the file.
func ReadTrace(name string, data []byte) (*Trace, error) {
	in := &traceReader{faults: faults{file: name}}
	var text io.Reader = bytes.NewReader(data)
	if bytes.HasPrefix(data, []byte{0x1f, 0x8b}) { // RFC 1952, section 2.3.1
		unzipped, err := gzip.NewReader(text)
		if err != nil {
			return nil, fmt.Errorf("%s: cannot be uncompressed: %w", name, err)
		}
		text = unzipped
	}
	if err := in.read(text); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t := in.assemble()
	if err := in.faults.err(); err != nil {
		return nil, err
	}
	return t, nil
}

// traceReader gathers the rows of a file.
type traceReader struct {
	faults faults

	at    [len(traceColumns)]int // position of each column in a record; -1 for one that is absent
	width int                    // columns in the header

	jobs    []tracedJob // in the order of first appearance
	byName  map[string]int32
	rows    []tracedRow
	holders []string
	byLabel map[string]int32
}

// tracedJob is what all rows of a job share.
type tracedJob struct {
	arrival time.Duration
	cancel  time.Duration // after the arrival; never is Forever
	line    int32         // of its first row
}

// tracedRow is one row, kept small: a trace may have millions.
type tracedRow struct {
	hold, before, after time.Duration

	job, holder int32 // indexes into jobs and holders
	step, line  int32
	end         End
}

// read reads all rows. The error is one of the file as a whole; faults of single rows go to r.faults.
func (r *traceReader) read(text io.Reader) error {
	buffered := bufio.NewReader(text)
	if start, _ := buffered.Peek(3); string(start) == "\ufeff" {
		_, _ = buffered.Discard(3) // a byte order mark, as spreadsheets write it
	}
	records := csv.NewReader(buffered)
	records.Comment = '#'
	records.FieldsPerRecord = -1 // checked here, so that the fault is one among others
	records.TrimLeadingSpace = true
	records.ReuseRecord = true

	r.byName, r.byLabel = make(map[string]int32), make(map[string]int32)
	haveHeader := false
	for {
		record, err := records.Read()
		var syntax *csv.ParseError
		switch {
		case err == io.EOF:
			return r.complete(haveHeader)
		case errors.As(err, &syntax):
			// Quotes are all that can be wrong with the form of a record; the package's own words may change.
			r.faults.add(syntax.Line, `the quotes do not match; in a cell within quotes write "" for a quote`)
			if !haveHeader {
				return nil
			}
			continue
		case err != nil:
			return fmt.Errorf("cannot be read: %w", err)
		}
		line, _ := records.FieldPos(0)
		switch {
		case !haveHeader:
			haveHeader = true
			if !r.header(line, record) {
				return nil // without its columns no row can be judged
			}
		case len(r.rows) == maxRows || line >= math.MaxInt32:
			return fmt.Errorf("must have at most %d rows", maxRows)
		default:
			r.row(line, record)
		}
	}
}

// complete says what is wrong with a file that ended too early.
func (r *traceReader) complete(haveHeader bool) error {
	switch {
	case !haveHeader:
		return errors.New("is empty: the first line must name the columns " + strings.Join(traceColumns[:colBefore], ","))
	case len(r.rows) == 0 && r.faults.count == 0:
		return errors.New("has a header but no rows")
	}
	return nil
}

// header finds the columns and reports whether all that are needed are there.
func (r *traceReader) header(line int, record []string) bool {
	r.width = len(record)
	for i := range r.at {
		r.at[i] = -1
	}
	for i, text := range record {
		column := slices.Index(traceColumns[:], strings.TrimSpace(text))
		switch {
		case column < 0:
		case r.at[column] >= 0:
			r.faults.add(line, "%s: the column is there twice", traceColumns[column])
		default:
			r.at[column] = i
		}
	}
	for column, name := range traceColumns[:colBefore] {
		if r.at[column] < 0 {
			r.faults.add(line, "%s: the column is missing; the header must name %s and may name %s",
				name, strings.Join(traceColumns[:colBefore], ","), strings.Join(traceColumns[colBefore:], ","))
		}
	}
	return r.faults.count == 0
}

// row reads one row. It goes on after a fault, so that all faults of a row are found, but keeps only sound rows.
func (r *traceReader) row(line int, record []string) {
	if len(record) != r.width {
		r.faults.add(line, "has %d columns where the header has %d", len(record), r.width)
		return
	}
	before := r.faults.count
	name := r.cell(record, colJob)
	if name == "" {
		r.faults.add(line, "job: must not be empty")
	}
	arrival := r.seconds(line, record, colArrival)
	row := tracedRow{
		step:   r.step(line, record),
		holder: r.holder(line, record),
		hold:   r.seconds(line, record, colHold),
		line:   int32(line),
	}
	row.before = r.optional(line, record, colBefore, 0)
	row.after = r.optional(line, record, colAfter, 0)
	row.end = r.end(line, record)
	cancel := r.optional(line, record, colCancel, Forever)
	if r.faults.count > before {
		return
	}
	job, known := r.byName[name]
	if !known {
		job = int32(len(r.jobs))
		r.byName[strings.Clone(name)] = job // a clone, or every name would keep its whole record alive
		r.jobs = append(r.jobs, tracedJob{arrival: arrival, cancel: cancel, line: row.line})
	} else if first := r.jobs[job]; first.arrival != arrival {
		r.faults.add(line, "arrival_seconds: %s is not when job %s arrives on line %d",
			quote(r.cell(record, colArrival)), quote(name), first.line)
		return
	} else if first.cancel != cancel {
		r.faults.add(line, "cancel_seconds: %s is not what job %s has on line %d",
			quote(r.cell(record, colCancel)), quote(name), first.line)
		return
	}
	row.job = job
	r.rows = append(r.rows, row)
}

// optional returns the time in a column that may be left out or empty.
func (r *traceReader) optional(line int, record []string, column int, absent time.Duration) time.Duration {
	if r.at[column] < 0 || r.cell(record, column) == "" {
		return absent
	}
	return r.seconds(line, record, column)
}

// end returns how the hold ends.
func (r *traceReader) end(line int, record []string) End {
	if r.at[colEnd] < 0 || r.cell(record, colEnd) == "" {
		return EndRelease
	}
	text := r.cell(record, colEnd)
	e, ok := ParseEnd(text)
	if !ok {
		r.faults.add(line, "end: %s is not one of %s", quote(text), strings.Join(endWords, ", "))
	}
	return e
}

// cell returns the text of a column.
func (r *traceReader) cell(record []string, column int) string {
	return strings.TrimSpace(record[r.at[column]])
}

func (r *traceReader) seconds(line int, record []string, column int) time.Duration {
	text := r.cell(record, column)
	t, fault := parseSeconds(text)
	if fault != "" {
		r.faults.add(line, "%s: %s %s", traceColumns[column], quote(text), fault)
	}
	return t
}

func (r *traceReader) step(line int, record []string) int32 {
	text := r.cell(record, colStep)
	step, err := strconv.ParseInt(text, 10, 32)
	if err != nil || step < 0 {
		r.faults.add(line, "step: %s is not a whole number from 0 to %d", quote(text), math.MaxInt32)
	}
	return int32(step)
}

func (r *traceReader) holder(line int, record []string) int32 {
	text := r.cell(record, colHolder)
	holder, known := r.byLabel[text]
	switch {
	case known:
		return holder
	case text == "":
		r.faults.add(line, "holder: must not be empty")
		return 0
	case !utf8.ValidString(text):
		r.faults.add(line, "holder: %s is not UTF-8 text", quote(text))
		return 0
	}
	holder = int32(len(r.holders))
	text = strings.Clone(text)
	r.byLabel[text] = holder
	r.holders = append(r.holders, text)
	return holder
}

// assemble puts jobs in the order of their arrivals and steps in the order of their jobs.
func (r *traceReader) assemble() *Trace {
	order := make([]int32, len(r.jobs)) // the jobs by arrival, then by first appearance
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.jobs[a].arrival, r.jobs[b].arrival), cmp.Compare(a, b))
	})
	t := &Trace{
		arrivals: make([]time.Duration, len(order)),
		first:    make([]int32, len(order)+1),
		cancels:  make([]time.Duration, len(order)),
		steps:    make([]ScriptedStep, len(r.rows)),
		holders:  r.holders,
	}
	rank := make([]int32, len(order))
	for n, job := range order {
		rank[job] = int32(n)
		t.arrivals[n] = r.jobs[job].arrival
		t.cancels[n] = r.jobs[job].cancel
	}
	for i := range r.rows {
		r.rows[i].job = rank[r.rows[i].job]
	}
	slices.SortFunc(r.rows, func(a, b tracedRow) int {
		return cmp.Or(cmp.Compare(a.job, b.job), cmp.Compare(a.step, b.step), cmp.Compare(a.line, b.line))
	})
	for i, row := range r.rows {
		t.steps[i] = ScriptedStep{Holder: r.holders[row.holder], Hold: row.hold, Before: row.before, After: row.after, End: row.end}
		t.first[row.job+1] = int32(i + 1)
		if i > 0 && r.rows[i-1].job == row.job && r.rows[i-1].step == row.step {
			r.faults.add(int(row.line), "step: %d is also the step of the same job on line %d", row.step, r.rows[i-1].line)
		}
	}
	return t
}
