package plots

import (
	"bytes"
	"encoding/json"
	"errors"
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

// TestDrawSavedIsTheSame draws every chart of a result, and of the same result written as JSON and read again.
func TestDrawSavedIsTheSame(t *testing.T) {
	t.Parallel()
	for _, fx := range fixtures {
		r := fx.make()
		r.Poolsim = "test"
		r.Planned = max(r.Planned, r.Replications)
		if r.Metrics == nil {
			r.Metrics = []experiment.Metric{}
		}
		if r.Pools == nil {
			r.Pools = []experiment.PoolFacts{}
		}
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		saved, err := experiment.ReadResult(b)
		if err != nil {
			if fx.name == "hostile" { // no scenario can have such names
				continue
			}
			t.Errorf("%s: %v", fx.name, err)
			continue
		}
		for _, name := range Charts.Names() {
			chart, _ := Charts.Lookup(name)
			want, err := chart.Draw(r)
			got, errSaved := chart.Draw(saved)
			if (err == nil) != (errSaved == nil) || len(got) != len(want) {
				t.Errorf("%s: %s: %d figures (%v), saved %d (%v)", fx.name, name, len(want), err, len(got), errSaved)
				continue
			}
			for i := range want {
				var a, b bytes.Buffer
				if err := errors.Join(want[i].Write(&a, "svg"), got[i].Write(&b, "svg")); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(a.Bytes(), b.Bytes()) {
					t.Errorf("%s: %s is drawn otherwise when it was saved: %q, saved %q", fx.name, want[i].Name, want[i].Title, got[i].Title)
				}
			}
		}
	}
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
