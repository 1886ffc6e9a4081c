package plots

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTransforms: no mark puts values on a canvas by the functions of gonum, which are not the same on every processor.
func TestTransforms(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, call := range []string{".Transforms(", "c.X(", "c.Y("} {
			if bytes.Contains(source, []byte(call)) {
				t.Errorf("%s calls %s: take transforms instead", file, call)
			}
		}
	}
}
