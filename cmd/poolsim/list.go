package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/sim/param"
	"poolsim/sim/scenario"
)

func init() { command(newList) }

// listing is a section of `poolsim list`. A file list_*.go for each adds it from its init function.
type listing struct {
	Name string `json:"name"`  // the argument: "dialects"
	Help string `json:"help"`  // one line, no full stop
	Form string `json:"form"`  // how a scenario writes it, or nothing
	List []item `json:"items"` // filled by make when it is listed

	make func() []item

	// columns are those of the single table that is enough where the things have no parameters: the first is called
	// columns[0] and holds the name, the last columns[n-1] and holds the help, those between hold facts of that name.
	columns []string
}

// item is a thing in a listing.
type item struct {
	Name   string            `json:"name"`
	Help   string            `json:"help"`
	Source string            `json:"source,omitempty"`
	Forms  [][]string        `json:"forms,omitempty"`
	Params []parameter       `json:"params,omitempty"`
	Facts  map[string]string `json:"facts,omitempty"` // by the name of their column
}

// parameter is a setting of a thing.
type parameter struct {
	Name     string `json:"name"`
	Value    string `json:"value"` // what is allowed, in words
	Default  string `json:"default,omitempty"`
	Required bool   `json:"required"`
	Help     string `json:"help"`
}

// listings are all sections by name.
var listings param.Registry[*listing]

// list adds a section.
func list(l *listing) { listings.Register(l.Name, l) }

func newList(sys *system) *cobra.Command {
	f := &outputFlags{}
	names := listings.Names()
	c := &cobra.Command{
		Use:   "list [flags] [" + strings.Join(names, "|") + "]",
		Short: "list what a scenario can name, with every parameter",
		Long: `Lists what a scenario can name: pool dialects, distributions of durations, arrival processes, each with its
parameters, their ranges and defaults, and its source; the metrics that results carry and [slo] can bound; the
charts; the scenarios that come with poolsim. Without an argument it lists everything.`,
		Example: indent(`
			poolsim list
			poolsim list dialects
			poolsim list distributions --format markdown
			poolsim list metrics --format json`),
		ValidArgs: names,
		RunE:      func(_ *cobra.Command, args []string) error { return failed(runList(sys, f, args)) },
	}
	f.register(c, pageFormats())
	return c
}

func runList(sys *system, f *outputFlags, args []string) error {
	names := listings.Names()
	for _, name := range args {
		if !slices.Contains(names, name) {
			return usagef("list %s: choose one of %s%s", name, strings.Join(names, ", "), didYouMean(name, names))
		}
	}
	if len(args) > 0 {
		names = args
	}
	var pages []*report.Document
	var chosen []*listing
	for _, name := range names {
		entry, _ := listings.Lookup(name)
		l := *entry
		l.List = l.make()
		chosen = append(chosen, &l)
		pages = append(pages, l.page())
	}
	return f.writePages(sys, pages, chosen)
}

// page lays a listing out.
func (l *listing) page() *report.Document {
	d := &report.Document{Title: strings.ToUpper(l.Name[:1]) + l.Name[1:] + ": " + l.Help}
	if l.Form != "" {
		d.Lines = []string{l.Form}
	}
	if len(l.columns) > 0 {
		rows := [][]string{l.columns}
		for _, i := range l.List {
			row := []string{i.Name}
			for _, c := range l.columns[1 : len(l.columns)-1] {
				row = append(row, i.Facts[c])
			}
			rows = append(rows, append(row, i.Help))
		}
		d.Sections = []report.Section{{Table: report.Words(rows)}}
		return d
	}
	for _, i := range l.List {
		d.Sections = append(d.Sections, i.section())
	}
	return d
}

// section lays out a thing with its parameters.
func (i *item) section() report.Section {
	s := report.Section{Heading: i.Name, Lines: []string{i.Help}}
	if len(i.Forms) > 0 {
		var forms []string
		for _, f := range i.Forms {
			forms = append(forms, strings.Join(f, " and "))
		}
		s.Lines = append(s.Lines, "give either "+strings.Join(forms, ", or "))
	}
	if i.Source != "" {
		s.Lines = append(s.Lines, "source: "+i.Source)
	}
	if len(i.Params) == 0 {
		return s
	}
	rows := [][]string{{"parameter", "value", "default", "meaning"}}
	for _, p := range i.Params {
		preset := p.Default
		if p.Required {
			preset = "required"
		}
		rows = append(rows, []string{p.Name, p.Value, preset, p.Help})
	}
	s.Table = report.Words(rows)
	return s
}

// specItem makes an item of a declared thing.
func specItem(s *param.Spec) item {
	i := item{Name: s.Name, Help: s.Help, Source: s.Source, Forms: s.Forms}
	for k := range s.Params {
		p := &s.Params[k]
		i.Params = append(i.Params, parameter{
			Name: p.Name, Value: valueWords(p), Default: defaultWords(p), Help: p.Help,
			Required: p.Required && !s.InForm(p.Name),
		})
	}
	return i
}

// kindWords are short words for the kinds of values.
var kindWords = map[param.Kind]string{
	param.Duration:  "duration",
	param.Rate:      "rate",
	param.Number:    "number",
	param.Count:     "whole number",
	param.Flag:      "true or false",
	param.Sampler:   "duration or distribution",
	param.Numbers:   "array of numbers",
	param.Durations: "array of durations",
	param.Pool:      "name of a pool",
	param.Path:      "file",

	param.Rates: "array of rates", param.RateMatrix: "array of arrays of rates",
}

// maxChoices is how many words a page says of a parameter that takes one of some.
const maxChoices = 24

// valueWords says what values a parameter takes: its kind, range and words.
func valueWords(p *param.Param) string {
	if n := len(p.Choices); n > maxChoices {
		return fmt.Sprintf("one of %d names", n) // its help says which
	}
	var parts []string
	for _, w := range p.Choices {
		parts = append(parts, fmt.Sprintf("%q", w))
	}
	if k := kindWords[p.Kind]; k != "" {
		if r := rangeWords(p); r != "" {
			k += " " + r
		}
		parts = append(parts, k)
	}
	words := make([]string, 0, len(p.Words))
	for w := range p.Words {
		words = append(words, fmt.Sprintf("%q", w))
	}
	slices.Sort(words)
	return strings.Join(append(parts, words...), " or ")
}

// endless are bounds that only keep numbers sane: a page need not say them.
var endless = map[param.Kind]float64{
	param.Duration: 1e7, param.Durations: 1e7, param.Rate: 1e9, param.Rates: 1e9, param.RateMatrix: 1e9,
}

// rangeWords says the range of a parameter, or nothing where every sensible value of its kind is allowed.
func rangeWords(p *param.Param) string {
	show := func(x float64) string {
		switch {
		case p.Kind == param.Duration || p.Kind == param.Durations:
			return report.Span(x)
		case p.Kind == param.Rate || p.Kind == param.Rates || p.Kind == param.RateMatrix:
			return fmt.Sprintf("%g/s", x)
		case math.Trunc(x) == x:
			return report.Whole(int64(x))
		}
		return fmt.Sprintf("%g", x)
	}
	switch p.Kind {
	case param.Flag, param.Choice, param.Path, param.Pool, param.Sampler:
		return ""
	}
	most, known := endless[p.Kind]
	bounded := p.Max != 0 && !(known && p.Max >= most)
	switch {
	case bounded && p.MinOpen:
		return "> " + show(p.Min) + ", <= " + show(p.Max)
	case bounded:
		return show(p.Min) + " to " + show(p.Max)
	case p.MinOpen:
		return "> " + show(p.Min)
	case p.Min == 0 && known:
		return "" // nobody expects a negative one
	}
	return ">= " + show(p.Min)
}

// defaultWords writes a default as a scenario would.
func defaultWords(p *param.Param) string {
	switch v := p.Default.(type) {
	case nil:
		return ""
	case time.Duration:
		for word, d := range p.Words {
			if d == v {
				return fmt.Sprintf("%q", word)
			}
		}
		return fmt.Sprintf("%q", scenario.FormatDuration(v))
	case string:
		return fmt.Sprintf("%q", v)
	case float64:
		if p.Kind == param.Rate {
			return fmt.Sprintf("\"%g/s\"", v)
		}
		return fmt.Sprintf("%g", v)
	case int64, bool:
		return fmt.Sprint(v)
	}
	return fmt.Sprintf("%v", p.Default)
}
