package study

import (
	"errors"
	"fmt"
)

// Axes turns the [sweep] of a scenario (scenario.Scenario.Sweep) into axes, one for each element; the texts of an element are axes
// that move together. The error has a line for everything that is wrong, each of which begins with "[sweep] vary" and quotes
// its text.
func Axes(sweep [][]string) ([]Axis, error) {
	var out []Axis
	var wrong []error
	for _, texts := range sweep {
		a, err := together(texts)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		out = append(out, a)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return out, nil
}

// together reads axes that move together.
func together(texts []string) (Axis, error) {
	const where = "[sweep] vary"
	var all []Axis
	var wrong []error
	for _, text := range texts {
		a, err := parseAxis(text)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s %s: %w", where, shown(text), err))
			continue
		}
		all = append(all, a)
	}
	if len(wrong) > 0 {
		return Axis{}, errors.Join(wrong...)
	}
	if len(all) == 0 {
		return Axis{}, fmt.Errorf("%s: an element is empty: %s", where, axisSyntax)
	}
	out := all[0]
	for _, a := range all[1:] {
		var err error
		if out, err = out.With(a); err != nil {
			return Axis{}, fmt.Errorf("%s: %w", where, err)
		}
	}
	return out, nil
}
