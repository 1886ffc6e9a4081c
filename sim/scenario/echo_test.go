package scenario

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEchoThroughJSON demands of every scenario that there is that its Echo says the same after JSON as before.
func TestEchoThroughJSON(t *testing.T) {
	t.Parallel()
	var files []string
	for _, pattern := range []string{"testdata/*.toml", "../../configs/*.toml", "../../cmd/poolsim/testdata/scenarios/*.toml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	n := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sc, faults := Parse(file, text, Options{ReadFile: func(name string) ([]byte, error) {
			return os.ReadFile(filepath.Join(filepath.Dir(file), name))
		}})
		if faults != nil {
			continue // a bad one, on purpose
		}
		n++
		b, err := json.Marshal(sc.Echo)
		if err != nil {
			t.Fatal(err)
		}
		var echo map[string]any
		d := json.NewDecoder(bytes.NewReader(b))
		d.UseNumber()
		if err := d.Decode(&echo); err != nil {
			t.Fatal(err)
		}
		if got, want := EchoTOML(echo), sc.TOML(); got != want {
			t.Errorf("%s: after JSON it is\n%s\nand before\n%s", file, got, want)
		}
		if got, want := outlined(echo), outlined(sc.Echo); got != want || got == "" {
			t.Errorf("%s: after JSON it is\n%s\nand before\n%s", file, got, want)
		}
	}
	if n < 10 {
		t.Errorf("only %d scenarios", n)
	}
}

func outlined(echo map[string]any) string {
	var b strings.Builder
	for _, g := range Outline(echo) {
		b.WriteString(g.Of + ": " + strings.Join(g.Settings, "; ") + "\n")
	}
	return b.String()
}

// TestOutline shows what an outline says.
func TestOutline(t *testing.T) {
	t.Parallel()
	sc, faults := Parse("x.toml", []byte(`
title = "\u202ehidden"
[run]
duration = "30m"
[[pool]]
name = "main"
dialect = "textbook"
size = 3
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "300/s" }
[[class.step]]
holder = "auth"
hold = { dist = "uniform", min = "2ms", max = "5ms" }
[slo]
wait_p99 = "1s"
`), Options{})
	if faults != nil {
		t.Fatal(faults)
	}
	got := outlined(sc.Echo)
	for _, want := range []string{"run: duration 30m", "pool main: dialect textbook", "class api: arrivals poisson (rate 300/s)", "class api, step auth: pool main; nested false; hold uniform (min 2ms, max 5ms)"} {
		if !strings.Contains(got, want) {
			t.Errorf("it has no %q:\n%s", want, got)
		}
	}
	if text := sc.TOML(); !strings.Contains(text, `title = "\u202ehidden"`) {
		t.Errorf("a mark of the direction of writing is not escaped:\n%s", text)
	}
}
