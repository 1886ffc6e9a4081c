package plots

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/png"
	"io"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

func init() { Formats.Register("png", writePNG) }

// pngDPI is twice the 96 dots per inch of a screen.
const pngDPI = 192

// writePNG writes the figure as PNG that knows its size on paper.
func writePNG(w io.Writer, f *Figure, on page) error {
	canvas := vgimg.NewWith(vgimg.UseWH(on.width, on.height), vgimg.UseDPI(int(math.Round(pngDPI*on.scale))))
	f.drawPage(draw.New(&pieceCanvas{Canvas: canvas}))
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&b, canvas.Image()); err != nil {
		return err
	}
	_, err := w.Write(withDensity(b.Bytes(), pngDPI))
	return err
}

// pieceCanvas cuts long lines into pieces: the rasteriser below needs time with the square of a line's points. A piece
// begins with the last segment of the one before, so that corners stay joined, and where the dashes had come to.
type pieceCanvas struct {
	*vgimg.Canvas
	dashes []vg.Length
	offset vg.Length
}

// pieceLength is the number of points of a piece.
const pieceLength = 40

// SetLineDash implements vg.Canvas.
func (c *pieceCanvas) SetLineDash(dashes []vg.Length, offset vg.Length) {
	c.dashes, c.offset = dashes, offset
	c.Canvas.SetLineDash(dashes, offset)
}

// Stroke implements vg.Canvas.
func (c *pieceCanvas) Stroke(path vg.Path) {
	if len(path) <= pieceLength || !isPolyline(path) {
		c.Canvas.Stroke(path)
		return
	}
	var along vg.Length // of the line, at the start of the piece
	for from := 0; from < len(path)-1; {
		to := min(from+pieceLength, len(path))
		var piece vg.Path
		piece.Move(path[from].Pos)
		for i := from + 1; i < to; i++ {
			piece.Line(path[i].Pos)
		}
		c.Canvas.SetLineDash(c.dashes, c.offset+along)
		c.Canvas.Stroke(piece)
		if to == len(path) {
			break
		}
		next := to - 2
		for i := from; i < next; i++ {
			d := path[i+1].Pos.Sub(path[i].Pos)
			along += vg.Length(math.Hypot(float64(d.X), float64(d.Y)))
		}
		from = next
	}
	c.Canvas.SetLineDash(c.dashes, c.offset)
}

// isPolyline reports whether a path is one open line of straight segments.
func isPolyline(path vg.Path) bool {
	for i, p := range path {
		if (p.Type == vg.MoveComp) != (i == 0) || i > 0 && p.Type != vg.LineComp {
			return false
		}
	}
	return true
}

// withDensity inserts the chunk pHYs behind the header of a PNG (PNG specification, third edition, 11.3.4.3), so that a
// word processor shows the picture at its size and not twice as large.
func withDensity(file []byte, dpi float64) []byte {
	const header = 8 + 4 + 4 + 13 + 4 // signature; length, type, data and checksum of IHDR
	if len(file) < header {
		return file
	}
	perMetre := uint32(math.Round(dpi / 0.0254))
	chunk := []byte("pHYs")
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1) // the unit is the metre
	out := append([]byte{}, file[:header]...)
	out = binary.BigEndian.AppendUint32(out, uint32(len(chunk)-4))
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, file[header:]...)
}
