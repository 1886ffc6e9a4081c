package experiment

// Result is what an experiment found: everything that a table, a chart or a report needs, and nothing else. It is the
// contract of `--format json` (DESIGN.md, section 7): the same scenario and seed give the same bytes, whatever the number
// of workers, and no value in it comes from the wall clock.
type Result struct {
	Poolsim         string         `json:"poolsim"`  // version of the program
	Name            string         `json:"name"`     // the scenario's file name, without folders
	Title           string         `json:"title"`    // the scenario's title, or its name
	Scenario        map[string]any `json:"scenario"` // the scenario as it was understood, defaults filled in
	ScenarioHash    string         `json:"scenario_hash"`
	Seed            uint64         `json:"seed"`
	Replications    int            `json:"replications"` // finished ones, of which the metrics are made
	Planned         int            `json:"replications_planned"`
	Precision       *Precision     `json:"precision,omitempty"` // if the scenario asks for one
	WarmupSeconds   float64        `json:"warmup_seconds"`      // found, with warmup = "auto"
	DurationSeconds float64        `json:"duration_seconds"`    // measured virtual time of one replication
	Processes       int            `json:"processes"`           // instances x workers
	Instances       int            `json:"instances,omitempty"` // copies of the application; absent in results of older versions
	Pools           []PoolFacts    `json:"pools"`
	Faults          []FaultMark    `json:"faults,omitempty"` // of the scenario, in its order
	Metrics         []Metric       `json:"metrics"`
	Series          []Series       `json:"series"`
	Errors          []LoggedError  `json:"errors"` // that the application would log
	Warnings        []string       `json:"warnings"`
	SLO             []Verdict      `json:"slo"`
	Alerts          []AlertShare   `json:"alerts"`
	Theory          []TheoryRow    `json:"theory"` // what closed forms say of the same scenario; see Theory
}

// PoolFacts are the settings of a pool that charts and tables refer to.
type PoolFacts struct {
	Name           string   `json:"name"`
	Dialect        string   `json:"dialect"`
	Label          string   `json:"label"`                     // the settings as people say them: "50 + 100"
	Keep           int      `json:"keep_connections"`          // the most that stay open when idle; -1 is no limit
	KeepName       string   `json:"keep_name"`                 // what the product calls it: "pool_size"
	Limit          int      `json:"limit_connections"`         // the most that can be taken at once; -1 is no limit
	LimitName      string   `json:"limit_name"`                // "+ max_overflow"
	TimeoutSeconds *float64 `json:"timeout_seconds,omitempty"` // the longest wait in line; absent is for ever
}

// Metric is one row of the tidy table. Empty Pool, Class or Holder means all of them together.
type Metric struct {
	Metric string `json:"metric"` // with its unit last: wait_seconds, in_use_connections, connects_per_second
	Stat   string `json:"stat"`   // mean, p50, p90, p95, p99, p999, max, total, ratio; of time_seconds a part, such as wait
	Pool   string `json:"pool"`
	Class  string `json:"class"`
	Holder string `json:"holder"`

	// Value is the mean over replications (of totals, and of maxima and quantiles of levels too), the ratio of sums where
	// the stat is a mean over observations or a ratio, the quantile or the greatest of the durations of all replications
	// together. It is null (NaN in Go) where nothing was observed.
	Value Number `json:"value"`

	// Lo and Hi are the 95 % interval over replications, or over the batches of a single one. They are null where there is
	// none: for maxima and quantiles of levels in a single replication, and for the greatest of durations (a max whose
	// metric is in seconds): a longer run may see a greater one, and what was seen does not tell. Only Hi is null where a
	// quantile's tail is too thin to say how far it reaches.
	Lo Number `json:"lo"`
	Hi Number `json:"hi"`
	N  int    `json:"n"` // replications that observed something; of a quantile of durations, all
}

// Series are the points of a curve that a chart draws. Curves over time are of the first replication, all processes
// together, in bins that are the same for all of them; their time counts from the end of the warm-up.
type Series struct {
	Metric string `json:"metric"` // in_use_connections, waiting_requests, wait_seconds, ...
	Stat   string `json:"stat"`   // mean, max (of each bin), ccdf, or ccdf_theory, a closed form's
	Pool   string `json:"pool"`
	Class  string `json:"class"`
	Holder string `json:"holder"`

	// Instance is the copy of the application whose connections at the database these are, from 1; absent is all of them.
	Instance int `json:"instance,omitempty"`

	X []float64 `json:"x"` // seconds: the left edge of each time bin, or the value t of P(value > t)
	Y []float64 `json:"y"` // same length
}

// FaultMark is a fault of the scenario on the time axis of the series: seconds since measuring began, at the end of the
// warm-up. What strikes within the warm-up has negative times, and one may lie beyond the end. At is the instant of one
// that has no length; From and To are given otherwise.
type FaultMark struct {
	Kind  string   `json:"kind"` // as in [[fault]]: "restart"
	At    *float64 `json:"at_seconds,omitempty"`
	From  *float64 `json:"from_seconds,omitempty"`
	To    *float64 `json:"to_seconds,omitempty"`
	Label string   `json:"label"` // a few words for a chart: "slow connect", "dispose main"
}

// Judgement is the outcome of one target of [slo].
type Judgement string

// The judgements. A target is met when the whole interval keeps it, not met when none of it does, and not decided when it
// lies within the interval, or there is none.
//
// The greatest of durations has no interval, and its target speaks of the run: it is met when nothing beyond it was seen,
// in all replications together, and not met when something was. That something was seen stays true in any longer run, that
// nothing was does not: a target that has to hold beyond the run is one for a quantile.
const (
	Met        Judgement = "met"
	NotMet     Judgement = "not met"
	NotDecided Judgement = "not decided"
)

// Verdict is the judgement of one target for one pool, class or holder, or for the database.
type Verdict struct {
	Target    string    `json:"target"` // the key as written in [slo]: wait_p99
	Metric    string    `json:"metric"`
	Stat      string    `json:"stat"`
	Pool      string    `json:"pool"`
	Class     string    `json:"class"`
	Holder    string    `json:"holder,omitempty"`   // where a target of a class is about its holders
	Limit     float64   `json:"limit"`              // in the metric's unit
	AtLeast   bool      `json:"at_least,omitempty"` // the value must not be below the limit; otherwise not above
	Value     Number    `json:"value"`
	Lo        Number    `json:"lo"`
	Hi        Number    `json:"hi"`
	Judgement Judgement `json:"judgement"`
}

// AlertShare is the share of time (or of requests, for durations) beyond an alert's threshold.
type AlertShare struct {
	Metric string  `json:"metric"`
	Pool   string  `json:"pool"`
	Class  string  `json:"class,omitempty"` // of an alert on response times, which belong to no pool
	Above  float64 `json:"above"`
	Share  Number  `json:"share_ratio"`
	Lo     Number  `json:"lo"`
	Hi     Number  `json:"hi"`

	Watched *Watched `json:"watched,omitempty"` // absent in results of older versions
}

// Watched is how something was beyond an alert's threshold, and what a dashboard shows of that which looks every so often.
//
// Levels are those of one copy of the pool, at each look. A stretch is a time without interruption beyond the threshold.
//
// Of durations a dashboard shows, at each look, the mean of those that ended since the look before, of all copies together: the sum
// over the number of a histogram, which is exact. A stretch is a row of looks whose mean is beyond the threshold, and
// lasts as long as they are apart; looks without a duration end it.
type Watched struct {
	ScrapeSeconds float64  `json:"scrape_seconds"`     // from look to look
	PerHour       Estimate `json:"stretches_per_hour"` // of each copy of the pool; of durations, of all together
	Longest       Estimate `json:"longest_seconds"`    // the longest stretch of a replication: its mean over replications; 0 without any
	Scraped       Estimate `json:"scraped_ratio"`      // share of looks that were beyond the threshold

	// Unseen is the share of what was beyond the threshold that no look shows: of stretches, or of single durations in looks
	// whose mean is not beyond. It is null where nothing was.
	Unseen Estimate `json:"unseen_ratio"`
}

// Estimate is a value with its 95 % interval over replications. Lo and Hi are null where there is one replication.
type Estimate struct {
	Value Number `json:"value"`
	Lo    Number `json:"lo"`
	Hi    Number `json:"hi"`
}
