package plots

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"testing"
)

// TestPDF draws every chart of every fixture as PDF: the table of its objects must be right, and the same figure must be the
// same bytes.
func TestPDF(t *testing.T) {
	t.Parallel()
	for _, fx := range fixtures {
		for _, name := range Charts.Names() {
			chart, _ := Charts.Lookup(name)
			figures, err := chart.Draw(fx.make())
			if err != nil {
				continue
			}
			for i := range figures {
				checkPDF(t, fx.name+"."+figures[i].Name, &figures[i])
			}
		}
	}
}

func checkPDF(t *testing.T, name string, f *Figure) {
	t.Helper()
	var b, again bytes.Buffer
	if err := f.Write(&b, "pdf"); err != nil {
		t.Fatal(err)
	}
	if err := f.Write(&again, "pdf"); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("%s: drawn again it has other bytes (%v)", name, err)
	}
	text := b.Bytes()
	if !bytes.HasPrefix(text, []byte("%PDF-1.4\n")) || !bytes.HasSuffix(text, []byte("%%EOF\n")) || bytes.Contains(text, []byte("Date")) {
		t.Errorf("%s: is no PDF, or has a date", name)
	}
	start := regexp.MustCompile(`startxref\n(\d+)\n`).FindSubmatch(text)
	if start == nil {
		t.Fatalf("%s: does not say where its table is", name)
	}
	at, _ := strconv.Atoi(string(start[1]))
	if at > len(text) || !bytes.HasPrefix(text[at:], []byte("xref\n")) {
		t.Fatalf("%s: there is no table at %d", name, at)
	}
	for i, line := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllSubmatch(text[at:], -1) {
		object, _ := strconv.Atoi(string(line[1]))
		if want := fmt.Sprintf("%d 0 obj\n", i+1); !bytes.HasPrefix(text[object:], []byte(want)) {
			t.Errorf("%s: object %d is not at %d", name, i+1, object)
		}
	}
}
