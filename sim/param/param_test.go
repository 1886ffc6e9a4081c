package param_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"poolsim/sim/param"
)

func TestCheckNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		p    param.Param
		x    float64
		want string
	}{
		{param.Param{Kind: param.Number}, 0, ""},
		{param.Param{Kind: param.Number}, -1, "must not be negative"},
		{param.Param{Kind: param.Count, Max: 1e6}, -1, "must not be negative"},
		{param.Param{Kind: param.Count, Max: 1e6}, 1e6 + 1, "must be at most 1000000"},
		{param.Param{Kind: param.Count, Min: -1}, -2, "must be at least -1"},
		{param.Param{Kind: param.Number, MinOpen: true}, 0, "must be greater than 0"},
		{param.Param{Kind: param.Duration, MinOpen: true}, 0, "must be greater than 0s"},
		{param.Param{Kind: param.Duration, Max: 3600 * 24}, 1e6, "must be at most 24h"},
		{param.Param{Kind: param.Duration, Max: 90}, 91, "must be at most 1m30s"},
		{param.Param{Kind: param.Duration, Max: 120}, 121, "must be at most 2m"},
		{param.Param{Kind: param.Rate, Max: 1e9}, 2e9, "must be at most 1000000000/s"},
		{param.Param{Kind: param.Number}, math.NaN(), "must be finite"},
		{param.Param{Kind: param.Number}, math.Inf(1), "must be finite"},
	} {
		if got := c.p.CheckNumber(c.x); got != c.want {
			t.Errorf("%+v: CheckNumber(%v) = %q, want %q", c.p, c.x, got, c.want)
		}
	}
}

func TestValuesAndDefaults(t *testing.T) {
	t.Parallel()
	s := &param.Spec{
		Params: []param.Param{
			{Name: "size", Kind: param.Count, Default: int64(5)},
			{Name: "wait", Kind: param.Duration},
			{Name: "kind", Kind: param.Choice, Default: "a"},
		},
		Forms: [][]string{{"mean", "cv"}, {"p50", "p99"}},
	}
	v := param.Values{"kind": "b"}.With(s)
	if v.Int("size") != 5 || v.Text("kind") != "b" || v.Has("wait") {
		t.Errorf("%v: want size 5, kind b and no wait", v)
	}
	if d := (param.Values{"wait": 1500 * time.Millisecond}); d.Seconds("wait") != 1.5 {
		t.Errorf("%v seconds, want 1.5", d.Seconds("wait"))
	}
	if s.Param("size") == nil || s.Param("none") != nil || !s.InForm("p99") || s.InForm("size") {
		t.Error("look-ups in the spec fail")
	}
}

func TestRegistry(t *testing.T) {
	t.Parallel()
	var r param.Registry[int]
	r.Register("b", 2)
	r.Register("a", 1)
	if x, ok := r.Lookup("b"); !ok || x != 2 || !slices.Equal(r.Names(), []string{"a", "b"}) {
		t.Errorf("b is %v, %v; names %v", x, ok, r.Names())
	}
	for _, name := range []string{"", "a"} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("registering %q does not panic", name)
				}
			}()
			r.Register(name, 3)
		}()
	}
}
