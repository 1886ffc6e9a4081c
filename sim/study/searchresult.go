package study

import (
	"math"

	"poolsim/sim/experiment"
	"poolsim/sim/stat"
)

// SearchResult is what a search found: the contract of `size --format json` and `capacity --format json`.
type SearchResult struct {
	Poolsim  string         `json:"poolsim"`
	Study    Kind           `json:"study"`
	Name     string         `json:"name"`
	Title    string         `json:"title"`
	Scenario map[string]any `json:"scenario"`
	Hash     string         `json:"study_hash"` // of the scenario, the candidates and the effort
	Seed     uint64         `json:"seed"`
	Fresh    uint64         `json:"fresh_seed"` // of the confirming runs
	For      []Ladder       `json:"for"`
	Targets  []SearchTarget `json:"targets"`

	// Confidence is that of each judgement: all looks at one candidate together are wrong with a probability of at most 1 -
	// Confidence. It is stated for the confirming runs, whose random numbers had no part in the choice of the answer.
	Confidence float64 `json:"confidence"`
	First      int     `json:"first_replications"` // of a candidate at first
	Most       int     `json:"most_replications"`

	Found     bool     `json:"found"`
	At        []string `json:"at,omitempty"`     // the answer: the values of the keys
	Confirmed bool     `json:"confirmed"`        // the answer meets the targets on the fresh seed
	Harder    []string `json:"harder,omitempty"` // the candidate next to it, smaller or under more load; none at the end of the range
	Shown     bool     `json:"harder_not_met"`   // it is shown on the fresh seed that the harder one misses a target
	Fails     []string `json:"fails,omitempty"`  // the nearest candidate for which that is shown, of those that were tried; none at the end of the range

	CostOf Cost              `json:"cost_of"`
	Cost   experiment.Number `json:"cost"` // of the answer

	Monotone bool     `json:"monotone"`          // no candidate missed a target that a harder one met
	Regions  []Region `json:"regions,omitempty"` // what was seen to meet the targets, where it is not

	// Binding is what stands in the way of the harder candidate; where nothing was found, of the one that came nearest.
	Binding []Binding `json:"binding"`

	Guess  *Guess   `json:"guess"`
	Rows   []*Probe `json:"rows"` // the answer between its neighbours, on the fresh seed; or what came nearest
	Probes []*Probe `json:"probes"`
	Notes  []string `json:"notes"`
	Work   Work     `json:"work"`
}

// SearchTarget is a target of the search.
type SearchTarget struct {
	Key    string  `json:"key"` // as written: "wait_p99"
	Metric string  `json:"metric"`
	Stat   string  `json:"stat"`
	Limit  float64 `json:"limit"` // in the metric's unit
}

// Work is what a search cost, and what a grid of all candidates would have.
type Work struct {
	Cells        int     `json:"cells"` // candidates simulated, those on the fresh seed counted again
	Replications int     `json:"replications"`
	Acquires     float64 `json:"acquires_total"` // measured

	// Of a grid of all candidates; 0 where nobody named them.
	GridCells int `json:"grid_cells"`
	// GridEven is its acquires if every cell had as many replications as the candidate that took the most.
	GridEven experiment.Number `json:"grid_even_acquires_total"`
	// GridAdaptive is its acquires if cells had as many as they need: those of the search as many as they took, all others
	// the least.
	GridAdaptive experiment.Number `json:"grid_adaptive_acquires_total"`
}

// begin returns a result that says what is searched.
func (w *searcher) begin() *SearchResult {
	e := w.effort()
	r := &SearchResult{
		Poolsim: w.Version, Study: w.Kind, Name: w.Base.Name, Title: w.Base.Title, Scenario: w.Base.Echo, Hash: w.Hash(),
		Seed: w.Base.Model.Seed, Fresh: w.prober.fresh, For: w.For, Confidence: stat.Confidence, First: e.First, Most: e.Most,
		CostOf: w.Search.Cost, Cost: experiment.Number(math.NaN()), Binding: []Binding{}, Notes: []string{},
	}
	for _, t := range w.Base.SLO {
		r.Targets = append(r.Targets, SearchTarget{t.Key, t.Metric, t.Stat, t.Limit})
	}
	return r
}

// account adds up what the search cost.
func (w *searcher) account() {
	r := w.result
	r.Probes = w.prober.probes
	grid, named := 1, true
	for _, l := range w.For {
		grid *= l.Rungs
		named = named && !l.Open
	}
	work := Work{GridEven: experiment.Number(math.NaN()), GridAdaptive: experiment.Number(math.NaN())}
	searched, most, searchedAcquires, searchedReplications := 0, 0, 0.0, 0
	for _, p := range r.Probes {
		work.Cells++
		work.Replications += p.Replications
		work.Acquires += p.Acquires
		if p.Purpose != ForConfirm {
			searched++
			most = max(most, p.Replications)
			searchedAcquires += p.Acquires
			searchedReplications += p.Replications
		}
	}
	if named && searchedReplications > 0 {
		each := searchedAcquires / float64(searchedReplications)
		work.GridCells = grid
		if w.Kind == Size { // candidates of a load have not the same acquires
			work.GridEven = experiment.Number(math.Round(each * float64(most) * float64(grid)))
			work.GridAdaptive = experiment.Number(math.Round(searchedAcquires + float64(each*float64(r.First)*float64(grid-searched))))
		}
	}
	r.Work = work
}
