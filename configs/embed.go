// Package configs holds the scenarios that come with poolsim. They are part of the program, so that it can be tried
// without any file.
package configs

import "embed"

// FS are the scenarios, by file name without folders.
//
//go:embed *.toml
var FS embed.FS

// Default is the scenario that is taken when none is named.
const Default = "lcfs.toml"
