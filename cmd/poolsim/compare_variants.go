package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/configs"
	"poolsim/sim/study"
)

// loadVariants reads what is to be compared: the scenarios of the arguments, and then the first of them with the settings
// of each --variant. It returns the faults of all of them at once. All have the seed of the first.
func (f *compareFlags) loadVariants(sys *system, c *cobra.Command, args []string) ([]study.Variant, error) {
	if len(args) == 0 {
		args = []string{configs.Default}
	}
	if n := len(args) + len(f.variants); n < 2 {
		return nil, usagef("compare %s with what? Name another scenario, or a variant, such as --variant pool.main.pool_size=75", args[0])
	}
	sys, err := stdinAgain(sys, args)
	if err != nil {
		return nil, err
	}
	set := f.overrides(c)
	var out []study.Variant
	var faults []error
	add := func(file, name string, set []string) {
		sc, err := loadScenario(sys, file, set)
		if err != nil {
			faults = append(faults, err)
			return
		}
		if name == "" {
			name = sc.Name
		}
		out = append(out, study.Variant{Name: name, Scenario: sc})
	}
	add(args[0], "", set)
	if len(out) > 0 {
		seed := "run.seed=" + strconv.FormatUint(out[0].Scenario.Model.Seed, 10)
		set = append(set[:len(set):len(set)], seed) // without it random numbers would not be common
	}
	for _, file := range args[1:] {
		add(file, "", set)
	}
	for _, text := range f.variants {
		name, own, err := parseVariant(text)
		if err != nil {
			faults = append(faults, usagef("--variant %s: %w", text, err))
			continue
		}
		add(args[0], name, append(set[:len(set):len(set)], own...))
	}
	if len(faults) > 0 {
		return nil, &failure{exitUsage, errors.Join(faults...)}
	}
	nameApart(out, args)
	return out, nil
}

// stdinAgain returns a system whose stdin can be read for every variant, if a scenario comes from there.
func stdinAgain(sys *system, args []string) (*system, error) {
	n := 0
	for _, name := range args {
		if name == "-" {
			n++
		}
	}
	switch {
	case n == 0:
		return sys, nil
	case n > 1:
		return nil, usagef("- can be given once: there is one stdin")
	}
	text, err := io.ReadAll(sys.stdin)
	if err != nil {
		return nil, named("reading", stdinName, err)
	}
	again := *sys
	again.stdin = &repeating{text: text, Reader: bytes.NewReader(text)}
	return &again, nil
}

// repeating is a text that begins anew after its end.
type repeating struct {
	text []byte
	*bytes.Reader
}

// Read reads up to the end, and then says so once.
func (r *repeating) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.EOF {
		r.Reset(r.text)
	}
	return n, err
}

// parseVariant reads "key=value; key=value", or the same after a name: "large: key=value". Without a name the settings are
// the name.
func parseVariant(text string) (name string, set []string, err error) {
	rest := text
	if colon := strings.IndexByte(text, ':'); colon >= 0 && !strings.Contains(text[:colon], "=") {
		name, rest = strings.TrimSpace(text[:colon]), text[colon+1:]
		if name == "" {
			return "", nil, errors.New("there is no name before the colon")
		}
	}
	parts, err := study.SplitSettings(rest)
	if err != nil {
		return "", nil, err
	}
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			set = append(set, p)
		}
	}
	if len(set) == 0 {
		return "", nil, errors.New("it sets nothing: write key=value, such as pool.main.pool_size=75")
	}
	if name == "" {
		name = strings.Join(set, "; ")
	}
	return name, set, nil
}

// nameApart gives variants of the same name others: scenario files of one name in several folders have their paths, and
// whatever is still the same has a number.
func nameApart(list []study.Variant, args []string) {
	count := map[string]int{}
	for _, v := range list {
		count[v.Name]++
	}
	for i := range args {
		if count[list[i].Name] > 1 {
			list[i].Name = args[i]
		}
	}
	seen := map[string]bool{}
	for i := range list {
		name := list[i].Name
		for n := 2; seen[list[i].Name]; n++ {
			list[i].Name = fmt.Sprintf("%s (%d)", name, n)
		}
		seen[list[i].Name] = true
	}
}
