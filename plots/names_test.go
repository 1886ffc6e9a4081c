package plots

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestApart: names that differ stay apart, and fit.
func TestApart(t *testing.T) {
	for _, tt := range []struct {
		n           int
		names, want string
	}{
		{20, "api|consumer", "api|consumer"},
		{20, "tenant 17 of the northern region|tenant 18 of the northern region", "tenant 17 of…region|tenant 18 of…region"},
		{16, "tenant number 17 of very many|tenant number 18 of very many", "…17 of very many|…18 of very many"},
		{14, "checkout-service-eu-west-1-read|checkout-service-eu-west-1-write", "checkout…-read|checkout…write"},
		{12, "same name that is long|same name that is long", "same na…long|same na…long"},
		{12, "abcdefghijklmnop1qrstuvwxyz|abcdefghijklmnop2qrstuvwxyz", "…1qrstuvwxyz|…2qrstuvwxyz"},
		{9, "pool_size=75; max_overflow=100|pool_size=80; max_overflow=100", "…75; max…|…80; max…"},
	} {
		got := strings.Join(apart(strings.Split(tt.names, "|"), atMost(tt.n)), "|")
		if got != tt.want {
			t.Errorf("%d: %q became %q, want %q", tt.n, tt.names, got, tt.want)
		}
	}
	rng := rand.New(rand.NewPCG(1, 4))
	words := []string{"api", "-", " ", "tenant", "of very many", "7", "12", ".", "pool_size=", "é", "…"}
	for range 3000 {
		names := make([]string, 1+rng.IntN(8))
		for i := range names {
			for range rng.IntN(7) {
				names[i] += words[rng.IntN(len(words))]
			}
		}
		n := 8 + rng.IntN(12)
		got := apart(names, atMost(n))
		for i := range got {
			if !atMost(n)(got[i]) {
				t.Fatalf("%q of %q is longer than %d", got[i], names, n)
			}
			for k := range i {
				if (clean(names[i]) == clean(names[k])) != (got[i] == got[k]) {
					t.Fatalf("%q became %q with room for %d", names, got, n)
				}
			}
		}
	}
}
