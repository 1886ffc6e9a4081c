package study

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"poolsim/sim/portable"
)

// Ladder is the values of one key among which a search looks for its answer.
type Ladder struct {
	Key    string   `json:"key"` // as an override names it: "pool.main.pool_size"
	Values []string `json:"-"`   // as text for an override, at least one, all different
	First  string   `json:"first"`
	Last   string   `json:"last"`
	Rungs  int      `json:"candidates"`

	// Open says that nobody named the values: they are those that might come into question, and no grid of them would
	// ever be run.
	Open bool `json:"open"`

	sizes []float64 // of the values in one unit, ascending; nil where they are no numbers
	whole bool      // whole numbers, one by one
}

const forSyntax = "write --for KEY or --for KEY=from:to, such as --for pool.main.pool_size=10:200"

// ParseLadder reads what a search varies: KEY, whose values are then left to the search (a Ladder without Values), or
// KEY=VALUES in the syntax of ParseAxis. Numbers, durations and rates are put in ascending order. The error begins with
// "--for", quotes the text and says what is allowed.
func ParseLadder(text string) (Ladder, error) {
	l, err := parseLadder(text)
	if err != nil {
		return Ladder{}, fmt.Errorf("--for %s: %w", shown(text), err)
	}
	return l, nil
}

func parseLadder(text string) (Ladder, error) {
	if !strings.Contains(text, "=") {
		if len(text) > maxText {
			return Ladder{}, errors.New("a key is too long")
		}
		key, err := cleanKey(text)
		if err != nil {
			return Ladder{}, errors.New(forSyntax)
		}
		return Ladder{Key: key}, nil
	}
	a, err := parseAxis(text)
	if err != nil {
		return Ladder{}, err
	}
	if err := a.check(); err != nil {
		return Ladder{}, err
	}
	l := Ladder{Key: a.Keys[0]}
	for _, p := range a.Points {
		l.Values = append(l.Values, p[0])
	}
	return l, l.finish()
}

// finish puts numbers in order and notes the ends.
func (l *Ladder) finish() error {
	if sorted, sizes, ok := inOrder(l.Values); ok {
		l.Values, l.sizes = sorted, sizes
		for i := 1; i < len(sizes); i++ {
			if sizes[i] == sizes[i-1] {
				return fmt.Errorf("%s and %s are the same value: every value can be there once", sorted[i-1], sorted[i])
			}
		}
	}
	l.First, l.Last, l.Rungs = l.Values[0], l.Values[len(l.Values)-1], len(l.Values)
	l.whole = l.sizes != nil && l.consecutive()
	return nil
}

// consecutive reports whether the values are whole numbers one by one.
func (l *Ladder) consecutive() bool {
	for i, x := range l.sizes {
		if x != math.Trunc(x) || x != l.sizes[0]+float64(i) || strings.Trim(l.Values[i], "0123456789") != "" {
			return false
		}
	}
	return true
}

// inOrder returns values in ascending order with their sizes in one unit; ok is false where they are not all numbers, all
// durations or all rates in one unit.
func inOrder(values []string) (sorted []string, sizes []float64, ok bool) {
	amounts := make([]amount, len(values))
	for i, v := range values {
		a, err := parseAmount(unquoted(v))
		if err != nil {
			return nil, nil, false
		}
		amounts[i] = a
	}
	if agree(amounts) != nil {
		return nil, nil, false
	}
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return amounts[i].value.Cmp(amounts[j].value) })
	for _, i := range order {
		x, _ := amounts[i].value.Float64()
		sorted, sizes = append(sorted, values[i]), append(sizes, x)
	}
	return sorted, sizes, true
}

// WholeLadder is the whole numbers from 1 to most, which must be from 1 to MaxPoints.
func WholeLadder(key string, most int) (Ladder, error) {
	if most < 1 || most > MaxPoints {
		return Ladder{}, fmt.Errorf("the largest number to try must be from 1 to %d, not %d", MaxPoints, most)
	}
	l := Ladder{Key: key, Open: true}
	for i := 1; i <= most; i++ {
		l.Values = append(l.Values, strconv.Itoa(i))
	}
	return l, l.finish()
}

// reach is how many times more, and less, than a scenario's own value a StepLadder goes.
const reach = 100

// StepLadder is values around one that a scenario has, a number, duration or rate such as "300/s": up to 100 times as much
// and a hundredth of it, each more than the one before by about the share step, from 1e-4 to 1. The scenario's own value is
// one of them; the others are rounded to three significant digits, or to more where the step needs them.
func StepLadder(key, base string, step float64) (Ladder, error) {
	if !(step >= 1e-4 && step <= 1) {
		return Ladder{}, fmt.Errorf("the step must be from 0.01 %% to 100 %%")
	}
	a, err := parseAmount(unquoted(base))
	if err != nil {
		return Ladder{}, fmt.Errorf("%s is %s: give the values to try, %s=from:to:step", key, shown(base), key)
	}
	own, _ := a.value.Float64()
	if !(own > 0) {
		return Ladder{}, fmt.Errorf("%s is %s: give the values to try, %s=from:to:step", key, shown(base), key)
	}
	digits := max(3, 1+int(math.Ceil(-portable.Log10(step))))
	l := Ladder{Key: key, Open: true}
	add := func(x float64) {
		value, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'e', digits-1, 64))
		if text := a.write(value); text != a.text && !slices.Contains(l.Values, text) {
			l.Values = append(l.Values, text)
		}
	}
	l.Values = append(l.Values, a.write(a.value))
	a.text = l.Values[0]
	up, down := own, own
	for up < reach*own {
		up *= 1 + step
		down /= 1 + step
		add(up)
		add(down)
	}
	return l, l.finish()
}

// nearestTo returns the rung whose value is nearest to a size.
func (l *Ladder) nearestTo(size float64) int {
	best := 0
	for i, x := range l.sizes {
		if math.Abs(x-float64(size)) < math.Abs(l.sizes[best]-float64(size)) {
			best = i
		}
	}
	return best
}

// sizeOf returns the size of a value in the unit of the ladder.
func (l *Ladder) sizeOf(value string) (float64, bool) {
	amounts := make([]amount, 0, 2)
	for _, v := range []string{l.Values[0], value} {
		a, err := parseAmount(unquoted(v))
		if err != nil {
			return 0, false
		}
		amounts = append(amounts, a)
	}
	unit := amounts[0].unit
	if agree(amounts) != nil || amounts[0].unit != unit {
		return 0, false
	}
	x, _ := amounts[1].value.Float64()
	return x, true
}
