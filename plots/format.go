package plots

import (
	"io"

	"poolsim/sim/param"
)

// Format writes a figure in a file format, laid out for a page.
type Format func(w io.Writer, f *Figure, on page) error

// Formats are all formats by name, which is also the extension of files. A format's file adds it from an init function.
var Formats param.Registry[Format]
