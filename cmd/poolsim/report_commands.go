package main

import (
	"slices"
	"strconv"
	"strings"

	"poolsim/sim/study"
)

// runCommand is the command that simulates a scenario of the report again. The seed is said even where it is that of the file,
// which may change.
func (p *reportPage) runCommand(in *reportInput) string {
	f := p.flags
	name := in.arg
	if name == "-" {
		return "" // nobody can repeat it; the scenario is on the page
	}
	words := []string{"poolsim", "run", name}
	seeded := false
	for _, s := range f.set {
		words = append(words, "--set", s)
		seeded = seeded || strings.HasPrefix(strings.TrimSpace(s), "run.seed")
	}
	for _, o := range []struct{ flag, value string }{{"--replications", itoaUnless0(f.replications)}, {"--warmup", f.warmup}, {"--duration", f.duration}} {
		if o.value != "" {
			words = append(words, o.flag, o.value)
		}
	}
	if seed := strconv.FormatUint(in.scenario.Model.Seed, 10); !seeded {
		words = append(words, "--seed", seed)
	}
	return commandLine(words...)
}

func itoaUnless0(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sweepCommand is the command of a sweep, on the scenario of the page.
func sweepCommand(file string, r *study.SweepResult) string {
	words := []string{"poolsim", "sweep", file}
	for _, a := range r.Axes {
		for k, key := range a.Keys {
			var values []string
			for _, p := range a.Points {
				values = append(values, p[k])
			}
			flag := "--with"
			if k == 0 {
				flag = "--vary"
			}
			words = append(words, flag, key+"="+strings.Join(values, ","))
		}
	}
	return commandLine(words...)
}

// compareCommand is the command of a comparison whose variants are named by their settings; of others, the settings are not
// known, and the command is not either.
func compareCommand(file string, r *study.CompareResult) string {
	words := []string{"poolsim", "compare", file}
	for i := range r.Variants[1:] {
		name := r.Variants[i+1].Name
		if !strings.Contains(name, "=") {
			return ""
		}
		words = append(words, "--variant", name)
	}
	return commandLine(slices.Concat(words, []string{"--budget", strconv.Itoa(r.Budget)})...)
}

// searchCommand is the command of a search whose candidates nobody named; of named ones, the result tells the ends only, and the
// command is not known.
func searchCommand(file string, r *study.SearchResult) string {
	words := []string{"poolsim", string(r.Study), file}
	for _, l := range r.For {
		if l.Open {
			words = append(words, "--for", l.Key)
			continue
		}
		return ""
	}
	return commandLine(append(words, "--max-replications", strconv.Itoa(r.Most))...)
}
