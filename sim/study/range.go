package study

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"

	"poolsim/sim/portable"
)

const (
	rangeForms  = "from:to:step, from:to:*factor, from:to:/n or, for whole numbers, from:to"
	rangeSyntax = "a range is " + rangeForms
)

// Significant digits of the points between the ends.
const (
	factorDigits = 6 // of from:to:*factor
	logDigits    = 3 // of from:to:/n
)

// expandRange returns the points of a range that was cut at its colons.
func expandRange(item string, parts []string) ([]string, error) {
	if len(parts) > 3 {
		return nil, fmt.Errorf("%s has %d colons: %s; a text with a colon stands in quotes", shown(item), len(parts)-1, rangeSyntax)
	}
	third := ""
	if len(parts) == 3 {
		third = strings.TrimSpace(parts[2])
		if third == "" {
			return nil, fmt.Errorf("a part of the range is empty: %s", rangeSyntax)
		}
	}
	amounts := make([]amount, 0, 3)
	texts := parts[:2]
	if third != "" && third[0] != '*' && third[0] != '/' {
		texts = parts
	}
	for _, text := range texts {
		a, err := parseAmount(text)
		if err != nil {
			return nil, err
		}
		amounts = append(amounts, a)
	}
	if err := agree(amounts); err != nil {
		return nil, err
	}
	from, to := amounts[0], amounts[1]
	switch {
	case len(amounts) == 3:
		return linear(from, to, amounts[2])
	case third == "" && from.whole && to.whole:
		return linear(from, to, amount{text: "1", value: big.NewRat(1, 1)})
	case third == "":
		return nil, fmt.Errorf("%s:%s needs a step: write %s:%s:step, or %s:%s:/5 for 5 points evenly spaced on a log scale",
			from.text, to.text, from.text, to.text, from.text, to.text)
	case from.value.Sign() <= 0 || to.value.Sign() <= 0:
		return nil, fmt.Errorf("both ends of a range with %c must be more than 0: write %s:%s:step", third[0], from.text, to.text)
	case third[0] == '*':
		return byFactor(from, to, third[1:])
	}
	return onLogScale(from, to, third[1:])
}

// linear returns evenly spaced points.
func linear(from, to, step amount) ([]string, error) {
	span := new(big.Rat).Sub(to.value, from.value)
	if step.value.Sign() == 0 {
		return nil, fmt.Errorf("a step must not be 0")
	}
	if span.Sign()*step.value.Sign() < 0 {
		turned := strings.TrimPrefix("-"+strings.TrimPrefix(step.text, "+"), "--")
		return nil, fmt.Errorf("a step of %s does not lead from %s to %s: write %s:%s:%s or %s:%s:%s",
			step.text, from.text, to.text, from.text, to.text, turned, to.text, from.text, step.text)
	}
	steps := new(big.Rat).Quo(span, step.value)
	n := new(big.Int).Quo(steps.Num(), steps.Denom()) // not negative: cut off is rounded down
	if n.Cmp(big.NewInt(MaxPoints)) >= 0 {
		return nil, tooMany(n.Add(n, big.NewInt(1)).String())
	}
	var out []string
	at := new(big.Rat).Set(from.value)
	for range n.Int64() + 1 {
		out = append(out, from.write(at))
		at.Add(at, step.value)
	}
	return out, nil
}

// byFactor returns points of which each is a multiple of the one before. Only multiplications make them, so that they are
// the same on every machine.
func byFactor(from, to amount, text string) ([]string, error) {
	factor, err := parseNumber(strings.TrimSpace(text))
	if err != nil {
		return nil, fmt.Errorf("after * a number is due: %w", err)
	}
	f, _ := factor.Float64()
	x, _ := from.value.Float64()
	end, _ := to.value.Float64()
	if f <= 0 || f == 1 {
		return nil, fmt.Errorf("a factor must be more than 0 and not 1, not %s", strings.TrimSpace(text))
	}
	if x != end && (end > x) != (f > 1) {
		return nil, fmt.Errorf("a factor of %s does not lead from %s to %s: write %s:%s:*%s",
			strings.TrimSpace(text), from.text, to.text, to.text, from.text, strings.TrimSpace(text))
	}
	const near = 1e-9 // that rounding may have put between the last multiple and the end
	if n := math.Floor(portable.Log(end/x)/portable.Log(f)+near) + 1; !(n <= MaxPoints) {
		return nil, tooMany(strconv.FormatFloat(n, 'f', 0, 64))
	}
	out := pointList{from: from, to: to}
	out.add(from.value)
	for x *= f; math.Abs(x-end) > near*end && (x < end) == (f > 1); x *= f {
		out.round(x, max(factorDigits, 1+int(math.Floor(portable.Log10(x)))))
	}
	if math.Abs(x-end) <= near*end {
		out.add(to.value)
	}
	return out.texts, nil
}

// onLogScale returns points whose logarithms are evenly spaced.
func onLogScale(from, to amount, text string) ([]string, error) {
	text = strings.TrimSpace(text)
	n, err := strconv.Atoi(text)
	if err != nil || n < 2 {
		if len(text) > 6 && isDecimal(text) && !strings.ContainsAny(text, "-.eE") {
			return nil, tooMany(shown(text))
		}
		return nil, fmt.Errorf("after / the number of points is due, at least 2, not %s", strconv.Quote(shown(text)))
	}
	if n > MaxPoints {
		return nil, tooMany(strconv.Itoa(n))
	}
	first, _ := from.value.Float64()
	last, _ := to.value.Float64()
	out := pointList{from: from, to: to}
	out.add(from.value)
	for i := 1; i < n-1; i++ {
		out.round(first*portable.Pow(last/first, float64(i)/float64(n-1)), logDigits)
	}
	out.add(to.value)
	return out.texts, nil
}

// pointList gathers the points of a range whose values are rounded.
type pointList struct {
	from, to amount
	texts    []string
}

// add adds a value, unless it is the same as the last.
func (l *pointList) add(value *big.Rat) {
	if text := l.from.write(value); len(l.texts) == 0 || l.texts[len(l.texts)-1] != text {
		l.texts = append(l.texts, text)
	}
}

// round adds a value that is rounded to so many digits, and to a whole number where both ends are, or to a whole
// nanosecond. What rounding puts onto
// an end, or beyond it, is left out.
func (l *pointList) round(x float64, digits int) {
	value, _ := new(big.Rat).SetString(strconv.FormatFloat(x, 'e', digits-1, 64))
	switch {
	case l.from.whole && l.to.whole:
		value.SetInt(nearest(value))
	case l.from.kind == duration:
		unit := l.from.nanoseconds()
		value.Mul(value, unit)
		value.Quo(value.SetInt(nearest(value)), unit)
	}
	up := l.to.value.Cmp(l.from.value)
	if value.Cmp(l.from.value) == up && l.to.value.Cmp(value) == up {
		l.add(value)
	}
}

// nearest returns the whole number nearest to a positive value.
func nearest(value *big.Rat) *big.Int {
	twice := new(big.Int).Lsh(value.Num(), 1)
	return twice.Quo(twice.Add(twice, value.Denom()), new(big.Int).Lsh(value.Denom(), 1))
}
