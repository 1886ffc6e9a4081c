package report

import (
	"io"
	"strings"
)

// Page is a report: one document or several under one title, to be written as HTML or as Markdown.
type Page struct {
	Title     string // the question that it answers
	Lines     []string
	Sections  []Section // before the documents: an overview of several
	Documents []*Document
	End       []Section // after them
	Footer    string
}

// PageMarkdown writes a page as Markdown.
func PageMarkdown(w io.Writer, p *Page) error {
	parts := markdownDocument(&Document{Title: p.Title, Lines: p.Lines, Sections: p.Sections}, 1)
	for _, d := range p.Documents {
		parts = append(parts, markdownDocument(d, 2)...)
	}
	parts = append(parts, markdownDocument(&Document{Sections: p.End}, 2)...)
	if p.Footer != "" {
		parts = append(parts, "---", escape(p.Footer))
	}
	return writeString(w, strings.Join(parts, "\n\n")+"\n")
}
