package study

import (
	"strings"
	"testing"
)

func TestParseShard(t *testing.T) {
	for _, c := range []struct {
		text, env string // NAME=VALUE, blank between
		want      Shard
		fault     string
	}{
		{text: "3/7", want: Shard{3, 7}},
		{text: "1/1", want: Shard{1, 1}},
		{text: "0/7", fault: "shards are counted from 1 to 7"},
		{text: "8/7", fault: "shards are counted from 1 to 7"},
		{text: "1/0", fault: "at least one shard"},
		{text: "3", fault: "write i/n"},
		{text: "a/b", fault: "write i/n"},
		{text: "3/7/2", fault: "write i/n"},
		{text: "auto", fault: "no array job: none of SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, AWS_BATCH_JOB_ARRAY_INDEX is set"},
		{
			text: "auto", env: "SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=4",
			want: Shard{3, 4},
		},
		{text: "auto", env: "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4", want: Shard{1, 4}},
		{text: "auto/5", env: "SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_COUNT=4", fault: "SLURM_ARRAY_TASK_COUNT=4, but auto/5 was asked for"},
		{text: "auto", env: "SLURM_ARRAY_TASK_ID=4 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=4", fault: "does not fit"},
		{text: "auto", env: "SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=4", fault: "SLURM_ARRAY_TASK_ID=x: is no number"},
		{text: "auto/4", env: "JOB_COMPLETION_INDEX=3", want: Shard{4, 4}},
		{text: "auto", env: "JOB_COMPLETION_INDEX=3", fault: "not of how many: write auto/n"},
		{text: "auto/3", env: "JOB_COMPLETION_INDEX=3", fault: "shard 4/3"},
		{text: "auto", env: "AWS_BATCH_JOB_ARRAY_INDEX=0 AWS_BATCH_JOB_ARRAY_SIZE=10", want: Shard{1, 10}},
		{text: "auto/10", env: "AWS_BATCH_JOB_ARRAY_INDEX=9", want: Shard{10, 10}},
		{text: "auto/x", fault: "write auto/n"},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		got, err := ParseShardIn(c.text, func(name string) string { return env[name] })
		switch {
		case c.fault == "" && (err != nil || got != c.want):
			t.Errorf("%s %s gives %v, %v", c.text, c.env, got, err)
		case c.fault != "" && (err == nil || !strings.Contains(err.Error(), c.fault)):
			t.Errorf("%s %s: %v, want %s", c.text, c.env, err, c.fault)
		}
	}
}

// TestShardsShareTheCells: every cell belongs to exactly one shard.
func TestShardsShareTheCells(t *testing.T) {
	for _, n := range []int{0, 1, 5, 20, 21} {
		for _, of := range []int{1, 2, 7, 30} {
			owners := make([]int, n)
			for i := 1; i <= of; i++ {
				s := Shard{i, of}
				for k := range s.Cells(n) {
					owners[s.Cell(k)]++
				}
			}
			for cell, k := range owners {
				if k != 1 {
					t.Errorf("%d cells, %d shards: cell %d belongs to %d", n, of, cell, k)
				}
			}
		}
	}
}
