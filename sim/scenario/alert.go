package scenario

import (
	"time"

	"poolsim/sim/param"
)

// alerts reads every [[alert]].
func (s scope) alerts(out *Scenario) {
	nodes := s.tables("alert", "alert")
	var echoes []map[string]any
	for i, n := range nodes {
		in := s.within(n, label("alert", "metric", n, i))
		if a, echo, ok := in.alert(); ok {
			out.Alerts = append(out.Alerts, a)
			echoes = append(echoes, echo)
		}
	}
	if len(echoes) > 0 {
		out.Echo["alert"] = echoes
	}
}

// alert reads one [[alert]].
func (s scope) alert() (Alert, map[string]any, bool) {
	var names []string
	var watched *Quantity
	s.required("metric", "what to watch, such as in_use")
	s.required("above", "the threshold")
	name, n, ok := s.text("metric")
	for i, q := range quantities {
		if q.Alert {
			names = append(names, q.Name)
			if q.Name == name {
				watched = &quantities[i]
			}
		}
	}
	above := s.take("above")
	scrape, given, fine := s.scrape()
	s.finish([]string{"metric", "above", scrapeKey})
	if watched == nil {
		if ok {
			s.fault(n.atValue(), "metric", "%s cannot be watched: %s", quote(name), unknown(name, names))
		}
		return Alert{}, nil, false
	}
	if above == nil {
		return Alert{}, nil, false
	}
	limit, shown, ok := s.bound(above, "above", *watched)
	echo := map[string]any{"metric": name, "above": shown}
	if scrape != defaultScrape { // otherwise it is as if it were not there
		echo[scrapeKey] = given
	}
	return Alert{Metric: watched.Metric, Above: limit, Scrape: scrape}, echo, ok && fine
}

const scrapeKey = "scrape"

// defaultScrape is how often a dashboard looks where the scenario does not say it: a usual scrape_interval of Prometheus,
// whose own default is a minute and whose example configuration has 15 s (prometheus.io, Configuration; Getting started).
const defaultScrape = 15 * time.Second

// scrape reads how often a dashboard looks.
func (s scope) scrape() (every time.Duration, echo any, ok bool) {
	n := s.take(scrapeKey)
	if n == nil {
		return defaultScrape, nil, true
	}
	v, echo, ok := s.value(n, &param.Param{Name: scrapeKey, Kind: param.Duration, Min: 1e-3, Max: 86400})
	every, _ = v.(time.Duration)
	return every, echo, ok
}
