package plots

import (
	"bytes"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"gonum.org/v1/plot/vg/draw"
)

func init() { Formats.Register("pdf", writePDF) }

// writePDF writes the figure as a PDF of one page of its size. Its text can be searched and copied.
func writePDF(w io.Writer, f *Figure, on page) error {
	width, height := on.paper()
	doc := fpdf.NewCustom(&fpdf.InitType{
		UnitStr: "pt", Size: fpdf.SizeType{Wd: width.Points(), Ht: height.Points()},
	})
	// The same figure gives the same bytes: no map order, and no date of writing.
	doc.SetCatalogSort(true)
	doc.SetCreationDate(time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC))
	doc.SetModificationDate(time.Date(2000, time.January, 1, 0, 0, 0, 0, time.UTC))
	doc.SetProducer("poolsim", true)
	doc.SetTitle(basic(f.Title), true)
	doc.SetSubject(basic(f.Subtitle+". "+f.Description), true)
	doc.SetLang("en")
	doc.SetMargins(0, 0, 0)
	doc.SetAutoPageBreak(false, 0)
	doc.AddPage()

	c := draw.NewCanvas(newPDFCanvas(doc, height, on.scale), on.width, on.height)
	whiten(c)
	f.drawPage(c)
	var b bytes.Buffer
	if err := doc.Output(&b); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}

// basic replaces what is beyond the basic multilingual plane, which the library below does not encode.
func basic(s string) string {
	return strings.Map(func(r rune) rune {
		if r > 0xFFFF {
			return '?'
		}
		return r
	}, clean(s))
}
