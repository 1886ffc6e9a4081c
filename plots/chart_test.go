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
	if bytes.Contains(got, []byte(`style="font-family`)) || !bytes.Contains(got, []byte(`font-family="`+svgFamily)) {
		t.Errorf("%s: a text names a font of its own", f.Name)
	}
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
	if *pdfs != "" {
		if err := os.WriteFile(filepath.Join(*pdfs, fixture+"."+f.Name+".pdf"), pdfOf(t, f), 0o644); err != nil {
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

// TestRegistry holds every chart and format to what list pages and file names need.
func TestRegistry(t *testing.T) {
	for _, name := range Charts.Names() {
		c, _ := Charts.Lookup(name)
		if c.Name != name || c.Help == "" || strings.HasSuffix(c.Help, ".") || c.Draw == nil || fileName(name) != name {
			t.Errorf("chart %q: %+v", name, c)
		}
	}
	for _, name := range []string{"churn", "database", "durations", "goodput", "time-spent", "utilisation", "wait-ccdf"} {
		if _, ok := Charts.Lookup(name); !ok {
			t.Errorf("chart %q is not registered", name)
		}
	}
	if got := Formats.Names(); !slices.Equal(got, []string{"pdf", "png", "svg"}) {
		t.Errorf("formats: %v", got)
	}
}

// TestSameBytes draws at the same time from results made anew: nothing is shared and nothing depends on map order.
func TestSameBytes(t *testing.T) {
	draw := func(format string) string {
		var b bytes.Buffer
		for _, fx := range fixtures {
			if !slices.Contains([]string{"burst", "two-pools", "outage", "instances", "times"}, fx.name) {
				continue
			}
			for _, name := range Charts.Names() {
				chart, _ := Charts.Lookup(name)
				figures, err := chart.Draw(fx.make())
				if err != nil && !errors.Is(err, ErrNoData) {
					return err.Error()
				}
				for i := range figures {
					if err := figures[i].Write(&b, format); err != nil {
						return err.Error()
					}
				}
			}
		}
		return b.String()
	}
	results := make(chan string)
	for _, format := range []string{"svg", "pdf"} {
		for range 3 {
			go func() { results <- draw(format) }()
		}
		first := <-results
		for range 2 {
			if <-results != first {
				t.Errorf("%s: two drawings differ", format)
			}
		}
	}
}

func TestPNG(t *testing.T) {
	figures, err := drawUtilisation(burst())
	if err != nil {
		t.Fatal(err)
	}
	var files [2]bytes.Buffer
	for i := range files {
		if err := figures[0].Write(&files[i], "png"); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0].Bytes(), files[1].Bytes()) {
		t.Error("two writes differ")
	}
	// 192 dots an inch are 7559 a metre, 0x1D87.
	if !bytes.Contains(files[0].Bytes(), []byte("pHYs\x00\x00\x1d\x87\x00\x00\x1d\x87\x01")) {
		t.Error("the file does not know its density")
	}
	img, err := png.Decode(&files[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := img.Bounds().Size(); got.X != 1536 || got.Y != 941 {
		t.Errorf("size %v, want 8 x 4.9 inches at 192 dpi: 1536 x 941", got)
	}
}

// TestWriteErrors: unknown formats and writers that fail are errors.
func TestWriteErrors(t *testing.T) {
	figures, err := drawUtilisation(calm())
	if err != nil {
		t.Fatal(err)
	}
	f := &figures[0]
	if err := f.Write(io.Discard, "gif"); err == nil || !strings.Contains(err.Error(), "pdf, png, svg") {
		t.Errorf("unknown format: %v", err)
	}
	for _, format := range Formats.Names() {
		if err := f.Write(brokenWriter{}, format); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("%s to a broken pipe: %v", format, err)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

// TestBadResults: a result that lacks what a chart shows, or whose curves are broken, is a clear error and no panic.
func TestBadResults(t *testing.T) {
	change := func(metric, stat string, f func(s *experiment.Series)) *experiment.Result {
		r := burst()
		for i := range r.Series {
			if s := &r.Series[i]; s.Metric == metric && s.Stat == stat {
				f(s)
			}
		}
		return r
	}
	tests := []struct {
		name, chart string
		r           *experiment.Result
		noData      bool
		want        string
	}{
		{"empty", "utilisation", &experiment.Result{}, true, "no pools"},
		{"empty", "wait-ccdf", &experiment.Result{}, true, "no wait_seconds/ccdf"},
		{"no series", "utilisation", base("main"), true, `no points of in_use_connections/max of pool "main"`},
		{"no points", "utilisation", change("in_use_connections", "max", func(s *experiment.Series) {
			s.X, s.Y = nil, nil
		}), true, `no points of in_use_connections/max of pool "main"`},
		{"no holders", "utilisation", change("in_use_connections", "mean", func(s *experiment.Series) {
			s.Holder = ""
		}), true, "of any holder"},
		{"lengths", "utilisation", change("in_use_connections", "max", func(s *experiment.Series) {
			s.Y = s.Y[1:]
		}), false, `series in_use_connections/max of pool "main": 300 values of x but 299 of y`},
		{"not finite", "utilisation", change("idle_connections", "mean", func(s *experiment.Series) {
			s.Y[3] = math.NaN()
		}), false, "point 3 is not finite"},
		{"other bins", "utilisation", change("waiting_requests", "max", func(s *experiment.Series) {
			s.X, s.Y = s.X[1:], s.Y[1:]
		}), false, "other bins"},
		{"not ascending", "wait-ccdf", change("wait_seconds", "ccdf", func(s *experiment.Series) {
			s.X[2] = s.X[1]
		}), false, "x must ascend"},
		{
			"negative", "wait-ccdf", change("wait_seconds", "ccdf", func(s *experiment.Series) { s.Y[0] = -1 }), false,
			"point 0 is negative",
		},
		{
			"no probability", "wait-ccdf", change("wait_seconds", "ccdf", func(s *experiment.Series) { s.Y[0] = 2 }), false,
			"no probability",
		},
	}
	for _, tt := range tests {
		chart, _ := Charts.Lookup(tt.chart)
		_, err := chart.Draw(tt.r)
		if err == nil || errors.Is(err, ErrNoData) != tt.noData || !strings.Contains(err.Error(), tt.want) ||
			!strings.HasPrefix(err.Error(), "plots: "+tt.chart+": ") {
			t.Errorf("%s of %s: %v, want %s", tt.chart, tt.name, err, tt.want)
		}
	}
}

// TestOddResults: results at the edge of what is possible are drawn.
func TestOddResults(t *testing.T) {
	one := base("main") // a single bin, all zero
	one.Replications, one.Planned = 1, 1
	addUse(one, "main", 1, usualShare, usual, func(float64) float64 { return 0 })
	for i := range one.Series {
		one.Series[i].Y[0] = 0
	}
	addWaits(one, "main", "", "main", 1, 1e-7, 1, 100)
	long := base("main")
	long.Pools[0].Limit, long.Pools[0].Keep = -1, -1
	long.DurationSeconds = 30 * day
	addUse(long, "main", 5000, usualShare, usual, func(float64) float64 { return 900 })
	long.Series = append(long.Series, experiment.Series{
		Metric: "wait_seconds", Stat: "ccdf", Pool: "main", Holder: "main", X: []float64{5}, Y: []float64{1},
	})
	addMetric(long, key5{"wait_ratio", "ratio", "main", "", "cron"}, math.NaN())
	for i, r := range []*experiment.Result{one, long} {
		for _, name := range Charts.Names() {
			chart, _ := Charts.Lookup(name)
			figures, err := chart.Draw(r)
			if err != nil && !errors.Is(err, ErrNoData) {
				t.Errorf("result %d, %s: %v", i, name, err)
			}
			for j := range figures {
				svg := svgOf(t, &figures[j])
				checkXML(t, name, svg)
				if bytes.Contains(svg, []byte("NaN")) || bytes.Contains(svg, []byte("Inf")) {
					t.Errorf("result %d, %s: NaN or Inf in the picture", i, name)
				}
			}
		}
	}
}
