package report

import (
	_ "embed" // page.html.tmpl and page.css
	"fmt"
	"html/template"
	"io"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed page.html.tmpl
var pageTemplate string

//go:embed page.css
var pageStyle string

// pageHTML returns the template of a page. It escapes whatever it is given for the place where it stands. It is read
// when a page is written: most commands write none, and it had more to set up than any other package of poolsim.
var pageHTML = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageTemplate)) })

// PageHTML writes a page as one HTML file that needs nothing else: no script, no network, the charts within it.
func PageHTML(w io.Writer, p *Page) error {
	v, err := (&htmlWriter{}).page(p)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := pageHTML().Execute(&b, v); err != nil {
		return err
	}
	return writeString(w, b.String())
}

// htmlWriter turns what a page says into what its template shows, and counts headings and pictures.
type htmlWriter struct{ sections, pictures int }

// The views are what the template sees.
type (
	htmlPage struct {
		Title, Footer string
		Style         template.CSS
		Lines         []string
		Sections      []htmlSection
		Documents     []htmlDocument
		End           []htmlSection
		Several       bool
	}
	htmlDocument struct {
		ID, Title string
		Lines     []string
		Sections  []htmlSection
	}
	htmlSection struct {
		ID, Heading string
		Level       int
		Callout     []htmlCell
		Lines       []string
		Table       *htmlTable
		List        []string
		Notes       []htmlCell
		Pictures    []htmlPicture
		Code        string
	}
	htmlTable struct {
		Name    string // for those who do not see the heading above it
		Short   bool   // it fits on a page
		Dense   bool   // many columns
		Brief   bool   // the names of rows are short
		Columns []htmlColumn
		Rows    [][]htmlCell
	}
	htmlColumn struct {
		Name  []string // lines
		Right bool
		Split bool // intervals have a column of their own, so that values and intervals are each aligned
	}
	htmlCell struct {
		Text     string
		Interval string
		Class    string // of the mark
		Right    bool
		Head     bool // names its row, or
		Rows     int  // as many rows, if more than one
		Hidden   bool // another cell stands for it
		Stacked  bool
		Split    bool
	}
	htmlPicture struct {
		Number  int
		Caption string
		SVG     template.HTML
	}
)

func (h *htmlWriter) page(p *Page) (*htmlPage, error) {
	v := &htmlPage{
		Title: clean(p.Title), Footer: clean(p.Footer), Style: template.CSS(pageStyle), Lines: cleanAll(p.Lines), Several: len(p.Documents) > 1,
	}
	var err error
	if v.Sections, err = h.all(p.Sections, 2); err != nil {
		return nil, err
	}
	for i, d := range p.Documents {
		level := 2
		if d.Title != "" {
			level = 3
		}
		one := htmlDocument{ID: "part-" + strconv.Itoa(i+1), Title: clean(d.Title), Lines: cleanAll(d.Lines)}
		if one.Sections, err = h.all(d.Sections, level); err != nil {
			return nil, err
		}
		v.Documents = append(v.Documents, one)
	}
	v.End, err = h.all(p.End, 2)
	return v, err
}

func (h *htmlWriter) all(sections []Section, level int) ([]htmlSection, error) {
	var out []htmlSection
	for i := range sections {
		s, err := h.section(&sections[i], level)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (h *htmlWriter) section(s *Section, level int) (htmlSection, error) {
	h.sections++
	v := htmlSection{
		ID: "section-" + strconv.Itoa(h.sections), Heading: clean(s.Heading), Level: level,
		Callout: htmlCells(s.Callout), Lines: cleanAll(s.Lines), List: cleanAll(s.List), Notes: htmlCells(s.Notes),
	}
	if s.Table != nil && len(s.Table.Rows) > 0 {
		v.Table = newHTMLTable(s.Table, v.Heading)
	}
	if s.Code != nil {
		v.Code = cleanCode(s.Code.Text)
	}
	for _, p := range s.Pictures {
		h.pictures++
		svg, err := inlineSVG(p.SVG, h.pictures, p.Title)
		if err != nil {
			return v, fmt.Errorf("picture %q: %w", clean(p.Title), err)
		}
		v.Pictures = append(v.Pictures, htmlPicture{h.pictures, clean(p.Caption), svg})
	}
	return v, nil
}

// pageRows is how many rows of a table fit on a printed page with room to spare.
const pageRows = 28

// denseColumns is from how many columns on a table is set smaller.
const denseColumns = 9

// briefName is the longest name of a row that is never broken.
const briefName = 32

func newHTMLTable(t *Table, name string) *htmlTable {
	v := &htmlTable{Name: name, Short: len(t.Rows) <= pageRows, Dense: len(t.Columns) >= denseColumns, Brief: true}
	for _, c := range t.Columns {
		v.Columns = append(v.Columns, htmlColumn{strings.Split(cleanCode(c.Name), "\n"), c.Right, false})
	}
	for _, row := range t.Rows {
		for i, c := range row {
			if c.figure != nil && c.figure.interval != "" && !t.Stacked {
				v.Columns[i].Split = true
			}
		}
	}
	for _, row := range t.Rows {
		cells := make([]htmlCell, len(t.Columns)) // those that a row lacks are empty
		for i := range cells {
			if i < len(row) {
				cells[i] = newHTMLCell(row[i])
			}
			cells[i].Right = t.Columns[i].Right
			cells[i].Stacked, cells[i].Split = t.Stacked, v.Columns[i].Split
		}
		cells[0].Head = !cells[0].Right
		v.Brief = v.Brief && utf8.RuneCountInString(cells[0].Text) <= briefName
		v.Rows = append(v.Rows, cells)
	}
	v.group()
	return v
}

// group lets the first cell of several rows that follow each other name all of them, where it would be the same.
func (t *htmlTable) group() {
	for i := 0; i < len(t.Rows); i++ {
		first := &t.Rows[i][0]
		if !first.Head {
			continue
		}
		n := 1
		for ; i+n < len(t.Rows) && t.Rows[i+n][0].Text == first.Text; n++ {
			t.Rows[i+n][0].Hidden = true
		}
		first.Rows = n
		i += n - 1
	}
}

func newHTMLCell(c Cell) htmlCell {
	v := htmlCell{Text: clean(c.Text), Class: map[Mark]string{Good: "good", Bad: "bad", Open: "open"}[c.Mark]}
	if f := c.figure; f != nil {
		v.Text, v.Interval = clean(f.value+f.unit), clean(f.interval)
	}
	return v
}

func htmlCells(cells []Cell) []htmlCell {
	var out []htmlCell
	for _, c := range cells {
		out = append(out, newHTMLCell(c))
	}
	return out
}

func cleanAll(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = clean(l)
	}
	return out
}
