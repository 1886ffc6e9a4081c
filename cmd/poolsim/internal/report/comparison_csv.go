package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"poolsim/sim/study"
)

// ComparisonCSV writes the differences of a comparison as a tidy table, exact numbers in base units.
func ComparisonCSV(w io.Writer, r *study.CompareResult) error {
	c := csv.NewWriter(w)
	rows := [][]string{{
		"variant", "metric", "stat", "pool", "class", "base", "other", "difference", "lo", "hi",
		"relative", "relative_lo", "relative_hi", "gain", "n", "finding",
	}}
	for i := range r.Differences {
		d := &r.Differences[i]
		rows = append(rows, []string{
			name(d.Variant), name(d.Metric), name(d.Stat), name(d.Pool), name(d.Class), d.Base.String(), d.Other.String(),
			d.PairedMetric.Difference.String(), d.Lo.String(), d.Hi.String(), d.Relative.String(), d.RelativeLo.String(), d.RelativeHi.String(),
			d.Gain.String(), strconv.Itoa(d.N), string(d.Finding),
		})
	}
	return c.WriteAll(rows)
}
