package experiment_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// theoryKind says how a measure is estimated from its observations, one for each replication.
type theoryKind uint8

const (
	quotient  theoryKind = iota // a/b: the sum of a over the sum of b
	deviation                   // standard deviation of n values from their number, sum and sum of squares
	indicator                   // a is 0 or 1
	atMost                      // as quotient, but the exact value is only a bound
)

// theoryMeasure is a measure of a case with its exact value.
type theoryMeasure struct {
	name  string
	kind  theoryKind
	exact float64 // what the estimate is compared with
	fixed bool    // nothing in the case is random

	// chance is the probability, of an attempt or of an instant, of what the measure rests on: where nearly nothing waits,
	// a mean wait rests on few attempts, and a share close to 1 on the few that are not in it. 1 is all of them.
	chance float64

	// observe returns a and b, or number, sum and sum of squares, of a replication.
	observe func(r *theoryRecorder) [3]float64
}

// measure returns the measure of that name.
func (c *theoryCase) measure(name string) (*theoryMeasure, error) {
	m := &theoryMeasure{name: name, fixed: c.deterministic(), chance: 1}
	if err := json.Unmarshal(c.Measure[name], &m.exact); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	word, at, isAt := strings.Cut(name, "@")
	scope, word := scopeOf(word)
	switch {
	case isAt && strings.HasPrefix(at, "t="):
		return m, c.atInstant(m, word, at)
	case isAt:
		return m, m.level(word, at)
	case strings.HasPrefix(word, "wait_q"):
		return m, m.quantile(word, scope)
	}
	m.chance = c.chance(scope, word, m.exact)
	if word == "wait_sd_connected" {
		m.kind = deviation
		m.observe = func(r *theoryRecorder) [3]float64 {
			t := r.scopes[scope]
			return [3]float64{t.connected, t.wait, t.square}
		}
		return m, nil
	}
	if f, ok := scopedRatios[word]; ok {
		if g, ok := levelRatios[word]; ok && scope == "" {
			m.observe = levelled(g)
			return m, nil
		}
		m.observe = func(r *theoryRecorder) [3]float64 {
			a, b := f(r.scopes[scope], r)
			return [3]float64{a, b}
		}
		return m, nil
	}
	if f, ok := levelRatios[word]; ok && scope == "" {
		m.observe = levelled(f)
		return m, nil
	}
	return nil, fmt.Errorf("the measure %s is not known", name)
}

// chance returns theoryMeasure.chance of a measure of the steady state.
func (c *theoryCase) chance(scope, word string, exact float64) float64 {
	known := func(name string) (x float64, ok bool) {
		ok = json.Unmarshal(c.Measure[name], &x) == nil
		return x, ok
	}
	wait, waits := known("p_wait")
	full, fills := known("time_frac_full")
	switch {
	case strings.HasPrefix(word, "p_"), strings.HasPrefix(word, "time_frac"), strings.HasSuffix(word, "_frac"), strings.HasSuffix(word, ".p_reject"):
		return min(exact, 1-exact)
	case scope == "" && waits && (strings.HasPrefix(word, "wait_") || word == "queue_mean"):
		return wait
	case scope == "" && fills && (strings.HasSuffix(word, "out_mean") || word == "utilisation"):
		return 1 - full
	}
	return 1
}

// scopeOf takes a restriction to a class or a stage off a measure's name: "class.api" and "p_wait".
func scopeOf(name string) (scope, word string) {
	if parts := strings.SplitN(name, ".", 3); len(parts) == 3 && (parts[0] == "class" || parts[0] == "stage") {
		return parts[0] + "." + parts[1], parts[2]
	}
	return "", name
}

// scopes returns the scopes of the case's measures, and that of everything.
func (c *theoryCase) scopes() []string {
	out := []string{""}
	for _, name := range c.measures() {
		if scope, _ := scopeOf(name); !slices.Contains(out, scope) {
			out = append(out, scope)
		}
	}
	return out
}

func levelled(f func(r *theoryRecorder) (a, b float64)) func(*theoryRecorder) [3]float64 {
	return func(r *theoryRecorder) [3]float64 {
		a, b := f(r)
		return [3]float64{a, b}
	}
}

// scopedRatios are the measures that can be restricted to a class or a stage. Mean numbers of connections and waiting
// attempts are, by Little's law, sums of times over the length of the run.
var scopedRatios = map[string]func(t *tally, r *theoryRecorder) (a, b float64){
	"p_wait":                 func(t *tally, _ *theoryRecorder) (a, b float64) { return t.queued, t.attempts },
	"p_timeout":              func(t *tally, _ *theoryRecorder) (a, b float64) { return t.timedOut, t.attempts },
	"p_reject":               func(t *tally, _ *theoryRecorder) (a, b float64) { return t.rejected, t.attempts },
	"wait_mean_all":          func(t *tally, _ *theoryRecorder) (a, b float64) { return t.line, t.attempts - t.rejected },
	"wait_mean_connected":    func(t *tally, _ *theoryRecorder) (a, b float64) { return t.wait, t.connected },
	"wait_mean_waited":       func(t *tally, _ *theoryRecorder) (a, b float64) { return t.wait, t.waited },
	"acquire_mean_connected": func(t *tally, _ *theoryRecorder) (a, b float64) { return t.acquire, t.granted },
	"hold_mean":              func(t *tally, _ *theoryRecorder) (a, b float64) { return t.held, t.holds },
	"conn_open_frac":         func(t *tally, _ *theoryRecorder) (a, b float64) { return t.opened, t.granted },
	"conn_open_rate":         func(t *tally, r *theoryRecorder) (a, b float64) { return t.opened, r.levels.seconds },
	"connecting_mean":        func(t *tally, r *theoryRecorder) (a, b float64) { return t.connecting, r.levels.seconds },
	"attempt_rate":           func(t *tally, r *theoryRecorder) (a, b float64) { return t.attempts, r.levels.seconds },
	"out_mean":               func(t *tally, r *theoryRecorder) (a, b float64) { return t.occupied, r.levels.seconds },
	"queue_mean":             func(t *tally, r *theoryRecorder) (a, b float64) { return t.line, r.levels.seconds },
	"completion_rate":        func(t *tally, r *theoryRecorder) (a, b float64) { return t.completed, r.levels.seconds },
	"response_mean":          func(t *tally, _ *theoryRecorder) (a, b float64) { return t.response, t.completed },
	"request_success_frac":   func(t *tally, _ *theoryRecorder) (a, b float64) { return t.completed, t.ended },
}

// levelRatios are the measures of the whole system, most of them averages over time.
var levelRatios = map[string]func(r *theoryRecorder) (a, b float64){
	"out_mean":          func(r *theoryRecorder) (a, b float64) { return r.beyond(0), r.levels.seconds },
	"utilisation":       func(r *theoryRecorder) (a, b float64) { return r.beyond(0), r.levels.seconds * float64(r.c.capacity()) },
	"overflow_out_mean": func(r *theoryRecorder) (a, b float64) { return r.beyond(r.c.Pool.Size), r.levels.seconds },
	"time_frac_full": func(r *theoryRecorder) (a, b float64) {
		return r.levels.out[r.c.capacity()], r.levels.seconds
	},
	"time_frac_overflow": func(r *theoryRecorder) (a, b float64) { return r.atLeast(r.c.Pool.Size + 1), r.levels.seconds },
	"time_frac_idle":     func(r *theoryRecorder) (a, b float64) { return r.levels.out[0], r.levels.seconds },
	"queue_mean":         func(r *theoryRecorder) (a, b float64) { return r.levels.waiting, r.levels.seconds },
	"time_frac_queue":    func(r *theoryRecorder) (a, b float64) { return r.levels.queue, r.levels.seconds },
	"in_system_mean":     func(r *theoryRecorder) (a, b float64) { return r.beyond(0) + r.levels.waiting, r.levels.seconds },
	"idle_mean":          func(r *theoryRecorder) (a, b float64) { return r.levels.idle, r.levels.seconds },
	"open_mean":          func(r *theoryRecorder) (a, b float64) { return r.beyond(0) + r.levels.idle, r.levels.seconds },
	"stalled_time_frac":  func(r *theoryRecorder) (a, b float64) { return r.levels.stalled, r.levels.seconds },
	"thinking_mean": func(r *theoryRecorder) (a, b float64) {
		return float64(r.c.users())*r.levels.seconds - r.levels.jobs, r.levels.seconds
	},
	// A request of one stage is in line, has a connection, or waits for its next attempt.
	"orbit_mean": func(r *theoryRecorder) (a, b float64) {
		return r.levels.jobs - r.beyond(0) - r.levels.waiting, r.levels.seconds
	},
	"first_attempt.p_reject":   func(r *theoryRecorder) (a, b float64) { return r.firstRejected, r.requests },
	"delay_mean_to_connection": func(r *theoryRecorder) (a, b float64) { return r.delays, r.delayed },
	"avg_wait_first_n":         func(r *theoryRecorder) (a, b float64) { return r.waits / float64(r.c.Run.N), 1 },
	"time_to_deadlock_mean":    func(r *theoryRecorder) (a, b float64) { return r.reachedAt.Seconds(), 1 },
	"time_to_exhaustion_mean":  func(r *theoryRecorder) (a, b float64) { return r.reachedAt.Seconds(), 1 },
}

// users returns the number of users of all closed classes.
func (c *theoryCase) users() int {
	n := 0
	for _, a := range c.Arrivals {
		n += a.Process.Users
	}
	return n
}

// beyond integrates max(out-k, 0), and atLeast the time in which out >= k.
func (r *theoryRecorder) beyond(k int) float64 {
	sum := 0.0
	for n, d := range r.levels.out[k:] {
		sum += float64(n) * d
	}
	return sum
}

func (r *theoryRecorder) atLeast(k int) float64 {
	sum := 0.0
	for i := k; i < len(r.levels.out); i++ {
		sum += r.levels.out[i]
	}
	return sum
}

// level makes time_frac_out_ge@k.
func (m *theoryMeasure) level(word, at string) error {
	k, err := strconv.Atoi(strings.TrimPrefix(at, "k="))
	if err != nil || word != "time_frac_out_ge" {
		return fmt.Errorf("the measure %s is not known", m.name)
	}
	m.chance = min(m.exact, 1-m.exact)
	m.observe = func(r *theoryRecorder) [3]float64 { return [3]float64{r.atLeast(k), r.levels.seconds} }
	return nil
}

// quantile makes wait_qP_connected. A quantile x is not estimated: the share of waits beyond it is, and compared with
// 1-P. That has none of the bias of a sample quantile, and is a ratio like others. Where x is 0 the case only says that at
// least P of the attempts do not wait.
func (m *theoryMeasure) quantile(word, scope string) error {
	percent, rest, ok := strings.Cut(strings.TrimPrefix(word, "wait_q"), "_")
	p, err := strconv.ParseFloat(percent, 64)
	if !ok || err != nil || rest != "connected" {
		return fmt.Errorf("the measure %s is not known", m.name)
	}
	x := m.exact
	m.exact = 1 - p/100
	m.chance = min(m.exact, 1-m.exact)
	if x == 0 {
		m.kind = atMost
		m.observe = func(r *theoryRecorder) [3]float64 {
			t := r.scopes[scope]
			return [3]float64{t.waited, t.connected}
		}
		return nil
	}
	m.observe = func(r *theoryRecorder) [3]float64 {
		t := r.scopes[scope]
		return [3]float64{t.over[r.threshold(x)], t.connected}
	}
	return nil
}

// thresholds returns the quantiles whose exceedances are counted.
func (c *theoryCase) thresholds() []float64 {
	var out []float64
	for _, name := range c.measures() {
		var x float64
		if strings.Contains(name, "wait_q") && json.Unmarshal(c.Measure[name], &x) == nil && x > 0 {
			out = append(out, x)
		}
	}
	return out
}

func (r *theoryRecorder) threshold(x float64) int {
	for i, y := range r.thresholds {
		if x == y {
			return i
		}
	}
	panic("no such threshold")
}

// atInstant makes NAME@t=T: the state at an instant, over replications from empty.
func (c *theoryCase) atInstant(m *theoryMeasure, word, at string) error {
	t, err := strconv.ParseFloat(strings.TrimPrefix(at, "t="), 64)
	if err != nil {
		return fmt.Errorf("%s: %w", m.name, err)
	}
	i := 0
	for i < len(c.Run.Times) && c.Run.Times[i] != t {
		i++
	}
	if i == len(c.Run.Times) {
		return fmt.Errorf("%s: not one of the times %v", m.name, c.Run.Times)
	}
	full := 0.0
	fills := json.Unmarshal(c.Measure["prob_all_out@"+at], &full) == nil
	limit, size := c.capacity(), c.Pool.Size
	state := func(f func(out, waiting int) float64) {
		m.observe = func(r *theoryRecorder) [3]float64 {
			s := r.states[i]
			return [3]float64{f(int(s.InUse), int(s.Waiting)), 1}
		}
	}
	is := func(f func(out int) bool) {
		m.kind = indicator
		state(func(out, _ int) float64 {
			if f(out) {
				return 1
			}
			return 0
		})
	}
	switch {
	case fills && word == "out_mean":
		m.chance = 1 - full
	case fills && (word == "queue_mean" || word == "virtual_wait_mean"):
		m.chance = full
	}
	switch word {
	case "out_mean":
		state(func(out, _ int) float64 { return float64(out) })
	case "queue_mean":
		state(func(_, waiting int) float64 { return float64(waiting) })
	case "in_system_mean":
		state(func(out, waiting int) float64 { return float64(out + waiting) })
	case "prob_all_out":
		is(func(out int) bool { return out == limit })
	case "prob_overflow":
		is(func(out int) bool { return out > size })
	case "virtual_wait_mean":
		hold := c.onlyHold()
		state(func(out, waiting int) float64 { return max(float64(out+waiting-limit+1), 0) * hold / float64(limit) })
	default:
		return fmt.Errorf("the measure %s is not known", m.name)
	}
	return nil
}

// onlyHold returns the mean hold of a model with one stage, exponential.
func (c *theoryCase) onlyHold() float64 { return c.Classes[c.Arrivals[0].Class].Stages[0].Hold.Mean }
