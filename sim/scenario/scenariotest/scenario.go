package scenariotest

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"poolsim/sim/scenario"
)

// Scenario is a scenario file as a tree, and the files beside it.
type Scenario struct {
	Run, Database, App     Table
	Pools, Classes, Faults []Table
	Traces                 map[string][]TraceRow // by file name
}

// Table is a table of the file: its keys in order, and its steps if it is a class.
type Table struct {
	Keys  []Key
	Steps []Table
}

// Key is a key with its value: a time.Duration, a Table within the line, or the value as TOML writes it.
type Key struct {
	Name  string
	Value any
}

// TraceRow is a row of a trace: a step of a job.
type TraceRow struct {
	Job, Step     int
	Arrival, Hold time.Duration
	Before        time.Duration
	After         time.Duration
	Holder        string
	Cancel        time.Duration // 0 is never
	End           string        // "" is release
}

// set adds a key.
func (t *Table) set(name string, value any) { t.Keys = append(t.Keys, Key{name, value}) }

// Get returns the value of a key as it is written, "" if there is none.
func (t *Table) Get(name string) string {
	for _, k := range t.Keys {
		if k.Name == name {
			return written(k.Value)
		}
	}
	return ""
}

// with returns a copy of the table in which a key has another value.
func (t Table) with(name string, value any) Table {
	keys := make([]Key, 0, len(t.Keys)+1)
	found := false
	for _, k := range t.Keys {
		if k.Name == name {
			k.Value, found = value, true
		}
		keys = append(keys, k)
	}
	if !found {
		keys = append(keys, Key{name, value})
	}
	t.Keys = keys
	return t
}

func written(v any) string {
	switch v := v.(type) {
	case time.Duration:
		return `"` + scenario.FormatDuration(v) + `"`
	case Table:
		var members []string
		for _, k := range v.Keys {
			members = append(members, k.Name+" = "+written(k.Value))
		}
		return "{ " + strings.Join(members, ", ") + " }"
	}
	return fmt.Sprint(v)
}

// TOML returns the scenario as a file.
func (s *Scenario) TOML() string {
	var b strings.Builder
	write := func(header, indent string, t Table) {
		fmt.Fprintf(&b, "%s%s\n", indent, header)
		for _, k := range t.Keys {
			fmt.Fprintf(&b, "%s%s = %s\n", indent, k.Name, written(k.Value))
		}
	}
	write("[run]", "", s.Run)
	if len(s.Database.Keys) > 0 {
		write("[database]", "", s.Database)
	}
	if len(s.App.Keys) > 0 {
		write("[app]", "", s.App)
	}
	for _, t := range s.Pools {
		write("[[pool]]", "", t)
	}
	for _, t := range s.Classes {
		write("[[class]]", "", t)
		for _, step := range t.Steps {
			write("[[class.step]]", "  ", step)
		}
	}
	for _, t := range s.Faults {
		write("[[fault]]", "", t)
	}
	return b.String()
}

// GoString returns the file, and the files beside it: what a failed test shows.
func (s *Scenario) GoString() string {
	text := "\n" + s.TOML()
	for _, c := range s.Classes {
		if name := traceOf(c); name != "" {
			text += "# " + name + "\n" + string(s.csv(name))
		}
	}
	return text
}

// traceOf returns the name of the trace that a class plays back, "" if it does not.
func traceOf(class Table) string {
	for _, k := range class.Keys {
		if t, ok := k.Value.(Table); ok && k.Name == "arrivals" {
			return strings.Trim(t.Get("file"), `"`)
		}
	}
	return ""
}

// Parse reads the file.
func (s *Scenario) Parse() (*scenario.Scenario, error) {
	sc, err := scenario.Parse("random.toml", []byte(s.TOML()), scenario.Options{ReadFile: func(name string) ([]byte, error) {
		if s.Traces[name] == nil {
			return nil, fs.ErrNotExist
		}
		return s.csv(name), nil
	}})
	if err != nil {
		return nil, err // a nil *Faults would not be a nil error
	}
	return sc, nil
}

// csv returns a trace as a file.
func (s *Scenario) csv(name string) []byte {
	b := []byte("job,arrival_seconds,step,holder,hold_seconds,before_seconds,after_seconds,end,cancel_seconds\n")
	for _, r := range s.Traces[name] {
		b = fmt.Appendf(b, "%d,%s,%d,%s,%s,%s,%s,%s,", r.Job, Seconds(r.Arrival), r.Step, r.Holder, Seconds(r.Hold), Seconds(r.Before), Seconds(r.After), r.End)
		if r.Cancel > 0 {
			b = append(b, Seconds(r.Cancel)...)
		}
		b = append(b, '\n')
	}
	return b
}

// Seconds writes a duration in seconds, exactly.
func Seconds(d time.Duration) string {
	return strconv.FormatInt(int64(d/time.Second), 10) + fmt.Sprintf(".%09d", int64(d%time.Second))
}
