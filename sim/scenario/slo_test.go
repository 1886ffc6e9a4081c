package scenario

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// two is a scenario with two pools and two classes, whose names have to be quoted as keys.
const two = minimal + `pool = "main"
[[pool]]
name = "read only"
[[class]]
name = "nightly job"
arrivals = { process = "closed", users = 1, think = "1s" }
[[class.step]]
holder = "report"
pool = "read only"
hold = "1s"
`

func TestTargets(t *testing.T) {
	for _, c := range []struct {
		name, slo string
		set       []string
		want      []Target
	}{
		{
			name: "any metric", slo: "database_connections_max = 97\nrefused_connects_total = 0\nconnects_per_second = 5\nhold_seconds_p99 = '1s'\nreject_ratio = 0.1",
			want: []Target{
				{Key: "hold_seconds_p99", Metric: "hold_seconds", Stat: "p99", Limit: 1},
				{Key: "reject_ratio", Metric: "reject_ratio", Stat: "ratio", Limit: 0.1},
				{Key: "database_connections_max", Metric: "database_connections", Stat: "max", Limit: 97},
				{Key: "connects_per_second", Metric: "connects_per_second", Stat: "mean", Limit: 5},
				{Key: "refused_connects_total", Metric: "refused_connects_total", Stat: "total"},
			},
		},
		{
			name: "both sides", slo: "utilisation = { max = 0.8, min = 0.3 }\ncompletions_per_second = { min = '17400/min' }\nresponse_p99 = { max = '200ms' }",
			want: []Target{
				{Key: "response_p99", Metric: "response_seconds", Stat: "p99", Limit: 0.2},
				{Key: "utilisation", Metric: "utilisation_ratio", Stat: "mean", Limit: 0.3, AtLeast: true},
				{Key: "utilisation", Metric: "utilisation_ratio", Stat: "mean", Limit: 0.8},
				{Key: "completions_per_second", Metric: "completions_per_second", Stat: "mean", Limit: 290, AtLeast: true},
			},
		},
		{
			name: "parts", slo: "[slo.class.'nightly job']\nresponse_p99 = '9s'\n[slo.class.api]\nwait_p99 = '10ms'\n[slo.pool.'read only']\nwait_p99 = '2s'\n[slo.pool.main]\nin_use_max = 9",
			set: []string{"slo.wait_p99=1s", "slo.class.api.response_p99=200ms", "slo.class.api.completions_per_second.min=290", "slo.pool.read only.idle_mean.min=1"},
			want: []Target{
				{Key: "wait_p99", Metric: "wait_seconds", Stat: "p99", Limit: 1},
				{Key: "in_use_max", Metric: "in_use_connections", Stat: "max", Limit: 9, Pool: "main"},
				{Key: "wait_p99", Metric: "wait_seconds", Stat: "p99", Limit: 2, Pool: "read only"},
				{Key: "idle_mean", Metric: "idle_connections", Stat: "mean", Limit: 1, AtLeast: true, Pool: "read only"},
				{Key: "wait_p99", Metric: "wait_seconds", Stat: "p99", Limit: 0.01, Class: "api"},
				{Key: "response_p99", Metric: "response_seconds", Stat: "p99", Limit: 0.2, Class: "api"},
				{Key: "completions_per_second", Metric: "completions_per_second", Stat: "mean", Limit: 290, AtLeast: true, Class: "api"},
				{Key: "response_p99", Metric: "response_seconds", Stat: "p99", Limit: 9, Class: "nightly job"},
			},
		},
		{name: "parts that say nothing", slo: "class = {}\npool = { main = {} }"},
		{
			name: "without [slo]", set: []string{"slo.class.nightly job.failures_total=0"},
			want: []Target{{Key: "failures_total", Metric: "failures_total", Stat: "total", Class: "nightly job"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := two
			if c.slo != "" {
				text += "[slo]\n" + c.slo
			}
			s := mustParse(t, text, Options{Set: c.set})
			if diff := cmp.Diff(c.want, s.SLO); diff != "" {
				t.Errorf("targets (-want +got):\n%s", diff)
			}
			again := mustParse(t, s.TOML(), Options{})
			if diff := cmp.Diff(s.SLO, again.SLO); diff != "" {
				t.Errorf("read back (-want +got):\n%s\n%s", diff, s.TOML())
			}
			if diff := cmp.Diff(s.TOML(), again.TOML()); diff != "" {
				t.Errorf("written again (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTargetsAreWrittenAsTables(t *testing.T) {
	s := mustParse(t, two+"[slo]\nutilisation = { max = 0.8, min = 0.3 }\nconnects_per_second = 5\n[slo.class.'nightly job']\nresponse_p99 = '9s'\n[slo.pool.main]\nin_use_max = 9", Options{})
	want := `
[slo]
utilisation = { min = 0.3, max = 0.8 }
connects_per_second = "5/s"

[slo.pool.main]
in_use_max = 9

[slo.class."nightly job"]
response_p99 = "9s"
`
	_, got, _ := strings.Cut(s.TOML(), "\n[slo]")
	if diff := cmp.Diff(want, "\n[slo]"+got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A class whose name is at fault may be the one that is meant.
func TestPartsOfUnnamedClasses(t *testing.T) {
	text := strings.Replace(two, `name = "api"`, `name = ""`, 1) + "[slo.class.api]\nwait_p99 = '1s'\n"
	if f := faultsOf(t, text, Options{}); len(f.Faults) != 1 || !strings.Contains(f.Faults[0].Message, "must not be empty") {
		t.Errorf("%v", f)
	}
}

// Every key names what LookupTarget says, and can be a target with a lower and an upper bound, and the aim of a
// precision, unless what it names has no interval.
func TestEveryTargetKey(t *testing.T) {
	for _, key := range TargetKeys() {
		metric, stat, ok := LookupTarget(key)
		if !ok {
			t.Errorf("%s is listed, and is no target", key)
		}
		set := []string{"slo." + key + "={}", "slo." + key + ".min=" + smallest(key), "slo." + key + ".max=" + smallest(key)}
		known := slices.Contains(intervalKeys(), key) // with an interval
		if known {
			set = append(set, "run.precision=0.1", "run.precision_on="+key)
		}
		s := mustParse(t, minimal, Options{Set: set})
		if len(s.SLO) != 2 || s.SLO[0].Metric != metric || s.SLO[0].Stat != stat || !s.SLO[0].AtLeast || s.SLO[1].AtLeast {
			t.Errorf("%s gives %+v", key, s.SLO)
		}
		if known && (s.Precision.Metric != metric || s.Precision.Stat != stat) {
			t.Errorf("precision on %s is on %+v", key, s.Precision)
		}
	}
	for _, key := range []string{"", "wait", "wait_p98", "connects", "class", "pool", "utilisation_p99", "timeout_ratio_ratio"} {
		if metric, stat, ok := LookupTarget(key); ok {
			t.Errorf("%q is a target: %s %s", key, metric, stat)
		}
	}
}

// smallest is the least bound that a target can have.
func smallest(key string) string {
	if metric, _, _ := LookupTarget(key); strings.HasSuffix(metric, "_seconds") {
		return "0s"
	}
	return "0"
}
