package plots

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"poolsim/sim/experiment"
)

var (
	update  = flag.Bool("update", false, "rewrite the golden figures in testdata")
	preview = flag.String("preview", "", "also write all figures of the fixtures as PNG into this `folder`")
)

// TestGolden draws every chart of every fixture and compares the SVGs with those in testdata.
func TestGolden(t *testing.T) {
	for _, fx := range fixtures {
		r := fx.make()
		for _, name := range Charts.Names() {
			chart, _ := Charts.Lookup(name)
			figures, err := chart.Draw(r)
			if errors.Is(err, ErrNoData) {
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", fx.name, err)
			}
			for i := range figures {
				checkGolden(t, fx.name, &figures[i])
			}
		}
	}
}

func checkGolden(t *testing.T, fixture string, f *Figure) {
	t.Helper()
	got := svgOf(t, f)
	checkXML(t, f.Name, got)
	if *preview != "" {
		var b bytes.Buffer
		start := time.Now()
		if err := f.Write(&b, "png"); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s.%s: png %v, svg %d kB, png %d kB", fixture, f.Name, time.Since(start).Round(time.Millisecond),
			len(got)>>10, b.Len()>>10)
		if err := os.WriteFile(filepath.Join(*preview, fixture+"."+f.Name+".png"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join("testdata", fixture+"."+f.Name+".svg")
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test ./plots -update writes it; look at it before committing)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what is drawn now (go test ./plots -update rewrites it)", path)
	}
}

func svgOf(t *testing.T, f *Figure) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, "svg"); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// checkXML reads the whole document and looks for elements that no figure has.
func checkXML(t *testing.T, name string, svg []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(svg))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if e, ok := token.(xml.StartElement); ok &&
			!slices.Contains([]string{"svg", "title", "desc", "g", "path", "text"}, e.Name.Local) {
			t.Fatalf("%s: unexpected element <%s>", name, e.Name.Local)
		}
	}
}

var _ = []any{png.Decode, math.NaN, strings.Contains, experiment.Met}
