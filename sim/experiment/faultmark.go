package experiment

import (
	"time"

	"poolsim/sim/scenario"
)

// faultMarks puts the faults of a scenario on the time axis of the series.
func faultMarks(faults []scenario.FaultTime, warmup time.Duration) []FaultMark {
	var out []FaultMark
	for _, f := range faults {
		m := FaultMark{Kind: f.Kind, Label: f.Label}
		from, to := (f.From - warmup).Seconds(), (f.To - warmup).Seconds()
		if f.From == f.To {
			m.At = &from
		} else {
			m.From, m.To = &from, &to
		}
		out = append(out, m)
	}
	return out
}
