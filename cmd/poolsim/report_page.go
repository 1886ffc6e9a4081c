package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"poolsim/cmd/poolsim/internal/report"
	"poolsim/plots"
	"poolsim/sim/experiment"
	"poolsim/sim/study"
)

// reportPage makes the page of a report of what was read and simulated.
type reportPage struct {
	flags    *reportFlags
	sys      *system
	inputs   []*reportInput
	compared *study.CompareResult
	out      *reportFile
	names    []string // of picture files that are taken

	drawn map[string]error // the charts that were tried; why, where one is not drawn of anything
	why   error            // the first chart of the last set is not drawn
}

// page makes the page: a part for each result, before them an overview of several, after them the comparison.
func (p *reportPage) page() (*report.Page, error) {
	page := &report.Page{Footer: "poolsim " + p.sys.version}
	var runs []*experiment.Result
	for _, in := range p.inputs {
		if !in.done() {
			continue
		}
		docs, err := p.documents(in)
		if err != nil {
			return nil, err
		}
		page.Documents = append(page.Documents, docs...)
		runs = append(runs, in.runs()...)
	}
	if len(runs) > 1 {
		s := overview(runs, p.compared != nil)
		set := chartsOfRuns(runs)
		if p.compared != nil { // the others are drawn with the comparison
			set.leaveOut(plots.ComparisonCharts.Names())
		}
		var err error
		if s.Pictures, err = p.draw(&set, "overview"); err != nil {
			return nil, err
		}
		page.Sections = append(page.Sections, s)
	}
	if p.compared != nil {
		set := chartsOfComparison(p.compared)
		pictures, err := p.draw(&set, "comparison")
		if err != nil {
			return nil, err
		}
		d := report.StudyReview(report.Comparison(p.compared), pictures, nil)
		d.Title = "Comparison with " + p.compared.Variants[0].Name
		page.Documents = append(page.Documents, d)
	}
	tellApart(page.Documents)
	p.title(page)
	return page, nil
}

// tellApart numbers parts that would have the same title.
func tellApart(docs []*report.Document) {
	var seen []string
	for _, d := range docs {
		title := d.Title
		for n := 2; slices.Contains(seen, d.Title); n++ {
			d.Title = fmt.Sprintf("%s (%d)", title, n)
		}
		seen = append(seen, d.Title)
	}
}

// title gives the page its title, which is the question, or that of the only part, which then needs none of its own.
func (p *reportPage) title(page *report.Page) {
	page.Title = p.flags.question
	switch n := len(page.Documents); {
	case n == 1:
		only := page.Documents[0]
		page.Lines = only.Lines
		if page.Title == "" {
			page.Title = only.Title
		} else {
			page.Lines = append([]string{only.Title}, page.Lines...)
		}
		only.Title, only.Lines = "", nil
	case page.Title == "":
		page.Title = fmt.Sprintf("A report of %d results", n)
		if p.compared != nil {
			page.Title = fmt.Sprintf("%d scenarios, and how they differ", len(p.compared.Variants))
		}
	}
}

// overview lays runs side by side.
func overview(runs []*experiment.Result, compared bool) report.Section {
	var names []string
	for _, r := range runs {
		name := r.Name
		for n := 2; slices.Contains(names, name); n++ {
			name = r.Name + " (" + strconv.Itoa(n) + ")"
		}
		names = append(names, name)
	}
	s := report.Overview(runs, names)
	if compared {
		s.Lines = []string{"Intervals are those of each result by itself; the comparison at the end has those of the differences, which are narrower."}
	} else {
		s.Lines = []string{"Intervals are those of each result by itself. Whether two differ is better seen on common random numbers: poolsim compare."}
	}
	return s
}

// documents makes the parts of one input.
func (p *reportPage) documents(in *reportInput) ([]*report.Document, error) {
	if in.run != nil {
		command := p.runCommand(in)
		d, err := p.review(in.run, command, command == "")
		return []*report.Document{d}, err
	}
	if s := in.saved; len(s.Runs) == 0 {
		d, err := p.study(s)
		if err == nil && len(p.inputs) > 1 {
			d.Title = kindOf(s) + d.Title
		}
		return []*report.Document{d}, err
	}
	var out []*report.Document
	for _, r := range in.saved.Runs {
		d, err := p.review(r, "", true)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// review makes the part of a run. Without a command it is one on the scenario of the page, which has all that was set.
func (p *reportPage) review(r *experiment.Result, command string, onPage bool) (*report.Document, error) {
	set := chartsOfRun(r)
	pictures, err := p.draw(&set, r.Name)
	if err != nil {
		return nil, err
	}
	o := origin(r.Name, r.Scenario, r.Poolsim, "scenario_hash "+r.ScenarioHash)
	o.Command, o.OnPage = command, onPage
	if onPage {
		o.Command = commandLine("poolsim", "run", o.Name)
	}
	return report.Review(r, pictures, o), nil
}

// study makes the part of a sweep, a comparison or a search. A shard has its table only.
func (p *reportPage) study(s *study.Saved) (*report.Document, error) {
	var d *report.Document
	var o *report.Origin
	switch {
	case s.Sweep != nil:
		r := s.Sweep
		d, o = report.Sweep(r, nil), origin(r.Name, r.Scenario, r.Poolsim, "study_hash "+r.Hash)
		o.Command = sweepCommand(o.Name, r)
	case s.Compare != nil:
		r := s.Compare
		d, o = report.Comparison(r), origin(r.Variants[0].Name, r.Variants[0].Scenario, r.Poolsim, "study_hash "+r.Hash)
		o.Command = compareCommand(o.Name, r)
	default:
		r := s.Search
		d, o = report.Search(r), origin(r.Name, r.Scenario, r.Poolsim, "study_hash "+r.Hash)
		o.Command = searchCommand(o.Name, r)
	}
	o.OnPage = true
	more := report.Reproduction(o)
	set, err := chartsOfStudy(s, nil)
	if err != nil {
		return report.StudyReview(d, nil, more), nil
	}
	pictures, err := p.draw(&set, o.Name)
	if err != nil {
		return nil, err
	}
	if len(pictures) == 0 && p.why != nil {
		why := strings.TrimSuffix(plain(p.why).Error(), ": "+plots.ErrNoData.Error())
		d.Sections = append([]report.Section{{Heading: "Charts", Lines: []string{"There is none: " + why + "."}}}, d.Sections...)
	}
	return report.StudyReview(d, pictures, more), nil
}

// kindOf names a study in front of its title, where there are several parts.
func kindOf(s *study.Saved) string {
	switch {
	case s.Sweep != nil:
		return "Sweep: "
	case s.Compare != nil:
		return "Comparison: "
	case s.Search != nil && s.Search.Study == study.Capacity:
		return "Capacity: "
	case s.Search != nil:
		return "Size: "
	}
	return ""
}

// origin says where a result comes from. The name of its scenario, which may be anything, becomes one that a file can have.
func origin(name string, echo map[string]any, version, hash string) *report.Origin {
	return &report.Origin{Name: folderName(name) + ".toml", Scenario: echo, Version: version, Hash: hash}
}

// draw draws the charts of a set that were asked for, or the usual ones. Those that find nothing are left out.
func (p *reportPage) draw(set *chartSet, name string) ([]report.Picture, error) {
	var out []report.Picture
	p.why = nil
	for i, chart := range p.flags.choice.in(set) {
		figures, err := set.draw(chart)
		if was, seen := p.drawn[chart]; !seen || was != nil {
			p.drawn[chart] = err
		}
		if errors.Is(err, plots.ErrNoData) {
			if i == 0 {
				p.why = err
			}
			continue
		}
		if err != nil {
			return nil, plain(err)
		}
		for k := range figures {
			g := &figures[k]
			var svg bytes.Buffer
			if err := g.Write(&svg, "svg"); err != nil {
				return nil, plain(err)
			}
			file := p.fileName(name, g.Name)
			p.out.pictures = append(p.out.pictures, reportPicture{file, svg.Bytes()})
			out = append(out, report.Picture{Title: g.Title, Caption: caption(g), File: p.out.link(file), SVG: svg.Bytes()})
		}
	}
	return out, nil
}

// missing says which charts that were asked for are not on the page; nil if none is.
func (p *reportPage) missing() error {
	if !p.flags.choice.named() {
		return nil
	}
	var faults []error
	for _, word := range p.flags.choice.charts {
		name, _ := findChart(everyChart(), word)
		switch reason, tried := p.drawn[name]; {
		case !tried:
			faults = append(faults, fmt.Errorf("--chart %s: nothing in this report has such a chart", word))
		case reason != nil:
			faults = append(faults, fmt.Errorf("--chart %w", plain(reason)))
		}
	}
	return errors.Join(faults...)
}

// longCaption is from how many characters on the words of a chart are left to those who do not see it: they are in the drawing.
const longCaption = 400

// caption is what stands below a chart: the picture in words.
func caption(g *plots.Figure) string {
	s := g.Subtitle
	if s != "" && !strings.HasSuffix(s, ".") {
		s += "."
	}
	if len(g.Description) > longCaption {
		return s
	}
	return strings.TrimSpace(s + " " + g.Description)
}

// fileName makes the name of a picture's file: that of the figure, after the scenario's where there are several parts.
func (p *reportPage) fileName(scenario, figure string) string {
	name := figure
	if len(p.inputs) > 1 || len(p.inputs[0].runs()) > 1 {
		name = folderName(scenario) + "-" + figure
	}
	free := name
	for n := 2; slices.Contains(p.names, free); n++ {
		free = name + "-" + strconv.Itoa(n)
	}
	p.names = append(p.names, free)
	return free + ".svg"
}
