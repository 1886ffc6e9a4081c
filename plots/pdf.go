package plots

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"

	"gonum.org/v1/plot/vg/draw"
)

func init() { Formats.Register("pdf", writePDF) }

// writePDF writes the figure as a PDF of one page of its size (ISO 32000-1). gonum's own PDF canvas is not used: it writes
// the time into the file and knows only the characters of Windows, to which neither thin spaces nor ≤ belong.
func writePDF(w io.Writer, f *Figure) error {
	canvas := newPDFCanvas(figureWidth, figureHeight)
	c := draw.New(canvas)
	whiten(c)
	f.drawPage(c)
	d := &pdfFile{}
	catalog, pages, page := d.reserve(), d.reserve(), d.reserve()
	content := d.stream("", canvas.content.Bytes())
	var resources strings.Builder
	resources.WriteString("<< /Font <<")
	for _, font := range canvas.fonts.used {
		fmt.Fprintf(&resources, " /%s %d 0 R", font.name, font.write(d))
	}
	resources.WriteString(" >> /ExtGState <<")
	for _, alpha := range canvas.alphas {
		fmt.Fprintf(&resources, " /%s << /ca %s /CA %s >>", alphaName(alpha), pdfNumber(float64(alpha)/255), pdfNumber(float64(alpha)/255))
	}
	resources.WriteString(" >> >>")
	info := d.add("<< /Title " + pdfText(clean(f.Title)) + " /Subject " + pdfText(clean(f.Subtitle+". "+f.Description)) + " >>")
	d.set(catalog, fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (en) /ViewerPreferences << /DisplayDocTitle true >> >>", pages))
	d.set(pages, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count 1 >>", page))
	d.set(page, fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Contents %d 0 R /Resources %s >>",
		pages, pdfNumber(figureWidth.Points()), pdfNumber(figureHeight.Points()), content, resources.String()))
	_, err := w.Write(d.bytes(catalog, info))
	return err
}

// pdfFile gathers the objects of a PDF. Objects are counted from 1.
type pdfFile struct{ objects []string }

// reserve makes an object whose content comes later.
func (d *pdfFile) reserve() int { return d.add("") }

func (d *pdfFile) add(content string) int {
	d.objects = append(d.objects, content)
	return len(d.objects)
}

func (d *pdfFile) set(object int, content string) { d.objects[object-1] = content }

// stream adds a compressed stream; more are further entries of its dictionary.
func (d *pdfFile) stream(more string, content []byte) int {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(content) // a buffer takes everything
	_ = z.Close()
	return d.add(fmt.Sprintf("<< /Filter /FlateDecode /Length %d%s >>\nstream\n%s\nendstream", b.Len(), more, b.String()))
}

// bytes writes the file: header, objects, the table of where they are, and where to begin.
func (d *pdfFile) bytes(root, info int) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n") // the second line says that there are bytes beyond ASCII
	offsets := make([]int, len(d.objects))
	for i, o := range d.objects {
		offsets[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(d.objects)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(d.objects)+1, root, info, table)
	return b.Bytes()
}

// pdfText writes a text string: UTF-16 with a mark of its byte order, in hexadecimal digits, which need no escapes.
func pdfText(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	b.WriteString(">")
	return b.String()
}
