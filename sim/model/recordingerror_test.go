package model_test

import (
	"fmt"
	"math"
	"strings"
)

// replayError is how far a replay is off in one measure.
type replayError struct {
	measure            string
	measured, replayed float64
	allowed            float64 // difference; +Inf where nothing is judged
	coarse             bool    // what is allowed is the processor time of a stage that does not wait
}

func (e *replayError) diff() float64 { return e.replayed - e.measured }

// misses reports whether the replay misses the bar. Half a nanosecond is the arithmetic's.
func (e *replayError) misses() bool { return math.Abs(e.diff()) > e.allowed+.5e-9 }

// isWait reports whether the measure is a wait, in seconds, and not a number of something.
func (e *replayError) isWait() bool {
	return e.measure == byMean || e.measure == byP95 || e.measure == byP99
}

// error returns the error in the unit of the measure: a share for waits, a number for the rest.
func (e *replayError) error() float64 {
	if e.isWait() {
		return e.diff() / e.measured
	}
	return e.diff()
}

// compare returns the errors of a replay, judged by the mode's bars. Where hardly anybody waits, what is recorded as a wait
// is processor time, which the replay does not have: it may miss as much as that time is for stages that do not wait.
func (r *recording) compare(m, got *recordedMeasures, mode replayMode) []replayError {
	cpu := r.atOnce()
	wait := func(measure string, of func(*recordedMeasures) float64, bar float64) replayError {
		e := replayError{measure: measure, measured: of(m), replayed: of(got)}
		e.allowed = bar * e.measured
		if least := of(cpu); e.allowed < least {
			e.allowed, e.coarse = least, true
		}
		return e
	}
	count := func(measure string, a, b int, allowed float64) replayError {
		return replayError{measure: measure, measured: float64(a), replayed: float64(b), allowed: allowed}
	}
	mean, judged := barMean, 0.
	if mode.requests {
		mean, judged = barRequests, math.Inf(1)
	}
	errors := []replayError{
		wait(byMean, (*recordedMeasures).mean, mean),
		wait(byP95, func(m *recordedMeasures) float64 { return m.quantile(.95) }, barQuantile),
		wait(byP99, func(m *recordedMeasures) float64 { return m.quantile(.99) }, barQuantile),
		count(byTimeouts, m.timeouts, got.timeouts, barTimeouts*float64(m.timeouts)),
		count(byInUse, m.inUse, got.inUse, 0),
		count(byConnects, m.connects, got.connects, barConnects),
	}
	for i := range errors[1:] {
		errors[1+i].allowed = max(errors[1+i].allowed, judged)
	}
	return errors
}

// cell returns what was measured, and what the replay made of it.
func (e *replayError) cell() string {
	switch {
	case e.isWait():
		return fmt.Sprintf("%s %s", threeDigits(e.measured), e.text())
	case e.measured == e.replayed:
		return fmt.Sprint(e.measured)
	}
	return fmt.Sprintf("%.0f → %.0f", e.measured, e.replayed)
}

// text returns the error: in percent, or in ms where percents say nothing.
func (e *replayError) text() string {
	if e.coarse {
		return signed("%+.2f ms", 1000*e.diff())
	}
	return signed("%+.1f %%", 100*e.error())
}

// signed formats a number, without a sign where it is rounded to nothing.
func signed(format string, x float64) string {
	text := fmt.Sprintf(format, x)
	if strings.Trim(text, "+-0.[]% ms") == "" {
		text = fmt.Sprintf(strings.Replace(format, "+", "", 1), 0.)
	}
	return text
}

// threeDigits formats a time in seconds with three digits that count, or to the hundredth of a ms.
func threeDigits(x float64) string {
	decimals := 5
	for y := 1e-2; decimals > 2 && x >= y; y *= 10 {
		decimals--
	}
	return fmt.Sprintf("%.*f", decimals, x)
}
