package scenario

import (
	"strings"
	"testing"
	"time"
)

// A scrape of 15 s is the default, and as if it were not there: the scenario is the same as without it.
func TestScrape(t *testing.T) {
	t.Parallel()
	const text = `
[[pool]]
name = "main"
[[class]]
name = "api"
arrivals = { process = "poisson", rate = "1/s" }
  [[class.step]]
  holder = "main"
  hold = "1ms"
[[alert]]
metric = "in_use"
above = 3
`
	for _, c := range []struct {
		scrape string
		want   time.Duration
		echoed bool
		fault  string
	}{
		{"", 15 * time.Second, false, ""},
		{`scrape = "15s"`, 15 * time.Second, false, ""},
		{`scrape = "1m"`, time.Minute, true, ""},
		{`scrape = "0s"`, 0, false, "scrape"},
		{`scrape = 15`, 0, false, `write "15s"`},
	} {
		s, err := Parse("x.toml", []byte(text+c.scrape), Options{})
		if c.fault != "" {
			if err == nil || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%s: error %v, want %q", c.scrape, err, c.fault)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, echoed := s.Echo["alert"].([]map[string]any)[0]["scrape"]; echoed != c.echoed || s.Alerts[0].Scrape != c.want {
			t.Errorf("%s: %v, echoed %v", c.scrape, s.Alerts[0].Scrape, echoed)
		}
	}
}
