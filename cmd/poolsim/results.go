package main

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/plots"
	"poolsim/sim/experiment"
)

// outputFlags say in which format something is written, and where.
type outputFlags struct {
	format string
	file   string
}

// register adds the flags to a command that can write the named formats.
func (f *outputFlags) register(c *cobra.Command, formats []string) {
	c.Flags().StringVar(&f.format, "format", "", "write as `format`: "+strings.Join(formats, ", ")+
		" (default: by the extension of -o, else text)")
	c.Flags().StringVarP(&f.file, "output", "o", "-", "write to `file`; - is stdout")
	complete(c, "format", formats)
}

// choose returns the format, one of the named ones.
func (f *outputFlags) choose(formats []string) (report.Format, error) {
	name := f.format
	if name == "" {
		ext := filepath.Ext(f.file)
		if _, isPicture := plots.Formats.Lookup(strings.TrimPrefix(ext, ".")); isPicture {
			return report.Format{}, usagef("-o %s: tables are no picture: --charts DIR draws the charts", f.file)
		}
		if name = report.ByExtension(ext); !slices.Contains(formats, name) {
			name = "text"
		}
	}
	format, ok := report.Formats.Lookup(name)
	if !ok || !slices.Contains(formats, name) {
		return format, usagef("--format %s: choose one of %s%s", name, strings.Join(formats, ", "), didYouMean(name, formats))
	}
	return format, nil
}

// toStdout reports whether the output goes to stdout.
func (f *outputFlags) toStdout() bool { return f.file == "-" || f.file == "" }

// probe fails early where the output could not be written later.
func (f *outputFlags) probe(sys *system) error {
	if f.toStdout() {
		return nil
	}
	return sys.disk.probe(f.file)
}

// write writes the output, in one piece, or not at all.
func (f *outputFlags) write(sys *system, content func(io.Writer, report.Style) error) error {
	if !f.toStdout() {
		return sys.disk.write(f.file, func(w io.Writer) error { return content(w, report.Style{}) })
	}
	var b bytes.Buffer
	if err := content(&b, report.Style{Color: sys.colors(), Width: sys.width}); err != nil {
		return err
	}
	if _, err := sys.stdout.Write(b.Bytes()); err != nil {
		return fmt.Errorf("writing to stdout: %w", err)
	}
	return nil
}

// pageFormats are the formats that can draw any page.
func pageFormats() []string {
	return slices.DeleteFunc(report.Formats.Names(), func(name string) bool {
		f, _ := report.Formats.Lookup(name)
		return f.Document == nil && name != "json"
	})
}

// writePages writes documents in a format for people, or the data that they were made of as JSON.
func (f *outputFlags) writePages(sys *system, pages []*report.Document, data any) error {
	format, err := f.choose(pageFormats())
	if err != nil {
		return err
	}
	return f.write(sys, func(w io.Writer, style report.Style) error {
		if format.Document == nil {
			return report.EncodeJSON(w, data)
		}
		for i, p := range pages {
			if i > 0 {
				if _, err := io.WriteString(w, "\n"); err != nil {
					return err
				}
			}
			if err := format.Document(w, p, style); err != nil {
				return err
			}
		}
		return nil
	})
}

// sayAside writes to stderr what a format for programs leaves out: the warnings and the verdict.
func sayAside(sys *system, format report.Format, results []*experiment.Result) {
	if format.Warns {
		return
	}
	for _, r := range results {
		for _, w := range r.Warnings {
			say(sys.stderr, "poolsim: %s: warning: %s", r.Name, w)
		}
		if len(r.SLO) > 0 {
			_, sum := report.Verdict(r.SLO)
			say(sys.stderr, "poolsim: %s: %s", r.Name, sum)
		}
	}
}
