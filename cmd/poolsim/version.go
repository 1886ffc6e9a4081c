package main

import (
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func init() { command(newVersion) }

func newVersion(sys *system) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "say which version this is",
		Long: `Says which version of poolsim this is, from which revision of the source it was built if that is known, and by
which Go. The version in the first line is what results carry: it is "devel" for anything but a release.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("version takes no argument, not %q", args[0])
			}
			return nil
		},
		DisableFlagsInUseLine: true,
		Example:               indent(`poolsim version`),
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(c.OutOrStdout(), versionText(sys))
			return failed(err)
		},
	}
}

// build is what the program knows of its own making.
type build struct {
	version  string // of a release, or "devel"
	revision string // of the source, if known
	modified bool   // the source had changes beyond its revision
}

// release is the version of a release: no pseudo-version, which carries a time, and no mark of a changed source. The
// version goes into results, which must not differ between two builds of the same source.
var release = regexp.MustCompile(`^v\d+\.\d+\.\d+(-[a-z]+\.?\d*)?$`)

// readBuild reads what the Go command noted in the program.
func readBuild() build {
	b := build{version: "devel"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	if release.MatchString(info.Main.Version) {
		b.version = info.Main.Version
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.revision = s.Value
		case "vcs.modified":
			b.modified = s.Value == "true"
		}
	}
	return b
}

// versionText is what `poolsim version` and `poolsim --version` print.
func versionText(sys *system) string {
	s := "poolsim " + sys.version + "\n"
	if b := readBuild(); b.revision != "" {
		s += "revision " + b.revision
		if b.modified {
			s += ", with changes"
		}
		s += "\n"
	}
	return s + fmt.Sprintf("%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
