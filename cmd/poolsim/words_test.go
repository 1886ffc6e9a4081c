package main

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"
)

func TestDidYouMean(t *testing.T) {
	words := []string{"run", "check", "list", "version"}
	for word, want := range map[string]string{
		"runn": ": did you mean run?", "chek": ": did you mean check?", "vers": ": did you mean version?", "LIST": ": did you mean list?",
		"frobnicate": "", "": "",
	} {
		if got := didYouMean(word, words); got != want {
			t.Errorf("didYouMean(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"abc", "", 3}, {"", "ab", 2}, {"kitten", "sitting", 3}, {"fromat", "format", 2}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestApproximately(t *testing.T) {
	for seconds, want := range map[float64]string{
		0: "less than 1 s", 1.2: "about 2 s", 89: "about 89 s", 120: "about 2 min", 7200: "about 2 h", 864000: "about 10 days",
		1e15: "a very long time", math.Inf(1): "a very long time",
	} {
		if got := approximately(seconds); got != want {
			t.Errorf("approximately(%g) = %q, want %q", seconds, got, want)
		}
	}
}

func TestRelease(t *testing.T) {
	for version, want := range map[string]bool{
		"v1.2.3": true, "v1.2.3-rc.1": true, "(devel)": false, "": false,
		"v0.0.0-20261123034200-0123456789ab": false, "v1.2.4-0.20261123034200-0123456789ab": false, "v1.2.3+dirty": false,
	} {
		if got := release.MatchString(version); got != want {
			t.Errorf("release.MatchString(%q) = %v", version, got)
		}
	}
}

func TestExplain(t *testing.T) {
	boom := errors.New("boom")
	for _, c := range []struct {
		err  error
		code int
		want string
	}{
		{nil, exitOK, ""},
		{boom, exitUsage, "poolsim: boom\n"},
		{failed(boom), exitFailure, "poolsim: boom\n"},
		{failed(usagef("what %q", "x")), exitUsage, "poolsim: what \"x\"\n"},
		{&failure{code: exitNotMet}, exitNotMet, ""},
		{failed(errors.Join(boom, fmt.Errorf("bang: %w", boom))), exitFailure, "poolsim: boom\npoolsim: bang: boom\n"},
	} {
		var b bytes.Buffer
		if code := explain(&b, c.err); code != c.code || b.String() != c.want {
			t.Errorf("explain(%v) = %d, %q, want %d, %q", c.err, code, b.String(), c.code, c.want)
		}
	}
}
