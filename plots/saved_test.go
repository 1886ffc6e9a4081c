package plots

import (
	"encoding/json"
	"io"
	"regexp"
	"slices"
	"testing"

	"poolsim/sim/experiment"
)

// FuzzDrawSaved draws whatever is read from a file: nothing that experiment.ReadResult lets through may make a chart panic.
func FuzzDrawSaved(f *testing.F) {
	for _, fx := range fixtures[:3] {
		r := fx.make()
		for i := range r.Series {
			s := &r.Series[i]
			n := min(len(s.X), 4)
			s.X, s.Y = s.X[:n], s.Y[:n]
		}
		if r.Planned == 0 {
			r.Planned = r.Replications
		}
		b, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		if _, err := experiment.ReadResult(b); err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := experiment.ReadResult(text)
		if err != nil || len(r.Pools) > 4 {
			return
		}
		for _, name := range Charts.Names() {
			chart, _ := Charts.Lookup(name)
			figures, err := chart.Draw(r)
			if err != nil {
				continue
			}
			for i := range figures {
				if err := figures[i].Write(io.Discard, "svg"); err != nil {
					t.Errorf("%s: %v", figures[i].Name, err)
				}
			}
		}
	})
}

// TestDrawSavedExtremes puts extreme numbers in the place of each number of a result in turn.
func TestDrawSavedExtremes(t *testing.T) {
	t.Parallel()
	r := fixtures[0].make()
	for i := range r.Series {
		s := &r.Series[i]
		n := min(len(s.X), 3)
		s.X, s.Y = s.X[:n], s.Y[:n]
	}
	r.Planned = max(r.Planned, r.Replications)
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	number := regexp.MustCompile(`[:\[,]-?\d[\d.e+-]*`)
	read := 0
	for _, at := range number.FindAllIndex(b, -1) {
		for _, x := range []string{"0", "-1", "5e-324", "1e-9", "1e10", "999999999", "1e20"} {
			text := slices.Concat(b[:at[0]+1], []byte(x), b[at[1]:])
			r, err := experiment.ReadResult(text)
			if err != nil {
				continue
			}
			read++
			for _, name := range Charts.Names() {
				chart, _ := Charts.Lookup(name)
				figures, err := chart.Draw(r)
				if err != nil {
					continue
				}
				for i := range figures {
					if err := figures[i].Write(io.Discard, "svg"); err != nil {
						t.Errorf("%s: %v", figures[i].Name, err)
					}
				}
			}
		}
	}
	if read < 100 {
		t.Errorf("only %d results were read", read)
	}
}
