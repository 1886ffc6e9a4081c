// Package configs holds the scenarios that come with poolsim. They are part of the program, so that it can be tried
// without any file. Those of lcfs/ put the claims of a document to the test, in notebooks/; those of perf/ are the works by which its speed
// is measured.
package configs

import (
	"embed"
	"io/fs"
)

// FS are the scenarios, by file name without this folder: "lcfs.toml", "perf/w1.toml".
//
//go:embed *.toml lcfs/*.toml perf/*.toml
var FS embed.FS

// Default is the scenario that is taken when none is named.
const Default = "lcfs.toml"

// Names returns the names of all scenarios: those of this folder, then those of lcfs/ and perf/, each sorted.
func Names() []string {
	var names []string
	for _, pattern := range []string{"*.toml", "lcfs/*.toml", "perf/*.toml"} {
		found, err := fs.Glob(FS, pattern)
		if err != nil {
			panic("configs: Names: " + err.Error()) // the pattern is malformed
		}
		names = append(names, found...)
	}
	return names
}
