package study

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Journal holds what a study has finished, so that an interrupted one can go on. It is text, one JSON value a line: a
// header that says of which study it is, and a record for each piece of work, in the order in which they were finished.
// Each line is written in one piece, so that whatever ends the program leaves whole lines, and at most one that is not:
// it lacks its line break, is ignored, and is written again. A nil Journal has nothing and keeps nothing.
type Journal struct {
	w      io.Writer // nil keeps nothing
	header []byte    // still to be written
	have   map[string]journalEntry
	sets   columnSets
	last   []Column // those of the record before
	err    error    // of the first write that failed
}

// journalHeader is the first line of a journal.
type journalHeader struct {
	Journal string `json:"journal"` // the kind of study
	Poolsim string `json:"poolsim"` // the version of the program
	Study   string `json:"study"`   // its hash
}

// journalRecord is any other line. Columns are those of the record before if they are left out.
type journalRecord struct {
	Key     string          `json:"key"`
	Columns []Column        `json:"columns,omitempty"`
	Value   json.RawMessage `json:"value"`
}

type journalEntry struct {
	columns []Column
	value   json.RawMessage
}

// ErrOtherStudy is returned for the journal of another study: other settings, another seed, or another version of the
// program, whose numbers must not be mixed with these.
var ErrOtherStudy = errors.New("is the journal of another study")

var errNoJournal = errors.New("is no journal of poolsim")

// Identity says which study a journal belongs to.
type Identity struct {
	Kind    string // sweep, compare, size, capacity
	Version string // of the program
	Hash    string // of everything that its numbers depend on
}

// NewJournal begins a journal that is written to w.
func NewJournal(id Identity, w io.Writer) *Journal {
	j := &Journal{w: w, have: make(map[string]journalEntry)}
	head, err := json.Marshal(journalHeader{id.Kind, id.Version, id.Hash})
	if err != nil {
		panic("study: NewJournal: " + err.Error()) // three texts
	}
	j.header = append(head, '\n')
	return j
}

// ReadJournal continues a journal. It returns how many bytes of it are whole: what is appended belongs behind them.
// Append says where. The errors are ErrOtherStudy, that it is no journal, and what reading gives.
func ReadJournal(id Identity, r io.Reader) (j *Journal, whole int64, err error) {
	in := bufio.NewReader(r)
	j = NewJournal(id, nil)
	var columns []Column
	for line := 1; ; line++ {
		text, err := in.ReadBytes('\n')
		if err == io.EOF {
			if line == 1 && len(text) > 0 && text[0] != '{' {
				return nil, 0, errNoJournal
			}
			return j, whole, nil
		}
		if err != nil {
			return nil, 0, err
		}
		if line == 1 {
			var h journalHeader
			if json.Unmarshal(text, &h) != nil || h.Journal == "" {
				return nil, 0, errNoJournal
			}
			if (Identity{h.Journal, h.Poolsim, h.Study}) != id {
				return nil, 0, ErrOtherStudy
			}
			j.header = nil
		} else {
			var r journalRecord
			if err := json.Unmarshal(text, &r); err != nil {
				return nil, 0, fmt.Errorf("line %d is no record of a journal: %w", line, err)
			}
			if r.Columns != nil {
				columns = j.sets.intern(r.Columns)
			}
			j.have[r.Key] = journalEntry{columns, r.Value}
		}
		whole += int64(len(text))
	}
}

// Append says where further records are written.
func (j *Journal) Append(w io.Writer) { j.w = w }

// Len returns how many pieces of work the journal has that were not asked for yet.
func (j *Journal) Len() int {
	if j == nil {
		return 0
	}
	return len(j.have)
}

// lookup reads the record of a piece of work into v, and forgets it. ok is false if there is none.
func (j *Journal) lookup(key string, v any) (columns []Column, ok bool, err error) {
	if j == nil {
		return nil, false, nil
	}
	e, ok := j.have[key]
	if !ok {
		return nil, false, nil
	}
	delete(j.have, key)
	if err := json.Unmarshal(e.value, v); err != nil {
		return nil, false, fmt.Errorf("journal: the record of %s cannot be read: %w", key, err)
	}
	return e.columns, true, nil
}

// keep appends a record.
func (j *Journal) keep(key string, columns []Column, v any) error {
	if j == nil || j.w == nil {
		return nil
	}
	if j.err != nil {
		return j.err
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	r := journalRecord{Key: key, Value: raw}
	if !slices.Equal(columns, j.last) {
		r.Columns = columns
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = j.w.Write(append(append(j.header, line...), '\n'))
	if err != nil {
		j.err = fmt.Errorf("journal: %w", err)
		return j.err
	}
	j.header, j.last = nil, columns
	return nil
}

// summary returns what the journal has of a cell, nil if nothing.
func (j *Journal) summary(key string) (*Summary, error) {
	s := &Summary{}
	columns, ok, err := j.lookup(key, s)
	if !ok || err != nil {
		return nil, err
	}
	if n := len(columns); len(s.Value) != n || len(s.Lo) != n || len(s.Hi) != n || len(s.N) != n {
		return nil, fmt.Errorf("journal: the record of %s is not whole", key)
	}
	s.columns = columns
	return s, nil
}

// keepSummary appends a cell.
func (j *Journal) keepSummary(key string, s *Summary) error { return j.keep(key, s.columns, s) }
