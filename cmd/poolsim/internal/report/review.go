package report

import (
	"fmt"

	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

// Review lays out everything about one result for a reader who was not there: what was asked and what was set, the verdict, the
// key figures, charts, then all tables, the scenario, and how to do it again.
func Review(r *experiment.Result, pictures []Picture, o *Origin) *Document {
	t := newTidy(r.Metrics)
	d := &Document{Title: r.Title, Lines: headline(r)}
	d.add(decisiveSection(r))
	d.add(settingsSection(r.Scenario))
	d.add(keySection(t))
	d.add(pictureSection(pictures))
	d.add(alertSection(r.Alerts))
	d.add(warningSection(r.Warnings))
	d.add(theorySection(t, r.Theory, len(r.Pools) > 1))
	d.add(errorSection(r.Errors))
	for i := range r.Pools {
		d.add(poolSection(t, &r.Pools[i]))
		d.add(sampleSection(t, &r.Pools[i]))
	}
	d.add(waitSection(t, len(r.Pools) > 1))
	d.add(classSection(t))
	d.add(databaseSection(t))
	d.Sections = append(d.Sections, Reproduction(o)...)
	return d
}

// settingsWidth is the most characters of settings in a row, so that a Markdown table can be read as it stands, and a row fits on paper.
const settingsWidth = 78

// settingsSection is the table of what was set. What has many settings has several rows.
func settingsSection(echo map[string]any) *Section {
	table := &Table{Columns: []Column{{Name: "of"}, {Name: "settings"}}}
	for _, g := range scenario.Outline(echo) {
		row := ""
		for _, s := range g.Settings {
			if row != "" && len(row)+len(s) > settingsWidth {
				table.Rows = append(table.Rows, []Cell{words(g.Of), words(row + ",")})
				row = ""
			}
			if row != "" {
				row += ", "
			}
			row += s
		}
		table.Rows = append(table.Rows, []Cell{words(g.Of), words(row)})
	}
	if len(table.Rows) == 0 {
		return nil
	}
	return &Section{Heading: "Settings", Table: table}
}

func pictureSection(pictures []Picture) *Section {
	if len(pictures) == 0 {
		return nil
	}
	return &Section{Heading: "Charts", Pictures: pictures}
}

// Origin says where a result comes from.
type Origin struct {
	Name     string         // of the scenario's file
	Scenario map[string]any // its Echo
	Version  string         // of poolsim
	Hash     string         // what it identifies, and it

	// Command gives the same result again. OnPage says that it does so with the scenario that is on the page, saved under
	// Name; otherwise with the files that it names. Without a command there is no more to say than that.
	Command string
	OnPage  bool
}

// Reproduction returns the sections of the scenario and of what gives the same numbers.
func Reproduction(o *Origin) []Section {
	var out []Section
	if len(o.Scenario) > 0 {
		out = append(out, Section{
			Heading: "Scenario",
			Lines:   []string{"As it was understood, with what was overridden and with all defaults."},
			Code:    &Code{"toml", scenario.EchoTOML(o.Scenario)},
		})
	}
	s := Section{
		Heading: "How to reproduce it",
		Lines:   []string{fmt.Sprintf("poolsim %s, %s: the same version, scenario and seed give the same bytes.", o.Version, o.Hash)},
	}
	switch {
	case o.Command == "":
		s.Lines = append(s.Lines, "It is of the scenario above; its command line is not known.")
	case o.OnPage:
		s.Lines = append(s.Lines, "With the scenario above saved as "+clean(o.Name)+":")
	}
	if o.Command != "" {
		s.Code = &Code{"sh", o.Command}
	}
	return append(out, s)
}

// StudyReview adds to the page of a study its charts, in front, and whatever else, at its end.
func StudyReview(d *Document, pictures []Picture, more []Section) *Document {
	out := *d
	sections := d.Sections
	out.Sections = nil
	out.add(pictureSection(pictures))
	out.Sections = append(out.Sections, sections...)
	out.Sections = append(out.Sections, more...)
	return &out
}
