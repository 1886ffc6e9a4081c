package report

import (
	"encoding/csv"
	"io"
	"strconv"

	"poolsim/sim/study"
)

// SearchCSV writes the candidates of a search, a row for each target of each: the contract of `size --format csv` and of
// `capacity --format csv`. The answer has true in the column of that name.
func SearchCSV(w io.Writer, r *study.SearchResult) error {
	c := csv.NewWriter(w)
	head := []string{"run", "purpose", "seed", "replications"}
	for _, l := range r.For {
		head = append(head, name(l.Key))
	}
	head = append(head, "answer", "judgement", "target", "pool", "class", "limit", "value", "lo", "hi", "verdict")
	if err := c.Write(head); err != nil {
		return err
	}
	for i, p := range r.Probes {
		at := []string{strconv.Itoa(i + 1), name(string(p.Purpose)), strconv.FormatUint(p.Seed, 10), strconv.Itoa(p.Replications)}
		answer := r.Found
		for k, v := range p.At {
			at = append(at, name(v))
			answer = answer && v == r.At[k]
		}
		at = append(at, strconv.FormatBool(answer), name(string(p.Judgement)))
		for k := range p.SLO {
			v := &p.SLO[k]
			row := append(at[:len(at):len(at)], name(v.Target), name(v.Pool), name(v.Class), strconv.FormatFloat(v.Limit, 'g', -1, 64),
				v.Value.String(), v.Lo.String(), v.Hi.String(), name(string(v.Judgement)))
			if err := c.Write(row); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}
