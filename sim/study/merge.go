package study

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Merge joins the shards of a sweep. Their order does not matter: the result is, to the byte, that of a sweep which ran all
// cells. It refuses shards of different studies or versions, cells that are there twice, and cells that are missing, and
// says which. The names are those of the shards' files, for its errors.
func Merge(shards []*SweepResult, names []string) (*SweepResult, error) {
	if len(shards) == 0 {
		return nil, errors.New("nothing to merge")
	}
	first := shards[0]
	out := *first
	out.Shard, out.Cells = nil, nil
	owner := make([]int, first.Planned) // of each cell, from 1
	for i, s := range shards {
		switch {
		case s.Study != first.Study:
			return nil, fmt.Errorf("%s is a %s, %s a %s", names[i], s.Study, names[0], first.Study)
		case s.Poolsim != first.Poolsim:
			return nil, fmt.Errorf("%s is of poolsim %s, %s of poolsim %s: their numbers must not be mixed", names[i], s.Poolsim, names[0], first.Poolsim)
		case s.Hash != first.Hash || s.Planned != first.Planned:
			return nil, fmt.Errorf("%s is of another study than %s: study_hash is %s, and there %s", names[i], names[0], s.Hash, first.Hash)
		}
		for _, c := range s.Cells {
			if c.Cell < 0 || c.Cell >= first.Planned {
				return nil, fmt.Errorf("%s has cell %d of %d", names[i], c.Cell+1, first.Planned)
			}
			if k := owner[c.Cell]; k != 0 {
				return nil, fmt.Errorf("cell %d is both in %s and in %s", c.Cell+1, names[k-1], names[i])
			}
			owner[c.Cell] = i + 1
			out.Cells = append(out.Cells, c)
		}
	}
	if gaps := missingCells(owner); gaps != "" {
		return nil, fmt.Errorf("%d of %d cells are in no shard: %s%s", first.Planned-len(out.Cells), first.Planned, gaps, missingShards(shards))
	}
	slices.SortFunc(out.Cells, func(a, b *Summary) int { return cmp.Compare(a.Cell, b.Cell) })
	return &out, out.align()
}

// mostNamed is how many things that are missing an error names.
const mostNamed = 5

// missingCells names the cells without an owner, from 1: "3, 7 to 9, ..."; "" if there are none.
func missingCells(owner []int) string {
	text, runs := "", 0
	for i := 0; i < len(owner); i++ {
		if owner[i] != 0 {
			continue
		}
		if runs++; runs > mostNamed {
			return text + ", ..."
		}
		from := i
		for i+1 < len(owner) && owner[i+1] == 0 {
			i++
		}
		if text != "" {
			text += ", "
		}
		if text += fmt.Sprint(from + 1); i > from {
			text += fmt.Sprintf(" to %d", i+1)
		}
	}
	return text
}

// missingShards names the shards that were not given, where that explains the gap.
func missingShards(shards []*SweepResult) string {
	of := 0
	have := map[int]bool{}
	for _, s := range shards {
		if s.Shard == nil || of != 0 && s.Shard.Of != of {
			return ""
		}
		of = s.Shard.Of
		have[s.Shard.Index] = true
	}
	text, named := "", 0
	for i := 1; i <= of; i++ {
		if have[i] {
			continue
		}
		if text != "" {
			text += ", "
		}
		if named++; named > mostNamed { // a file can say that there are a billion shards
			text += "..."
			break
		}
		text += Shard{i, of}.String()
	}
	if text == "" {
		return "; an interrupted shard is not complete: go on with it"
	}
	return "; shard " + text + " was not given"
}
