package main

import (
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"poolsim/configs"
	"poolsim/sim/scenario"
)

// maxScenario is the longest text of a scenario, in bytes: a thousand classes of a thousand steps are less.
const maxScenario = 64 << 20

// stdinName is what results call a scenario that came on stdin.
const stdinName = "stdin"

// scenarioFlags are the flags of every command that works on scenarios.
type scenarioFlags struct {
	set              []string
	seed             uint64
	replications     int
	warmup, duration string
}

// register adds the flags to a command, with completion of scenario names for its arguments.
func (f *scenarioFlags) register(c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVar(&f.set, "set", nil, "override a `key=value` of the scenario, such as pool.main.pool_size=75 (repeatable)")
	flags.Uint64Var(&f.seed, "seed", 0, "override run.seed with `N`")
	flags.IntVar(&f.replications, "replications", 0, "override run.replications with `N`")
	flags.StringVar(&f.warmup, "warmup", "", "override run.warmup with a `duration` such as 5m, or auto")
	flags.StringVar(&f.duration, "duration", "", "override run.duration with a `duration` such as 30m")
	c.ValidArgsFunction = completeScenarios
	complete(c, "set", nil)
}

// overrides returns all overrides; a flag for one key is stronger than --set.
func (f *scenarioFlags) overrides(c *cobra.Command) []string {
	out := append([]string(nil), f.set...)
	for _, o := range []struct{ flag, key, value string }{
		{"seed", "run.seed", strconv.FormatUint(f.seed, 10)},
		{"replications", "run.replications", strconv.Itoa(f.replications)},
		{"warmup", "run.warmup", f.warmup},
		{"duration", "run.duration", f.duration},
	} {
		if c.Flags().Changed(o.flag) {
			out = append(out, o.key+"="+o.value)
		}
	}
	return out
}

// load reads the scenarios that the arguments name, or the embedded default. It returns the faults of all of them at
// once.
func (f *scenarioFlags) load(sys *system, c *cobra.Command, args []string) ([]*scenario.Scenario, error) {
	if len(args) == 0 {
		args = []string{configs.Default}
	}
	var list []*scenario.Scenario
	var faults []error
	stdin := false
	for _, name := range args {
		if name == "-" && stdin {
			return nil, usagef("- can be given once: there is one stdin")
		}
		stdin = stdin || name == "-"
		sc, err := loadScenario(sys, name, f.overrides(c))
		if err != nil {
			faults = append(faults, err)
			continue
		}
		list = append(list, sc)
	}
	if len(faults) > 0 {
		return nil, &failure{exitUsage, errors.Join(faults...)}
	}
	return list, nil
}

// loadScenario reads one scenario: from stdin, from a file, or else one of the embedded ones.
func loadScenario(sys *system, name string, set []string) (*scenario.Scenario, error) {
	file, err := readScenarioFile(sys, name)
	if err != nil {
		return nil, err
	}
	return file.parse(set)
}

// scenarioFile is the text of a scenario, read once, and how to read the files that it names: those beside it. What was read
// once stays the same, so that all cells of a study see the same.
type scenarioFile struct {
	name     string
	text     []byte
	readFile func(path string) ([]byte, error)
	files    map[string][]byte
	mu       sync.Mutex
}

// readScenario reads the only scenario of the arguments, or the embedded default.
func readScenario(sys *system, args []string) (*scenarioFile, error) {
	if len(args) == 0 {
		args = []string{configs.Default}
	}
	file, err := readScenarioFile(sys, args[0])
	if err != nil {
		return nil, &failure{exitUsage, err}
	}
	return file, nil
}

// readScenarioFile reads the text of a scenario.
func readScenarioFile(sys *system, name string) (*scenarioFile, error) {
	f := &scenarioFile{files: make(map[string][]byte)}
	if name == "-" {
		text, err := readAtMost(sys.stdin, maxScenario)
		f.name, f.text, f.readFile = stdinName, text, sys.disk.readNamed
		return f, named("reading", stdinName, err)
	}
	if sys.disk.exists(name) {
		text, err := sys.disk.readAtMost(name, maxScenario)
		f.name, f.text = filepath.ToSlash(name), text
		f.readFile = func(path string) ([]byte, error) {
			if !filepath.IsAbs(path) {
				path = filepath.Join(filepath.Dir(name), path)
			}
			return sys.disk.readNamed(path)
		}
		return f, err
	}
	embedded := strings.TrimPrefix(filepath.ToSlash(name), "configs/")
	text, err := configs.FS.ReadFile(embedded)
	if err != nil {
		return nil, fmt.Errorf("no scenario %s: neither a file nor one that comes with poolsim%s", name, didYouMean(embedded, configs.Names()))
	}
	f.name, f.text, f.readFile = embedded, text, configs.FS.ReadFile
	return f, nil
}

// read reads a file that the scenario names.
func (f *scenarioFile) read(path string) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if content, ok := f.files[path]; ok {
		return content, nil
	}
	content, err := f.readFile(path)
	if err == nil {
		f.files[path] = content
	}
	return content, err
}

// parse makes the scenario with overrides.
func (f *scenarioFile) parse(set []string) (*scenario.Scenario, error) {
	return parse(f.name, f.text, scenario.Options{Set: set, ReadFile: f.read})
}

// parse keeps a nil *Faults from becoming an error that is not nil.
func parse(name string, text []byte, opts scenario.Options) (*scenario.Scenario, error) {
	sc, err := scenario.Parse(name, text, opts)
	if err != nil {
		return nil, err
	}
	return sc, nil
}

// completeScenarios completes the names of embedded scenarios; where none fits, the shell completes files.
func completeScenarios(_ *cobra.Command, _ []string, prefix string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, n := range configs.Names() {
		if strings.HasPrefix(n, prefix) {
			names = append(names, n)
		}
	}
	return names, cobra.ShellCompDirectiveDefault
}

// complete sets what a flag's value can be.
func complete(c *cobra.Command, flag string, words []string) {
	err := c.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic("poolsim: complete: " + err.Error()) // the command has no such flag
	}
}
