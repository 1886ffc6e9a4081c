package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands make the subcommands and help topics: every command's file adds its own from an init function.
var commands []func(*system) *cobra.Command

// command adds a subcommand or help topic to the program.
func command(create func(*system) *cobra.Command) { commands = append(commands, create) }

const usageTemplate = `Usage:
  {{if .Runnable}}{{.UseLine}}{{else}}{{.CommandPath}} <command> [flags]{{end}}
{{- if .HasAvailableSubCommands}}

Commands:{{range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name 12}} {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasHelpSubCommands}}

Help topics:{{range .Commands}}{{if .IsAdditionalHelpTopicCommand}}
  {{rpad .Name 12}} {{.Short}}{{end}}{{end}}{{end}}
{{- if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsagesWrapped 110 | trimTrailingWhitespaces}}{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}{{end}}
`

const helpTemplate = `{{or .Long .Short | trimTrailingWhitespaces}}
{{if or .Runnable .HasSubCommands}}
{{.UsageString}}{{end}}`

// newRoot makes the command above all others.
func newRoot(sys *system) *cobra.Command {
	root := &cobra.Command{
		Use:   "poolsim <command> [flags] [scenario.toml ...]",
		Short: "simulate database connection pools",
		Long: `poolsim simulates database connection pools in virtual time. A scenario file says how the pools are set, who asks
for connections and how long each holder keeps one; poolsim says who waits, what times out and what it does to the
database.`,
		Example: indent(`
			poolsim run
			poolsim run lcfs.toml --set pool.main.pool_size=75
			poolsim check lcfs-two-engines.toml
			poolsim list dialects`),
		Version: sys.version,
		Args:    unknownCommand,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },

		DisableFlagsInUseLine: true,

		SilenceErrors: true,
		SilenceUsage:  true,
	}
	for _, create := range commands {
		root.AddCommand(create(sys))
	}
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate(helpTemplate)
	root.SetVersionTemplate(versionText(sys))
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelp())
	root.InitDefaultCompletionCmd(sys.args...)
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.Short = "write a completion script for a shell"
		completion.Args = unknownCommand
		completion.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	}
	return root
}

// unknownCommand refuses what is no command.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usagef("unknown command %q%s\n`%s` lists the commands", args[0], didYouMean(args[0], subcommands(c)), helpFor(c))
}

// subcommands returns the names of the commands and topics below a command.
func subcommands(c *cobra.Command) []string {
	var names []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			names = append(names, sub.Name())
		}
	}
	return names
}

// helpFor returns the command line that explains a command.
func helpFor(c *cobra.Command) string {
	return "poolsim help" + strings.TrimPrefix(c.CommandPath(), "poolsim")
}

// flagError says what is wrong with a flag, and where the flags are listed.
func flagError(c *cobra.Command, err error) error {
	hint := "\n`" + helpFor(c) + "` lists the flags"
	var missing *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &missing) && missing.GetSpecifiedShortnames() == "":
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
		return usagef("%w%s%s", err, didYouMean("--"+missing.GetSpecifiedName(), names), hint)
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		if _, ok := f.Value.(*axisFlag); ok { // it says itself what is wrong
			return usagef("%w%s", invalid.Unwrap(), hint)
		}
		return usagef("--%s %s: must be %s%s", f.Name, invalid.GetValue(), flagWords(f), hint)
	}
	return usagef("%w%s", err, hint)
}

// flagWords says what a flag takes.
func flagWords(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "uint64":
		return "a whole number, not negative"
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	}
	return "a " + f.Value.Type()
}

// newHelp makes the help command. Cobra's own one ends well when it does not know the topic.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [command or topic]",
		Short: "explain a command or a topic",
		Long: `Explains a command or a topic: what it does, its flags with their defaults, and examples.
Without an argument it lists all of them.`,
		DisableFlagsInUseLine: true,
		Example: indent(`
			poolsim help run
			poolsim help exit-codes`),
		ValidArgsFunction: func(c *cobra.Command, args []string, prefix string) ([]string, cobra.ShellCompDirective) {
			about, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return slices.DeleteFunc(subcommands(about), func(name string) bool {
				return !strings.HasPrefix(name, prefix)
			}), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			about, rest, err := c.Root().Find(args)
			if err != nil || about == nil || len(rest) > 0 {
				what := strings.Join(args, " ")
				return usagef("unknown help topic %q%s\n`poolsim help` lists the topics", what, didYouMean(what, subcommands(c.Root())))
			}
			about.InitDefaultHelpFlag()
			about.InitDefaultVersionFlag()
			return about.Help()
		},
	}
}

// indent puts two spaces before each line of an example, whatever its indentation in the source.
func indent(s string) string {
	var lines []string
	for line := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		lines = append(lines, "  "+strings.TrimSpace(line))
	}
	return strings.Join(lines, "\n")
}
