package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"poolsim/sim/experiment"
)

func init() {
	register(Format{
		Name: "csv", Extension: ".csv", Help: "the tidy table of all metrics, exact numbers in base units",
		Write: func(w io.Writer, results []*experiment.Result, _ Style) error { return CSV(w, results...) },
	})
}

// header is the head of the tidy table: the contract of `--format csv`.
var header = []string{"metric", "stat", "pool", "class", "holder", "value", "lo", "hi", "n"}

// CSV writes the tidy table of all metrics. With several results a first column says of which scenario each row is.
func CSV(w io.Writer, results ...*experiment.Result) error {
	c := csv.NewWriter(w)
	several := len(results) > 1
	head := header
	if several {
		head = append([]string{"scenario"}, header...)
	}
	if err := c.Write(head); err != nil {
		return err
	}
	for _, r := range results {
		for i := range r.Metrics {
			m := &r.Metrics[i]
			row := []string{
				name(m.Metric), name(m.Stat), name(m.Pool), name(m.Class), name(m.Holder),
				m.Value.String(), m.Lo.String(), m.Hi.String(), strconv.Itoa(m.N),
			}
			if several {
				row = append([]string{name(r.Name)}, row...)
			}
			if err := c.Write(row); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

// name makes a name safe in a spreadsheet, which runs a cell that begins like a formula.
func name(s string) string {
	s = clean(s)
	if _, err := strconv.ParseFloat(s, 64); s == "" || err == nil {
		return s // a setting such as -1 is a number
	}
	switch s[0] {
	case '=', '+', '-', '@':
		return "'" + s
	}
	return s
}
