package plots

import (
	"io"
	"slices"
	"strings"
	"testing"

	"poolsim/sim/experiment"
)

// TestSizes draws charts in every size and compares them with goldens; that of the default is the golden of the chart.
func TestSizes(t *testing.T) {
	for _, name := range Sizes.Names() {
		s, _ := Sizes.Lookup(name)
		if s.Name != name || s.Help == "" || strings.HasSuffix(s.Help, ".") {
			t.Errorf("size %q: %+v", name, s)
		}
		for _, draw := range []func(*experiment.Result) ([]Figure, error){drawUtilisation, drawWaitCCDF} {
			figures, err := draw(burst())
			if err != nil {
				t.Fatal(err)
			}
			f := &figures[0]
			f.Size = name
			if fixture := "burst"; name == DefaultSize {
				checkGolden(t, fixture, f)
			} else {
				f.Name += "." + name
				checkGolden(t, fixture, f)
			}
		}
	}
	if got := Sizes.Names(); !slices.Equal(got, []string{"column", "page", "slide"}) {
		t.Errorf("sizes: %v", got)
	}
}

func TestUnknownSize(t *testing.T) {
	f := &Figure{Name: "x", Size: "poster"}
	if err := f.Write(io.Discard, "svg"); err == nil || !strings.Contains(err.Error(), `unknown size "poster": choose one of column, page, slide`) {
		t.Errorf("unknown size: %v", err)
	}
}
