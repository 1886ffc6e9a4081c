package study

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"poolsim/sim/scenario"
)

// kind is what the ends of a range measure.
type kind uint8

const (
	plain kind = iota
	duration
	rate
)

// mixed is the unit of a duration that is written with several ("1h30m"): its value is in nanoseconds.
const mixed = "mixed"

// amount is an end of a range, or its step: a number with a unit.
type amount struct {
	kind  kind
	text  string   // as written
	value *big.Rat // in the unit
	unit  string   // "" of a plain number, "ms" of a duration, "/s" of a rate
	whole bool     // a plain number without a point
}

// parseAmount reads a number, a duration or a rate.
func parseAmount(text string) (amount, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return amount{}, fmt.Errorf("a part of the range is empty: %s", rangeSyntax)
	}
	if number, unit, ok := strings.Cut(text, "/"); ok {
		if _, err := scenario.ParseRate(text); err != nil {
			return amount{}, err
		}
		value, err := parseNumber(number)
		return amount{kind: rate, text: text, value: value, unit: "/" + unit}, err
	}
	if isDecimal(text) {
		value, err := parseNumber(text)
		return amount{text: text, value: value, whole: !strings.ContainsAny(text, ".eE")}, err
	}
	d, err := scenario.ParseDuration(text)
	if err != nil {
		if looksLikeNumber(text) {
			return amount{}, err
		}
		return amount{}, fmt.Errorf("%s is neither a number nor a duration nor a rate: a range is %s; a text with a colon stands in quotes",
			strconv.Quote(shown(text)), rangeForms)
	}
	unit := strings.TrimLeft(text, "+-.0123456789")
	if strings.ContainsAny(unit, "0123456789") {
		return amount{kind: duration, text: text, value: new(big.Rat).SetInt64(int64(d)), unit: mixed}, nil
	}
	a := amount{kind: duration, text: text, unit: unit}
	if a.value, err = parseNumber(strings.TrimSuffix(text, unit)); err != nil {
		return amount{}, err
	}
	if !a.inNanoseconds().value.IsInt() {
		return amount{}, fmt.Errorf("%s is no whole number of nanoseconds, which are the finest durations", text)
	}
	return a, nil
}

// isDecimal reports whether text is a decimal number with an optional exponent.
func isDecimal(text string) bool {
	if text == "" || strings.Trim(text, "+-.0123456789eE") != "" {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// looksLikeNumber reports whether the writer meant a number with something behind it.
func looksLikeNumber(text string) bool {
	rest := strings.TrimLeft(text, "+-.")
	return rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

// parseNumber reads a decimal number exactly. Its size is limited, for its digits are written out.
func parseNumber(text string) (*big.Rat, error) {
	const least, most = 1e-18, 1e18
	if !isDecimal(text) {
		return nil, fmt.Errorf("%s is no number", strconv.Quote(shown(text)))
	}
	x, _ := strconv.ParseFloat(text, 64) // infinite where it is too large
	if size := math.Abs(x); len(text) > 40 || size > most || size != 0 && size < least {
		return nil, fmt.Errorf("%s is out of range: numbers lie between 1e-18 and 1e18 and have at most 40 characters", shown(text))
	}
	if x == 0 {
		return new(big.Rat), nil
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%s is no number", strconv.Quote(shown(text)))
	}
	return value, nil
}

// nanosecondsOf are the units of durations.
var nanosecondsOf = map[string]int64{
	"ns": 1, "us": 1e3, "µs": 1e3, "μs": 1e3, "ms": 1e6, "s": 1e9, "m": 60e9, "h": 3600e9, "d": 86400e9, mixed: 1,
}

// nanoseconds returns how many of them the unit of a duration has.
func (a amount) nanoseconds() *big.Rat { return new(big.Rat).SetInt64(nanosecondsOf[a.unit]) }

// inNanoseconds returns a duration with its value in nanoseconds.
func (a amount) inNanoseconds() amount {
	a.value, a.unit = new(big.Rat).Mul(a.value, a.nanoseconds()), mixed
	return a
}

// agree brings amounts to one unit, or says what to write so that they have one.
func agree(all []amount) error {
	model := all[0]
	for _, a := range all {
		if a.kind != plain {
			model = a
			break
		}
	}
	same := true
	for i, a := range all {
		switch {
		case a.kind == plain && model.kind == duration && a.value.Sign() == 0:
			all[i].kind, all[i].unit, all[i].whole = duration, model.unit, false
		case a.kind == plain && model.kind == rate:
			return fmt.Errorf("%s has no unit: write %s%s", a.text, a.text, model.unit)
		case a.kind == plain && model.kind == duration && model.unit == mixed:
			return fmt.Errorf("%s has no unit: write a duration such as %ss", a.text, a.text)
		case a.kind == plain && model.kind == duration:
			return fmt.Errorf("%s has no unit: write %s%s", a.text, a.text, model.unit)
		case a.kind != model.kind:
			return fmt.Errorf("%s and %s are a duration and a rate: write all of the range as durations, or all as rates", model.text, a.text)
		case a.kind == rate && a.unit != model.unit:
			return fmt.Errorf("%s and %s have different units: write both per %s", model.text, a.text, model.unit[1:])
		}
		same = same && all[i].unit == model.unit
	}
	if !same {
		for i := range all {
			all[i] = all[i].inNanoseconds()
		}
	}
	return nil
}

// write writes a value in the unit of a. A duration is a whole number of nanoseconds.
func (a amount) write(value *big.Rat) string {
	digits, exact := value.FloatPrec()
	if a.unit == mixed || !exact {
		ns := new(big.Rat).Mul(value, a.nanoseconds())
		return scenario.FormatDuration(time.Duration(nearest(ns).Int64()))
	}
	return value.FloatString(digits) + a.unit
}
