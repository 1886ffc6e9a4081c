package study

import (
	"strconv"
	"strings"

	"poolsim/sim/scenario"
)

// Quantity is what the text of an axis' point measures.
type Quantity uint8

// The quantities.
const (
	Text      Quantity = iota // none: a word, a table, true
	Number                    // a plain number
	Seconds                   // a duration
	PerSecond                 // a rate
)

// Measure reads the text of a point ("10", "2.5ms", "40/min") as a number: plain, in seconds, or per second. Whatever is no
// such number is Text, with value 0: a chart shows it as a category.
func Measure(text string) (float64, Quantity) {
	text = unquoted(text)
	if isDecimal(text) {
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return x, Number
		}
		return 0, Text
	}
	if strings.Contains(text, "/") { // then it is no duration; to say what is wrong with it as one would take the most time here
		if x, err := scenario.ParseRate(text); err == nil {
			return x, PerSecond
		}
		return 0, Text
	}
	if d, err := scenario.ParseDuration(text); err == nil {
		return d.Seconds(), Seconds
	}
	return 0, Text
}
