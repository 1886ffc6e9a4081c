package report

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"

	"poolsim/sim/study"
)

// SweepCSV writes the tidy table of all metrics of all cells: the values of the axes first, and the number of the cell.
func SweepCSV(w io.Writer, r *study.SweepResult) error {
	c := csv.NewWriter(w)
	head := []string{"cell"}
	for _, key := range sweepKeys(r) {
		head = append(head, name(key))
	}
	if err := c.Write(append(head, "metric", "stat", "pool", "class", "value", "lo", "hi", "n")); err != nil {
		return err
	}
	for _, s := range r.Cells {
		at := []string{strconv.Itoa(s.Cell)}
		for _, v := range s.At {
			at = append(at, name(v))
		}
		for i, m := range r.Columns {
			row := append(at[:len(at):len(at)], name(m.Metric), name(m.Stat), name(m.Pool), name(m.Class),
				s.Value[i].String(), s.Lo[i].String(), s.Hi[i].String(), strconv.Itoa(s.N[i]))
			if err := c.Write(row); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

// SweepJSON writes a sweep as JSON: what it is of in lines that can be read, and each cell in a line of its own. A cell's
// numbers are in the order of the columns.
func SweepJSON(w io.Writer, r *study.SweepResult) error {
	head := *r
	head.Cells = nil
	text, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return err
	}
	const end = "\"cells\": null\n}"
	if string(text[len(text)-len(end):]) != end {
		return fmt.Errorf("report: SweepJSON: cells are not the last field")
	}
	out := bufio.NewWriter(w)
	out.Write(text[:len(text)-len(end)])
	out.WriteString("\"cells\": [")
	for i, s := range r.Cells {
		line, err := json.Marshal(s)
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(line)
	}
	if len(r.Cells) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteString("]\n}\n")
	return out.Flush()
}
