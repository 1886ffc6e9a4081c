package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// gallery are the commands whose charts the gallery shows, and what each is about. Every chart that they draw is in it.
var gallery = []struct{ folder, about, command string }{
	{
		"run", "One scenario, at a load that its pool hardly carries",
		"poolsim run lcfs.toml --set class.api.rate=1150/s --duration 1m --warmup 30s --replications 3 --chart utilisation,wait-ccdf,wait-percentiles,durations,time-spent",
	},
	{
		"restart", "Before, during and after a fault",
		"poolsim run restart.toml --replications 3",
	},
	{
		"instances", "Several instances in front of one database",
		"poolsim run lcfs-two-engines.toml --set class.api.rate=450/s --set app.instances=2 --set app.workers=1 --duration 1m --warmup 30s --replications 3",
	},
	{
		"settings", "Several settings over each other",
		"poolsim run lcfs-history-20-30.toml lcfs-history-30-50.toml --set class.api.rate=780/s --duration 30s --warmup 10s --replications 3 --chart utilisation,wait-ccdf,wait-percentiles",
	},
	{
		"load", "A sweep over load",
		"poolsim sweep lcfs.toml --vary class.api.rate=900/s:1200/s:50/s --duration 30s --warmup 20s --replications 5 --max-replications 5 --set slo.in_use_p99=1000 --chart waits,responses,saturation",
	},
	{
		"two-settings", "A sweep over two settings",
		"poolsim sweep restart.toml --vary pool.main.pool_size=6:16:2 --vary pool.main.max_overflow=0:10:2 --set slo.failure_ratio=1 --set slo.wait_p99=100ms --duration 30s --warmup 10s --replications 5 --max-replications 5",
	},
	{
		"comparison", "A comparison on common random numbers",
		"poolsim compare lcfs.toml --set class.api.rate=1150/s --variant pool.main.max_overflow=90 --variant pool.main.max_overflow=130 --duration 30s --warmup 20s --replications 5 --budget 5",
	},
}

// TestGallery draws the gallery and compares it with plots/gallery/README.md and the pictures beside it. With -update they are
// rewritten. CI runs it, by POOLSIM_FULL=1.
func TestGallery(t *testing.T) {
	if os.Getenv("POOLSIM_FULL") == "" && !*update {
		t.Skip("simulates for a while: POOLSIM_FULL=1 runs it")
	}
	t.Parallel()
	m := newMachine(t)
	var page strings.Builder
	page.WriteString("# Charts\n\nEvery chart that poolsim draws, by the commands that drew them, at the size of a document's column. " +
		"`--chart-size slide` and `page` lay them\nout for other places, `poolsim plot` draws them again from a saved result, " +
		"and `poolsim list charts` says what each shows. `make gallery` makes this page.\n")
	pictures := map[string][]byte{}
	for _, g := range gallery {
		args := append(split(strings.TrimPrefix(g.command, "poolsim ")), "--quiet", "--charts", g.folder)
		if code := m.run(args...); code != exitOK && code != exitNotMet {
			t.Fatalf("%s: exit code %d\n%s", g.command, code, m.err.String())
		}
		fmt.Fprintf(&page, "\n## %s\n\n```console\n$ %s --charts %s\n```\n", g.about, g.command, g.folder)
		names, err := fs.Glob(os.DirFS(m.disk.dir), g.folder+"/*.svg")
		if err != nil || len(names) == 0 {
			t.Fatalf("%s draws nothing: %v", g.command, err)
		}
		for _, name := range names {
			picture, err := m.disk.read(name)
			if err != nil {
				t.Fatal(err)
			}
			pictures["charts/"+name] = picture
			fmt.Fprintf(&page, "\n![%s](charts/%s)\n", pictureTitle(picture), name)
		}
	}
	pictures["README.md"] = []byte(page.String())
	root := filepath.Join("..", "..", "plots", "gallery")
	if *update {
		if err := os.RemoveAll(filepath.Join(root, "charts")); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range pictures {
		file := filepath.Join(root, filepath.FromSlash(name))
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, want) {
			t.Errorf("plots/gallery/%s is not what the program draws (%v): make gallery", name, err)
		}
	}
}

// pictureTitle is the finding that a chart states, as the words of its picture.
func pictureTitle(svg []byte) string {
	found := regexp.MustCompile(`<title>([^<]*)</title>`).FindSubmatch(svg)
	if found == nil {
		return "a chart without a title"
	}
	return strings.NewReplacer("[", "(", "]", ")").Replace(string(found[1]))
}
