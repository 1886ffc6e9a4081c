package pool_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestDumbPlaysVectors holds the second implementation to the recordings, in every number and by both rules: two that
// agree because both are wrong would prove nothing.
func TestDumbPlaysVectors(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/sqlalchemy/*.json*")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 93 {
		t.Errorf("only %d vectors", len(files))
	}
	for _, file := range files {
		v := readVector(t, file)
		for _, python := range []string{"3.11", "3.12"} {
			dumb := playDumbLoop(v, python == "3.12")
			if d := difference(v.want(python), &dumb); d != "" {
				t.Errorf("%s, Python %s: %s", v.Name, python, d)
			}
		}
	}
}

// difference describes the first row and every number in which two results differ, "" if nothing does. What the second does
// not count is 0.
func difference(want, got *vectorResult) string {
	var b strings.Builder
	say := func(what string, w, g any) {
		if fmt.Sprint(w) != fmt.Sprint(g) {
			fmt.Fprintf(&b, "\n%s\nwant %v\ngot  %v", what, w, g)
		}
	}
	if i, w, g := firstDifference(want.Rows, got.Rows); i >= 0 {
		say(fmt.Sprintf("row %d", i), w, g)
	}
	say("end", want.End, got.End)
	say("stuck", want.Stuck, got.Stuck)
	say("instants with ties", want.Ties, got.Ties)
	for _, m := range []struct {
		what      string
		want, got map[string]int64
	}{
		{"total", want.Totals, got.Totals},
		{"peak", want.Peak, got.Peak},
		{"integral", want.Inte, got.Inte},
		{"final", want.Final, got.Final},
	} {
		for _, name := range slices.Sorted(maps.Keys(m.want)) {
			say(m.what+" "+name, m.want[name], m.got[name])
		}
	}
	return b.String()
}
