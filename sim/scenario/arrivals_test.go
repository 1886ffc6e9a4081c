package scenario

import (
	"strings"
	"testing"

	"poolsim/workload"
)

// TestArrivalsRoundTrip: what `check --effective` writes of processes with arrays of rates, and of the gaps of a renewal
// process, reads back as the same.
func TestArrivalsRoundTrip(t *testing.T) {
	t.Parallel()
	for _, arrivals := range []string{
		`{ process = "mmpp", rates = ["10/s", "60/min"], switch = [["0/s", "0.2/s"], ["0.5/s", "0/s"]] }`,
		`{ process = "piecewise", from = ["0s", "10s", "15s"], rates = ["20/s", "65/s", "20/s"] }`,
		`{ process = "renewal", interarrival = { dist = "erlang", k = 2, mean = "100ms" } }`,
		`{ process = "batch", rate = "10/s", mean_size = 3 }`,
		`{ process = "sinusoidal", mean_rate = "40/s", amplitude = 0.6, period = "1m" }`,
	} {
		text := "[[pool]]\nname = \"main\"\n[[class]]\nname = \"c\"\narrivals = " + arrivals + "\nstep = [{ holder = \"a\", hold = \"1ms\" }]\n"
		first, err := Parse("a.toml", []byte(text), Options{})
		if err != nil {
			t.Errorf("%s: %v", arrivals, err)
			continue
		}
		written := first.TOML()
		if !strings.Contains(written, "arrivals = "+arrivals) && !strings.Contains(arrivals, "60/min") {
			t.Errorf("%s is written as\n%s", arrivals, written)
		}
		second, err := Parse("a.toml", []byte(written), Options{})
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		if second.TOML() != written {
			t.Errorf("%s\nreads back as\n%s", written, second.TOML())
		}
		a, b := first.Model.Classes[0].Arrivals.(workload.OpenArrivals), second.Model.Classes[0].Arrivals.(workload.OpenArrivals)
		if a.MeanRate() != b.MeanRate() || a.MeanRate() == 0 {
			t.Errorf("%s: rate %g, read back %g", arrivals, a.MeanRate(), b.MeanRate())
		}
	}
}
