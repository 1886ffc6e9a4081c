package plots

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg/draw"
)

var pdfs = flag.String("pdfs", "", "also write all figures of the fixtures as PDF into this `folder`")

// pdfOf writes a figure as PDF.
func pdfOf(t *testing.T, f *Figure) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, "pdf"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPDF: a figure is a page of its size, the same bytes each time, and needs no font of the reader's.
func TestPDF(t *testing.T) {
	figures, err := drawUtilisation(burst())
	if err != nil {
		t.Fatal(err)
	}
	first := pdfOf(t, &figures[0])
	for range 3 {
		if !bytes.Equal(first, pdfOf(t, &figures[0])) {
			t.Fatal("two writes differ")
		}
	}
	for _, want := range []string{"%PDF-1.", "/MediaBox [0 0 576.00 352.80]", "/FontFile2", "/Lang (en)", "%%EOF"} {
		if !bytes.Contains(first, []byte(want)) {
			t.Errorf("no %q in the file", want)
		}
	}
	if bytes.Contains(first, []byte("Helvetica")) {
		t.Error("a font is not embedded")
	}
	figures[0].Size = "slide"
	if !bytes.Contains(pdfOf(t, &figures[0]), []byte("/MediaBox [0 0 960.00 540.00]")) {
		t.Error("a slide is not 960 x 540 points")
	}
}

// TestPDFText has another program read the text: what is not ASCII comes out right, what the font lacks is a question mark.
func TestPDFText(t *testing.T) {
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Skip("no pdftotext (Debian: poppler-utils)")
	}
	const said = "6\u2009500 requests ±\u00a012\u00a0µs, p99 ≤ −0.5\u00a0%, 4 × 150 → “café” …"
	f := &Figure{Name: "text", Title: said + " 漢😀", Subtitle: said, Footer: said + " · 1", body: func(draw.Canvas) {}}
	file := filepath.Join(t.TempDir(), "text.pdf")
	if err := os.WriteFile(file, pdfOf(t, f), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("pdftotext", "-layout", file, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	plain := strings.NewReplacer("\u00a0", " ", "\u2009", " ").Replace
	if got := plain(string(out)); !strings.Contains(got, plain(said)+" ??\n") || strings.Count(got, plain(said)) != 3 {
		t.Errorf("the text is %q", out)
	}
}

// TestPDFRenders has another program draw the pages, all white without a chart and not so with one.
func TestPDFRenders(t *testing.T) {
	if _, err := exec.LookPath("pdftoppm"); err != nil {
		t.Skip("no pdftoppm (Debian: poppler-utils)")
	}
	dir := t.TempDir()
	for i, r := range []func() string{
		func() string { f, _ := drawWaitCCDF(theory()); return string(pdfOf(t, &f[0])) },
		func() string { f, _ := drawUtilisation(hostile()); return string(pdfOf(t, &f[0])) },
	} {
		file := filepath.Join(dir, fmt.Sprint(i, ".pdf"))
		if err := os.WriteFile(file, []byte(r()), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("pdftoppm", "-r", "36", "-singlefile", file, strings.TrimSuffix(file, ".pdf"))
		if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
			t.Fatalf("pdftoppm: %v: %s", err, out)
		}
		page, err := os.ReadFile(strings.TrimSuffix(file, ".pdf") + ".ppm")
		if err != nil {
			t.Fatal(err)
		}
		pixels := page[len(page)-288*177*3:]
		dark := 0
		for _, b := range pixels {
			if b < 0xE0 {
				dark++
			}
		}
		if share := float64(dark) / float64(len(pixels)); share < 0.02 || share > 0.7 {
			t.Errorf("figure %d: %.3f of the page is dark", i, share)
		}
	}
}
