package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// short keeps an example's run from taking long.
var short = []string{"--duration", "5s", "--warmup", "1s"}

// TestExamples runs every example of every command's help, and every command line in the help topics.
func TestExamples(t *testing.T) {
	m := newMachine(t)
	n := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for line := range strings.Lines(c.Example) {
			n++
			runExample(t, m, strings.TrimSpace(line))
		}
		if c.IsAdditionalHelpTopicCommand() {
			for _, line := range regexp.MustCompile(`poolsim [a-z].*`).FindAllString(c.Long, -1) {
				n++
				runExample(t, m, line)
			}
		}
		for _, sub := range c.Commands() {
			if sub.Name() != "completion" { // not ours
				walk(sub)
			}
		}
	}
	for _, i := range []string{"1", "2", "3"} { // which the examples of merge take
		runExample(t, m, "poolsim sweep lcfs.toml --vary pool.main.pool_size=50:55 --shard "+i+"/3 -o shard-"+i+".json")
	}
	runExample(t, m, "poolsim run lcfs.toml -o result.json") // which those of plot and report take
	runExample(t, m, "poolsim sweep lcfs.toml --vary pool.main.pool_size=50,60 --vary class.api.rate=300/s,600/s -o grid.json")
	walk(newRoot(m.system))
	if n < 20 {
		t.Errorf("only %d examples were found", n)
	}
}

func runExample(t *testing.T, m *machine, line string) {
	t.Helper()
	args := split(line)
	if args[0] != "poolsim" {
		t.Errorf("an example that is no poolsim: %s", line)
		return
	}
	switch args[1] {
	case "run", "sweep", "compare":
		args = append(args, short...)
	case "report":
		if !strings.Contains(line, "result.json") {
			args = append(args, short...)
		}
	case "size", "capacity":
		args = append(append(args, short...), "--replications", "2", "--max-replications", "4")
	}
	if code := m.run(args[1:]...); code != exitOK && code != exitNotMet {
		t.Errorf("%s: exit code %d\n%s", line, code, m.err.String())
	}
}

// split parts a command line at spaces, except within single quotes.
func split(line string) []string {
	var args []string
	for i, piece := range strings.Split(line, "'") {
		if i%2 == 1 {
			args = append(args, piece)
			continue
		}
		args = append(args, strings.Fields(piece)...)
	}
	return args
}

// TestEveryCommandExplainsItself demands of each command a few lines, and examples.
func TestEveryCommandExplainsItself(t *testing.T) {
	for _, c := range newRoot(newMachine(t).system).Commands() {
		if c.Name() == "completion" || c.IsAdditionalHelpTopicCommand() {
			continue
		}
		if c.Short == "" || c.Long == "" || c.Example == "" {
			t.Errorf("%s: lacks Short, Long or Example", c.Name())
		}
		if n := strings.Count(c.Long, "\n") + 1; n < 2 || n > 6 {
			t.Errorf("%s: Long has %d lines", c.Name(), n)
		}
		for line := range strings.Lines(c.Long) {
			if n := len(strings.TrimSuffix(line, "\n")); n > 115 {
				t.Errorf("%s: a line of Long has %d columns", c.Name(), n)
			}
		}
	}
}
