package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestNotebooks looks at the notebooks as they are committed: executed in order, without an error, nothing of the machine in them, and listed in
// their README. notebooks/execute, in CI, executes them.
func TestNotebooks(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "..", "notebooks", "*.ipynb"))
	if err != nil {
		t.Fatal(err)
	}
	list := readPage(t, "notebooks/README.md")
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var book struct {
				Cells []struct {
					CellType       string `json:"cell_type"`
					ExecutionCount int    `json:"execution_count"`
					Outputs        []struct {
						OutputType string `json:"output_type"`
					}
				}
				Metadata struct {
					LanguageInfo map[string]any `json:"language_info"`
				}
			}
			if err := json.Unmarshal(text, &book); err != nil {
				t.Fatal(err)
			}
			count := 0
			for i, c := range book.Cells {
				if c.CellType != "code" {
					continue
				}
				if count++; c.ExecutionCount != count {
					t.Errorf("cell %d was executed as number %d, not %d: notebooks/execute --write", i, c.ExecutionCount, count)
				}
				for _, o := range c.Outputs {
					if o.OutputType == "error" {
						t.Errorf("cell %d failed", i)
					}
				}
			}
			if count == 0 {
				t.Error("it has no code")
			}
			if len(book.Metadata.LanguageInfo) > 1 {
				t.Errorf("it says which Python executed it: %v", book.Metadata.LanguageInfo)
			}
			if !strings.Contains(list, "("+name+")") {
				t.Error("notebooks/README.md does not list it")
			}
		})
	}
}
