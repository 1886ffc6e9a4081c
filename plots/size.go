package plots

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"

	"poolsim/sim/param"
)

// Size is a kind of page that figures are laid out for. A chart is laid out anew on each: lines break elsewhere, axes have
// other lengths, and a chart of many rows takes what room there is.
type Size struct {
	Name string // the word on the command line: "slide"
	Help string // one line for people, no full stop

	page func(tall vg.Length) page // for a chart whose rows need so tall a page, in points of layout; 0 is any
}

// page is a page of one size. Charts are laid out in points, in which text has the same sizes on all pages; a point of
// layout is scale points of paper.
type page struct {
	width, height vg.Length // in points of layout
	scale         float64
}

// Sizes are all sizes by name.
var Sizes param.Registry[Size]

// DefaultSize is the size of a figure that names none.
const DefaultSize = "column"

func init() {
	for _, s := range []Size{
		{
			Name: DefaultSize, Help: "as wide as the text of a document: 8 x 4.9 in, a chart of rows as tall as they need",
			page: func(tall vg.Length) page {
				if tall == 0 {
					return page{figureWidth, figureHeight, 1}
				}
				return page{figureWidth, min(tall, tallestColumn), 1}
			},
		},
		{
			Name: "slide", Help: "a 16:9 slide of 13.33 x 7.5 in, with text of 12 points and more",
			page: func(vg.Length) page {
				const scale = 1.75
				return page{960 / scale, 540 / scale, scale}
			},
		},
		{
			Name: "page", Help: "a whole page of A4 or Letter within its margins: 10 x 6.8 in, upright for a chart of many rows",
			page: func(tall vg.Length) page {
				const long, short = 10 * vg.Inch, 6.8 * vg.Inch
				if tall > short {
					return page{short, long, 1}
				}
				return page{long, short, 1}
			},
		},
	} {
		Sizes.Register(s.Name, s)
	}
}

// The default page: as wide as a column of A4 in a report.
const (
	figureWidth   = 8 * vg.Inch
	figureHeight  = 4.9 * vg.Inch
	tallestColumn = 11 * vg.Inch // or it would leave its page
)

// page is the page that the figure is laid out for.
func (f *Figure) page() (page, error) {
	name := f.Size
	if name == "" {
		name = DefaultSize
	}
	s, ok := Sizes.Lookup(name)
	if !ok {
		return page{}, fmt.Errorf("unknown size %q: choose one of %s", name, strings.Join(Sizes.Names(), ", "))
	}
	return s.page(f.tall), nil
}

// paper is the size of the page on paper.
func (p page) paper() (width, height vg.Length) {
	return p.width * vg.Length(p.scale), p.height * vg.Length(p.scale)
}
