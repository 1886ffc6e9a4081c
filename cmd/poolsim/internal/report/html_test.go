package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// hostileWords are names that would do harm where they are not escaped.
var hostileWords = []string{
	`<script>alert(1)</script>`,
	`"><img src=x onerror=alert(1)>`,
	`</title></style></pre></svg><iframe src=//evil>`,
	`](javascript:alert(1)) ![x](http://evil/x.png)`,
	"a\x1b[31mred\x07\u202egnp.exe\u2066",
	"`` ``` ~~~ {{.}} <!-- --> &lt; &#60;",
	`' onmouseover='alert(1)`,
}

// hostilePage has every hostile text in every place that there is.
func hostilePage() *Page {
	p := &Page{}
	for i, h := range hostileWords {
		table := Words([][]string{{h, "figure"}, {h, h}, {h, h}}, 1)
		table.Rows[0][1] = figures(figure{value: h, unit: h, interval: h})
		s := Section{
			Heading: h, Callout: []Cell{{Text: h, Mark: Bad}}, Lines: []string{h}, Table: table, List: []string{h}, Notes: []Cell{{Text: h, Mark: Open}},
			Pictures: []Picture{{Title: h, Caption: h, File: fmt.Sprintf("x_files/%d.svg", i), SVG: []byte(
				`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" role="img"><defs><clipPath id="a"><path d="M0,0"/></clipPath></defs><g clip-path="url(#a)"><text>x</text></g></svg>`,
			)}},
			Code: &Code{"toml", h + "\n" + h},
		}
		p.Title, p.Footer = p.Title+h, h
		p.Lines = append(p.Lines, h)
		p.Sections = append(p.Sections, s)
		p.Documents = append(p.Documents, &Document{Title: h, Lines: []string{h}, Sections: []Section{s}})
		p.End = append(p.End, s)
	}
	return p
}

// TestHostileHTML looks for what no page may have.
func TestHostileHTML(t *testing.T) {
	t.Parallel()
	text := pageText(t, PageHTML, hostilePage())
	checkHTML(t, text)
	checkQuiet(t, text)
}

// TestHostileMarkdown looks for the same in Markdown, and for links that nobody made.
func TestHostileMarkdown(t *testing.T) {
	t.Parallel()
	text := pageText(t, PageMarkdown, hostilePage())
	checkQuiet(t, text)
	inCode := false
	fence := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case inCode:
			inCode = line != fence
			continue
		case strings.HasPrefix(line, "```"):
			fence = strings.TrimRight(line, "abcdefghijklmnopqrstuvwxyz")
			inCode = true
			continue
		}
		for _, bad := range []string{"<script", "<img", "<iframe", "</pre"} {
			if strings.Contains(line, bad) {
				t.Errorf("a line has %s: %s", bad, line)
			}
		}
		for rest := line; ; {
			_, after, ok := strings.Cut(rest, "](")
			if !ok {
				break
			}
			if rest = after; !strings.HasPrefix(after, "x_files/") {
				t.Errorf("a link that nobody made: %s", line)
			}
		}
	}
	if inCode {
		t.Error("code does not end")
	}
}

func pageText(t *testing.T, write func(io.Writer, *Page) error, p *Page) string {
	t.Helper()
	var b, again bytes.Buffer
	if err := write(&b, p); err != nil {
		t.Fatal(err)
	}
	if err := write(&again, p); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("written again it has other bytes (%v)", err)
	}
	return b.String()
}

// checkQuiet looks for characters that terminals and editors obey.
func checkQuiet(t *testing.T, text string) {
	t.Helper()
	for _, bad := range []string{"\x1b", "\x07", "\u202e", "\u2066"} {
		if strings.Contains(text, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
}

// checkHTML reads a page as a browser would: its elements must be closed, known and accessible, its headings in order, and
// identifiers there once.
func checkHTML(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	d.Strict, d.AutoClose, d.Entity = false, []string{"meta", "br"}, xml.HTMLEntity
	known := map[string]bool{}
	for name := range strings.FieldsSeq("html head meta title style body header h1 h2 h3 p main section div table thead tbody tr th td span br ol li figure figcaption b pre code article nav a footer " +
		"svg desc g defs clipPath path text rect circle line polyline polygon") {
		known[name] = true
	}
	ids := map[string]bool{}
	var refs []string
	level, images := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			if c, isComment := token.(xml.Comment); isComment {
				t.Errorf("a comment: %s", c)
			}
			continue
		}
		name := e.Name.Local
		if !known[name] {
			t.Errorf("an element <%s>", name)
		}
		if len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' {
			if to := int(name[1] - '0'); to > level+1 {
				t.Errorf("a heading of level %d after one of level %d", to, level)
			} else {
				level = to
			}
		}
		if name == "svg" {
			images++
		}
		attributes := map[string]string{}
		for _, a := range e.Attr {
			attributes[a.Name.Local] = a.Value
			switch {
			case strings.HasPrefix(a.Name.Local, "on"):
				t.Errorf("<%s %s>", name, a.Name.Local)
			case a.Name.Local == "id":
				if ids[a.Value] {
					t.Errorf("id %s is there twice", a.Value)
				}
				ids[a.Value] = true
			case a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#"), a.Name.Local == "src":
				t.Errorf("<%s %s=%q>", name, a.Name.Local, a.Value)
			case a.Name.Local == "href":
				refs = append(refs, a.Value[1:])
			case a.Name.Local == "aria-labelledby":
				refs = append(refs, a.Value)
			case strings.HasPrefix(a.Value, "url(#"):
				refs = append(refs, strings.TrimSuffix(a.Value[len("url(#"):], ")"))
			}
		}
		switch {
		case name == "html" && attributes["lang"] != "en":
			t.Error("the page does not say its language")
		case name == "th" && attributes["scope"] == "":
			t.Error("a heading of a table without scope")
		case name == "svg" && (attributes["role"] != "img" || attributes["aria-label"] == ""):
			t.Error("a picture without role or name")
		}
	}
	for _, r := range refs {
		if !ids[r] {
			t.Errorf("nothing has the id %s", r)
		}
	}
	for _, bad := range []string{"<script", "@import"} { // links in words do nothing; attributes are looked at above
		if strings.Contains(text, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
}

// TestReviewHTML writes the reports of the results that the other tests draw.
func TestReviewHTML(t *testing.T) {
	t.Parallel()
	r := lcfs()
	r.Scenario = map[string]any{"title": "x", "run": map[string]any{"duration": "1m"}, "pool": []any{map[string]any{"name": "main", "dialect": "<b>"}}}
	page := &Page{Title: "Does it do?", Documents: []*Document{
		Review(r, nil, &Origin{Name: "lcfs.toml", Version: "v1", Hash: "h", Scenario: r.Scenario, Command: "poolsim run lcfs.toml"}),
		Review(&experiment.Result{Title: "nothing"}, nil, &Origin{}),
	}}
	text := pageText(t, PageHTML, page)
	checkHTML(t, text)
	for _, want := range []string{
		"<h1>Does it do?</h1>", "<h3 id=\"section-1\">Verdict</h3>", "poolsim run lcfs.toml", "&lt;b&gt;", "There are no targets",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if md := pageText(t, PageMarkdown, page); !strings.Contains(md, "# Does it do?\n") || !strings.Contains(md, "\n### Verdict\n\n> **SLO: ") {
		t.Errorf("Markdown:\n%s", md)
	}
}

// TestDrawingsAreChecked refuses SVGs that are more than drawings.
func TestDrawingsAreChecked(t *testing.T) {
	t.Parallel()
	for _, svg := range []string{
		"", "<p/>", "<svg><script>1</script></svg>", `<svg onload="x()"/>`, `<svg><g href="http://evil"/></svg>`, "<svg><!-- --></svg>", "<svg>",
		`<!DOCTYPE svg><svg/>`, `<svg><image href="#x"/></svg>`, `<svg><foreignObject/></svg>`,
	} {
		if got, err := inlineSVG([]byte(svg), 1, "x"); err == nil {
			t.Errorf("%s became %s", svg, got)
		}
	}
}
