package experiment

import (
	"math"

	"poolsim/sim/stat"
)

// watched joins what the replications say of one subject of the alerts.
func (b *batch) watched(i int) *Watched {
	var perHour, longest, y, x, unseen, happened []float64
	for k := range b.runs {
		if !b.runs[k].finished {
			continue
		}
		w := &b.runs[k].watched[i]
		perHour = append(perHour, float64(w.stretches)/w.hours)
		longest = append(longest, w.longest.Seconds())
		y, x = append(y, float64(w.beyond)), append(x, float64(w.scrapes))
		unseen, happened = append(unseen, float64(w.unseen)), append(happened, float64(w.happened))
	}
	s := subjects(b.sc)[i]
	return &Watched{
		ScrapeSeconds: b.sc.Alerts[s.alert].Scrape.Seconds(),
		PerHour:       estimateOf(stat.Mean(perHour)),
		Longest:       estimateOf(stat.Mean(longest)),
		Scraped:       estimateOf(stat.Ratio(y, x)),
		Unseen:        estimateOf(stat.Ratio(unseen, happened)),
	}
}

func estimateOf(v stat.Interval) Estimate {
	return Estimate{Number(v.Value), Number(math.Max(v.Lo, 0)), Number(v.Hi)}
}
