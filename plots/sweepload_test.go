package plots

import (
	"bytes"
	"os"
	"path/filepath"
	"poolsim/sim/study"
	"strings"
	"testing"
	"time"
)

func TestTmpDraw(t *testing.T) {
	for _, file := range strings.Fields(os.Getenv("TMPDRAW")) {
		b, _ := os.ReadFile(file)
		r, err := study.ReadSweep(b)
		if err != nil {
			t.Fatal(err)
		}
		names := SweepDefaults(r)
		if w := os.Getenv("TMPCHARTS"); w != "" {
			names = strings.Fields(w)
		}
		for _, n := range names {
			c, ok := SweepCharts.Lookup(n)
			if !ok {
				t.Log("no", n)
				continue
			}
			start := time.Now()
			fs, err := c.Draw(r, Options{})
			if err != nil {
				t.Log(file, n, err)
				continue
			}
			for i := range fs {
				var out bytes.Buffer
				if err := fs[i].Write(&out, "svg"); err != nil {
					t.Fatal(err)
				}
				t.Log(file, fs[i].Name, time.Since(start), out.Len()>>10, "kB:", fs[i].Title)
				out.Reset()
				fs[i].Write(&out, "png")
				base := strings.TrimSuffix(filepath.Base(file), ".json")
				os.WriteFile("/tmp/c2-data/out/"+base+"."+fs[i].Name+".png", out.Bytes(), 0o644)
			}
		}
	}
}
