package study

import (
	"fmt"
	"math"
	"strings"

	"poolsim/sim/scenario"
)

// Cost is what a setting costs, by which several that meet the targets are compared.
type Cost struct {
	Key    string `json:"key"` // "connections", or as named in [slo]: "open_mean"
	Metric string `json:"metric,omitempty"`
	Stat   string `json:"stat,omitempty"`
}

// Connections is the cost of a setting by default: how many connections all pools of all processes can open at once.
var Connections = Cost{Key: "connections"}

// ParseCost reads a cost: "connections", or a statistic of connections of the pools as [slo] names it, summed over pools and
// processes.
func ParseCost(key string) (Cost, error) {
	if key == "" || key == Connections.Key {
		return Connections, nil
	}
	allowed := []string{Connections.Key}
	for _, q := range scenario.Quantities() {
		if !strings.HasSuffix(q.Metric, "_connections") {
			continue
		}
		for _, k := range q.Keys() {
			if k.Key == key {
				return Cost{key, q.Metric, k.Stat}, nil
			}
		}
		allowed = append(allowed, q.Name+"_mean")
	}
	return Cost{}, fmt.Errorf("--cost %s: must be %s, or another statistic of these", shown(key), strings.Join(allowed, ", "))
}

// costOf returns what a candidate costs; NaN where it cannot be said.
func (s *Search) costOf(sc *scenario.Scenario, sum *Summary) float64 {
	if s.Cost.Metric == "" {
		return possible(sc)
	}
	total := 0.0
	for i, c := range sum.columns {
		if c.Metric == s.Cost.Metric && c.Stat == s.Cost.Stat && c.Pool != "" && c.Class == "" {
			total += float64(sum.Value[i])
		}
	}
	return total * float64(sc.Model.Processes)
}

// possible returns how many connections all pools of all processes can open at once; +Inf where a pool has no limit.
func possible(sc *scenario.Scenario) float64 {
	total := 0
	for _, p := range sc.Model.Pools {
		n := p.Dialect.Limits(p.Values).Limit
		if n < 0 {
			return math.Inf(1)
		}
		total += n
	}
	return float64(total * sc.Model.Processes)
}
