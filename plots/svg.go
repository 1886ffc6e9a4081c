package plots

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

func init() { Formats.Register("svg", writeSVG) }

// svgFamily are the fonts of an SVG: Liberation Sans has the widths of Arial, and Helvetica's are the same.
const svgFamily = "'Liberation Sans',Arial,Helvetica,sans-serif"

// writeSVG writes the figure as SVG with a title and a description for screen readers.
func writeSVG(w io.Writer, f *Figure, on page) error {
	canvas := vgsvg.New(on.width, on.height)
	c := draw.New(canvas)
	whiten(c)
	f.drawPage(c)
	var drawn bytes.Buffer
	if _, err := canvas.WriteTo(&drawn); err != nil {
		return err
	}
	dressed, err := dressSVG(drawn.String(), on, f.Title, f.Subtitle+". "+f.Description)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, dressed)
	return err
}

// whiten paints the page, which is transparent in an SVG and would be dark on a dark screen.
func whiten(c draw.Canvas) {
	c.FillPolygon(paper, []vg.Point{
		{X: c.Min.X, Y: c.Min.Y}, {X: c.Max.X, Y: c.Min.Y}, {X: c.Max.X, Y: c.Max.Y}, {X: c.Min.X, Y: c.Max.Y},
	})
}

// dressSVG gives a drawing of vgsvg a root element of its own with title and description, and replaces the font that it
// names by a list of equals. The size of that element is that on paper. Texts cannot be mistaken for styles: vgsvg escapes the quotation marks in them.
func dressSVG(drawing string, on page, title, description string) (string, error) {
	_, rest, ok := strings.Cut(drawing, "<svg ")
	if !ok {
		return "", errors.New("the drawing has no <svg> element")
	}
	attributes, content, ok := strings.Cut(rest, ">\n")
	if !ok {
		return "", errors.New("the <svg> element does not end")
	}
	size, _, ok := strings.Cut(attributes, "\n")
	if !ok {
		return "", errors.New("the <svg> element has no size")
	}
	width, height := on.paper()
	_, box, ok := strings.Cut(size, ` viewBox=`)
	if !ok {
		return "", errors.New("the <svg> element has no viewBox")
	}
	size = fmt.Sprintf(`width="%.5gpt" height="%.5gpt" viewBox=%s`, width.Points(), height.Points(), box)
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<svg " + size)
	b.WriteString("\n\t" + `xmlns="http://www.w3.org/2000/svg" role="img" font-family="` + svgFamily + `">` + "\n<title>")
	if err := xml.EscapeText(&b, []byte(clean(title))); err != nil {
		return "", err
	}
	b.WriteString("</title>\n<desc>")
	if err := xml.EscapeText(&b, []byte(clean(description))); err != nil {
		return "", err
	}
	b.WriteString("</desc>\n")
	const family = "\n\tstyle=\"font-family:Liberation Sans;font-variant:normal;"
	content = strings.NewReplacer(
		family+"font-weight:normal;font-style:normal;", ` style="`,
		family+"font-weight:bold;font-style:normal;", ` style="font-weight:bold;`,
	).Replace(content)
	b.WriteString(content)
	return b.String(), nil
}
