package stat_test

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"testing"
)

// anchors are exact answers for the statistics of simulation output: testdata/README.md. The coverages in the same file
// are for sim/experiment.
type anchors struct {
	TQuantiles   map[string]map[string]float64 `json:"t_quantiles"`
	CIArithmetic struct {
		Data      []float64          `json:"data"`
		Mean      float64            `json:"mean"`
		Variance  float64            `json:"variance_n_minus_1"`
		HalfWidth map[string]float64 `json:"halfwidth"`
	} `json:"ci_arithmetic"`
	MSER5 []struct {
		Name     string    `json:"name"`
		Data     []float64 `json:"data"`
		Truncate int       `json:"truncate_observations"`
		Mean     float64   `json:"mean_after_truncation"`
		AtLimit  bool      `json:"at_search_limit"`
	} `json:"mser5"`
	MSER5Statistical []struct {
		Name       string     `json:"name"`
		N          int        `json:"n"`
		Runs       int        `json:"reps"`
		Mean       float64    `json:"true_mean"`
		Truncation float64    `json:"mean_truncation_obs"`
		Spread     [3]float64 `json:"q05_q50_q95_truncation_obs"`
		RawBias    float64    `json:"raw_bias"`
		RawRMSE    float64    `json:"raw_rmse"`
		Bias       float64    `json:"mser_bias"`
		BiasSE     float64    `json:"mser_bias_se"`
		RMSE       float64    `json:"mser_rmse"`
	} `json:"mser5_statistical"`
}

func readAnchors(tb testing.TB) *anchors {
	tb.Helper()
	f, err := os.Open("testdata/anchors.json.gz")
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		tb.Fatal(err)
	}
	a := &anchors{}
	if err := json.NewDecoder(zip).Decode(a); err != nil {
		tb.Fatal(err)
	}
	return a
}
