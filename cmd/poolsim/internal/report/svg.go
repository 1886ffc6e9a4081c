package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"html/template"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// drawingElements are what a chart is made of. Whatever else an SVG can have (scripts, links, other documents) is not put
// into a page.
var drawingElements = []string{
	"svg", "title", "desc", "g", "defs", "clipPath", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
	"linearGradient", "radialGradient", "stop",
}

// identifiers returns where an SVG names a part of itself, or says which part it means.
var identifiers = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(\sid="|url\(#|href="#|aria-labelledby=")`)
})

// inlineSVG makes an SVG a part of a page: without the line that says it is XML, its identifiers those of picture n, so that
// they are unlike those of other pictures, and with its title as the name of the image.
func inlineSVG(svg []byte, n int, title string) (template.HTML, error) {
	if err := checkDrawing(svg); err != nil {
		return "", err
	}
	_, rest, ok := strings.Cut(string(svg), "<svg")
	if !ok {
		return "", errors.New("has no <svg> element")
	}
	var label strings.Builder
	if err := xml.EscapeText(&label, []byte(clean(title))); err != nil {
		return "", err
	}
	own := "figure-" + strconv.Itoa(n) + "-"
	rest = identifiers().ReplaceAllString(rest, "${1}"+own)
	if head, _, _ := strings.Cut(rest, ">"); !strings.Contains(head, ` role="`) {
		rest = ` role="img"` + rest
	}
	return template.HTML(`<svg aria-label="` + label.String() + `"` + rest), nil // its elements and attributes were checked
}

// checkDrawing reads a whole SVG, and refuses what is no drawing.
func checkDrawing(svg []byte) error {
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch e := token.(type) {
		case xml.Directive, xml.Comment:
			return errors.New("has a comment or a declaration")
		case xml.StartElement:
			if !slices.Contains(drawingElements, e.Name.Local) {
				return fmt.Errorf("has an element <%.20s>, which is no part of a drawing", e.Name.Local)
			}
			for _, a := range e.Attr {
				if strings.HasPrefix(strings.ToLower(a.Name.Local), "on") || a.Name.Local == "href" && !strings.HasPrefix(a.Value, "#") {
					return fmt.Errorf("has an attribute %.20s, which is no part of a drawing", a.Name.Local)
				}
			}
		}
	}
}
