package study

import (
	"fmt"
	"strconv"
	"strings"
)

// Shard is the part of a sweep's cells that one machine of several runs: every Of-th cell, beginning with Index. Cells that
// cost much, at one end of an axis, are so spread over all shards.
type Shard struct {
	Index int `json:"index"` // from 1 to Of
	Of    int `json:"of"`    // at least 1
}

// Whole is the shard of all cells.
var Whole = Shard{1, 1}

// ParseShard reads "3/7", the third of seven.
func ParseShard(text string) (Shard, error) {
	index, of, ok := strings.Cut(text, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	s := Shard{i, n}
	if !ok || err1 != nil || err2 != nil {
		return Shard{}, fmt.Errorf("%q: write i/n, such as 3/7, the third of seven shards", text)
	}
	return s, s.check()
}

func (s Shard) check() error {
	switch {
	case s.Of < 1:
		return fmt.Errorf("%s: there must be at least one shard", s)
	case s.Index < 1 || s.Index > s.Of:
		return fmt.Errorf("%s: shards are counted from 1 to %d", s, s.Of)
	}
	return nil
}

// String returns "3/7".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Cells returns how many of n cells belong to the shard.
func (s Shard) Cells(n int) int { return (n - s.Index + s.Of) / s.Of }

// Cell returns the number in the whole of the shard's cell i, from 0.
func (s Shard) Cell(i int) int { return s.Index - 1 + i*s.Of }

// AutoShard reads the shard from the environment in which an engine for array jobs runs a task. of is the number of shards
// where the engine does not say it, 0 if it is not known. The engines and their variables:
//
//   - Slurm (22.05, sbatch(1), "OUTPUT ENVIRONMENT VARIABLES"): SLURM_ARRAY_TASK_ID, with SLURM_ARRAY_TASK_MIN, _COUNT and _STEP
//   - Kubernetes, Jobs with completionMode Indexed (Job, v1): JOB_COMPLETION_INDEX, from 0; the number is not told
//   - AWS Batch, array jobs: AWS_BATCH_JOB_ARRAY_INDEX, from 0; AWS_BATCH_JOB_ARRAY_SIZE, where it is set
func AutoShard(getenv func(string) string, of int) (Shard, error) {
	for _, e := range engines {
		text := getenv(e.id)
		if text == "" {
			continue
		}
		number := func(name string, otherwise int) (int, error) {
			value := getenv(name)
			if name == "" || value == "" {
				return otherwise, nil
			}
			n, err := strconv.Atoi(value)
			if err != nil {
				return 0, fmt.Errorf("%s=%s: is no number", name, value)
			}
			return n, nil
		}
		id, err := number(e.id, 0)
		if err != nil {
			return Shard{}, err
		}
		first, err := number(e.first, e.from)
		if err != nil {
			return Shard{}, err
		}
		step, err := number(e.step, 1)
		if err != nil {
			return Shard{}, err
		}
		count, err := number(e.count, of)
		if err != nil {
			return Shard{}, err
		}
		switch {
		case count == 0:
			return Shard{}, fmt.Errorf("%s=%s says which shard this is, but not of how many: write auto/n", e.id, text)
		case of != 0 && of != count:
			return Shard{}, fmt.Errorf("%s=%d, but auto/%d was asked for", e.count, count, of)
		case step < 1 || (id-first)%step != 0:
			return Shard{}, fmt.Errorf("%s=%s does not fit %s=%d and %s=%d", e.id, text, e.first, first, e.step, step)
		}
		s := Shard{(id-first)/step + 1, count}
		if err := s.check(); err != nil {
			return Shard{}, fmt.Errorf("%s=%s: shard %w", e.id, text, err)
		}
		return s, nil
	}
	var names []string
	for _, e := range engines {
		names = append(names, e.id)
	}
	return Shard{}, fmt.Errorf("no array job: none of %s is set", strings.Join(names, ", "))
}

// engines are the variables of engines for array jobs; an empty name is one that the engine does not have.
var engines = []struct {
	id, first, step, count string
	from                   int // the first task, if first does not say it
}{
	{id: "SLURM_ARRAY_TASK_ID", first: "SLURM_ARRAY_TASK_MIN", step: "SLURM_ARRAY_TASK_STEP", count: "SLURM_ARRAY_TASK_COUNT"},
	{id: "JOB_COMPLETION_INDEX"},
	{id: "AWS_BATCH_JOB_ARRAY_INDEX", count: "AWS_BATCH_JOB_ARRAY_SIZE"},
}

// ParseShardIn reads a shard as ParseShard does, or "auto" and "auto/n" as AutoShard does.
func ParseShardIn(text string, getenv func(string) string) (Shard, error) {
	kind, count, counted := strings.Cut(text, "/")
	if kind != "auto" {
		return ParseShard(text)
	}
	of := 0
	if counted {
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 {
			return Shard{}, fmt.Errorf("%q: write auto/n with the number of shards", text)
		}
		of = n
	}
	return AutoShard(getenv, of)
}
