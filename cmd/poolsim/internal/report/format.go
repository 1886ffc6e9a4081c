package report

import (
	"io"

	"poolsim/sim/experiment"
	"poolsim/sim/param"
)

// Format is a form in which results can be written.
type Format struct {
	Name      string
	Extension string // of the files that are written so: ".md"
	Help      string // one line for people, no full stop

	// Write writes the results of one or several scenarios.
	Write func(w io.Writer, results []*experiment.Result, style Style) error

	// Document draws any other page; nil in formats that are for programs.
	Document func(w io.Writer, d *Document, style Style) error

	// Warns says that warnings are part of what is written; where it is false the command says them elsewhere.
	Warns bool
}

// Formats is the table of all formats.
var Formats param.Registry[Format]

func register(f Format) { Formats.Register(f.Name, f) }

// ByExtension returns the name of the format of a file name, or "" when the extension is none of ours.
func ByExtension(extension string) string {
	for _, name := range Formats.Names() {
		if f, _ := Formats.Lookup(name); f.Extension == extension {
			return name
		}
	}
	return ""
}

// each writes the results one after the other with a function for one, separated by an empty line.
func each(write func(io.Writer, *experiment.Result, Style) error) func(io.Writer, []*experiment.Result, Style) error {
	return func(w io.Writer, results []*experiment.Result, style Style) error {
		for i, r := range results {
			if i > 0 {
				if err := writeString(w, "\n"); err != nil {
					return err
				}
			}
			if err := write(w, r, style); err != nil {
				return err
			}
		}
		return nil
	}
}
