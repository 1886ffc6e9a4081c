package plots

import (
	"image/color"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"poolsim/sim/experiment"
)

// TestSpread: boxes keep their order, do not overlap, stay in bounds, and stay where they are when there is room.
func TestSpread(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 500 {
		n := 1 + rng.IntN(5)
		at, heights := make([]vg.Length, n), make([]vg.Length, n)
		for i := range at {
			at[i], heights[i] = vg.Length(rng.Float64()*200), 10+vg.Length(rng.IntN(3))*5
		}
		slices.Sort(at)
		got := spread(at, heights, 0, 200)
		for i := range got {
			if got[i]-heights[i]/2 < -1e-9 || got[i]+heights[i]/2 > 200+1e-9 {
				t.Fatalf("box %d of %v is out of bounds: %v", i, at, got)
			}
			if i > 0 && got[i-1]+heights[i-1]/2 > got[i]-heights[i]/2+1e-9 {
				t.Fatalf("boxes %d and %d of %v overlap: %v", i-1, i, at, got)
			}
		}
	}
	at := []vg.Length{20, 100, 180}
	if got := spread(at, []vg.Length{10, 10, 10}, 0, 200); !slices.Equal(got, at) {
		t.Errorf("boxes with room moved: %v", got)
	}
}

// TestPlaceTop: no name covers another, and no pole crosses a name, however near the lines are.
func TestPlaceTop(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for range 200 {
		p := newPanel("", 0, 1, 0, 1)
		for range 1 + rng.IntN(6) {
			p.top = append(p.top, topLabel{x: 0.1 + 0.6*rng.Float64(), text: "target p99 ≤ 100 ms", color: ink})
		}
		c := draw.Canvas{Rectangle: vg.Rectangle{Max: vg.Point{X: 450, Y: 200}}}
		placed, rows := p.placeTop(c)
		for i, l := range placed {
			if l.row >= rows || l.x1 > 450+sideRoom {
				t.Fatalf("name %d is out of bounds: %+v", i, l)
			}
			for _, o := range placed[:i] {
				if l.row == o.row && l.x0 < o.x1 && o.x0 < l.x1 {
					t.Fatalf("two names cover each other: %+v, %+v", l, o)
				}
				if l.row > o.row && o.x0 < l.at && l.at < o.x1 || o.row > l.row && l.x0 < o.at && o.at < l.x1 {
					t.Fatalf("a pole crosses a name: %+v, %+v", l, o)
				}
			}
		}
	}
}

// TestPieces: a long dashed line in pieces looks like the line in one.
func TestPieces(t *testing.T) {
	var path []vg.Point
	for i := range 301 {
		path = append(path, vg.Point{X: 5 + vg.Length(i)*0.6, Y: 20 + vg.Length(i%7)})
	}
	whole, pieces := vgimg.New(200, 50), vgimg.New(200, 50)
	style := line(1.5, ink, 6, 2.5)
	for _, canvas := range []vg.CanvasSizer{whole, &pieceCanvas{Canvas: pieces}} {
		c := draw.New(canvas)
		c.StrokeLines(style, path)
	}
	differ := 0
	for y := range whole.Image().Bounds().Dy() {
		for x := range whole.Image().Bounds().Dx() {
			a, _, _, _ := whole.Image().At(x, y).RGBA()
			b, _, _, _ := pieces.Image().At(x, y).RGBA()
			if d := int(a) - int(b); d > 0x6000 || d < -0x6000 {
				differ++
			}
		}
	}
	if differ > 10 {
		t.Errorf("%d pixels differ", differ)
	}
}

func TestThinOut(t *testing.T) {
	var path []vg.Point
	for i := range 10_000 {
		path = append(path, vg.Point{X: vg.Length(i) * 0.045, Y: 1})
	}
	got := thinOut(path)
	if len(got) > 1501 || got[0] != path[0] || got[len(got)-1] != path[len(path)-1] {
		t.Errorf("%d points from %v to %v", len(got), got[0], got[len(got)-1])
	}
	stairs := []vg.Point{{X: 0, Y: 9}, {X: 0.5, Y: 9}, {X: 0.5, Y: 8.5}, {X: 9, Y: 8.5}, {X: 9, Y: 0}}
	want := []vg.Point{{X: 0, Y: 9}, {X: 0.5, Y: 8.5}, {X: 9, Y: 8.5}, {X: 9, Y: 0}}
	if got := cutCorners(stairs, 1); !slices.Equal(got, want) {
		t.Errorf("cutCorners: %v, want %v", got, want)
	}
}

// TestBins: more bins than a figure shows are merged, means by mean and peaks by peak.
func TestBins(t *testing.T) {
	s := &experiment.Series{}
	for i := range 2000 {
		s.X, s.Y = append(s.X, float64(i)*2), append(s.Y, float64(i%3))
	}
	b := binsOf(s, 3999)
	if b.len() != 667 || b.width != 6 || b.edges[1] != 6 || b.edges[b.len()] != 3999 {
		t.Errorf("%d bins of %g s to %g", b.len(), b.width, b.edges[b.len()])
	}
	if m, p := b.means(s.Y), b.peaks(s.Y); len(m) != b.len() || m[0] != 1 || m[666] != 0.5 || p[0] != 2 || p[666] != 1 {
		t.Errorf("means %v, %v; peaks %v, %v", m[0], m[666], p[0], p[666])
	}
}

func TestColors(t *testing.T) {
	r := twoPools()
	names := holderNames(r)
	if want := []string{"background", "main", "auth", "export"}; !slices.Equal(names, want) {
		t.Errorf("holders %v, want %v", names, want)
	}
	colors := colorsOf(names)
	if colors["main"] != rgb(0x0072B2) || colors["export"] != otherColors[0] {
		t.Errorf("colours: %v", colors)
	}
	if got, want := tint(limitColor, 0.06), (color.NRGBA{R: 252, G: 245, B: 240, A: 255}); got != want {
		t.Errorf("tint: %v, want %v", got, want)
	}
}
