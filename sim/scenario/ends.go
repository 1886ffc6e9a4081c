package scenario

import (
	"poolsim/sim/param"
	"poolsim/workload"
)

// endParam declares the shares of a step's ends.
var endParam = param.Param{Name: "end", Kind: param.Number, Max: 1, Help: "the share of holds that end so"}

// ends reads how the holds of a step end: a word for all of them, or a table with the share of each word.
func (s scope) ends() (shares []workload.EndShare, echo any) {
	const key = "end"
	n := s.take(key)
	if n == nil {
		return nil, nil
	}
	words := workload.Ends()
	if n.kind == tableNode {
		return s.within(n, key).endShares(words)
	}
	word, ok := n.str()
	if !ok {
		s.fault(n.atValue(), key, "a word such as %q is due, or a table of shares such as { leak = 0.001 }, not %s", workload.EndLeak, n.describe())
		return nil, nil
	}
	end, ok := workload.ParseEnd(word)
	switch {
	case !ok:
		s.fault(n.atValue(), key, "%s is no end of a hold: %s", quote(word), unknownName(word, words))
		return nil, nil
	case end == workload.EndRelease:
		return nil, word
	}
	return []workload.EndShare{{End: end, Ratio: 1}}, word
}

// endShares reads the table of shares. What they leave is given back.
func (s scope) endShares(words []string) (shares []workload.EndShare, echo any) {
	shown := make(map[string]any)
	sum := 0.0
	for i, word := range words {
		n := s.take(word)
		if n == nil {
			continue
		}
		p := endParam
		p.Name = word
		x, ok := s.float(n, &p)
		if !ok {
			continue
		}
		sum += x
		shown[word] = x
		if end := workload.End(i); end != workload.EndRelease && x > 0 {
			shares = append(shares, workload.EndShare{End: end, Ratio: x})
		}
	}
	if sum > 1+1e-9 {
		s.fault(s.node.atValue(), "", "the shares add up to %g: at most 1", sum)
	}
	s.finish(words)
	return shares, shown
}
