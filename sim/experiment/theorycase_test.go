package experiment_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// theoryCase is a model with exact answers: one file of testdata/theory. All times are in seconds, all rates per second.
type theoryCase struct {
	Name, Family string
	Arrivals     []theoryArrivals
	Classes      map[string]theoryClass
	Pool         theoryPool
	Server       struct {
		Kind                   string
		Capacity, Sigma, Kappa float64
	}
	Run struct {
		Kind, Initial, Event, Target string
		Times                        []float64
		N                            int
	}
	Measure map[string]json.RawMessage
	Hint    struct {
		Warmup, Horizon float64
		Replications    int
	}
}

type theoryArrivals struct {
	Class   string
	Process struct {
		Kind         string
		Rate         float64
		Interarrival theoryLaw
		Batch        struct {
			Kind        string
			Value, Mean float64
		}
		Rates     []float64
		Switch    [][]float64
		Users     int
		Think     theoryLaw
		MeanRate  float64 `json:"mean_rate"`
		Amplitude float64
		Period    float64
		Segments  [][2]float64
		Times     []float64
	}
}

type theoryClass struct {
	Stages []struct {
		Name string
		Hold theoryLaw
	}
	Acquire string
}

type theoryPool struct {
	Size, Overflow  int
	Timeout         *theoryLaw
	QueueLimit      *int `json:"queue_limit"`
	Queue           string
	Connect         *theoryLaw
	Recycle         *float64
	LeakProbability float64 `json:"leak_probability"`
	Retry           *struct {
		Delay theoryLaw
		Max   *int
	}
}

type theoryLaw struct {
	Kind                           string
	Mean, Value, Low, High         float64
	K                              int
	Shape, Scale, Mu, Sigma, Alpha float64
	Probs, Means                   []float64
}

// capacity is the most connections that the pool can have out.
func (c *theoryCase) capacity() int { return c.Pool.Size + c.Pool.Overflow }

// deterministic reports whether nothing in the case is random.
func (c *theoryCase) deterministic() bool {
	constant := func(l *theoryLaw) bool { return l == nil || l.Kind == "deterministic" }
	ok := constant(c.Pool.Timeout) && constant(c.Pool.Connect) && c.Pool.LeakProbability == 0
	if r := c.Pool.Retry; r != nil {
		ok = ok && constant(&r.Delay)
	}
	for _, a := range c.Arrivals {
		p := &a.Process
		ok = ok && (p.Kind == "trace" || p.Kind == "renewal" && constant(&p.Interarrival) || p.Kind == "closed" && constant(&p.Think))
	}
	for _, k := range c.Classes {
		for _, s := range k.Stages {
			ok = ok && constant(&s.Hold)
		}
	}
	return ok
}

// measures returns the names of what the case knows, sorted.
func (c *theoryCase) measures() []string {
	var names []string
	for name := range c.Measure {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// readTheoryCases reads all cases of a directory, plain or packed.
func readTheoryCases(t *testing.T, dir string) []*theoryCase {
	t.Helper()
	var cases []*theoryCase
	for _, pattern := range []string{"*.json", "*.json.gz"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			c, err := readTheoryCase(file)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			cases = append(cases, c)
		}
	}
	slices.SortFunc(cases, func(a, b *theoryCase) int { return strings.Compare(a.Name, b.Name) })
	return cases
}

func readTheoryCase(file string) (*theoryCase, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(file, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		if data, err = io.ReadAll(z); err != nil {
			return nil, err
		}
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(data, &parts); err != nil {
		return nil, err
	}
	c := &theoryCase{}
	for key, to := range map[string]any{
		"name": &c.Name, "family": &c.Family, "arrivals": &c.Arrivals, "classes": &c.Classes, "pool": &c.Pool,
		"server": &c.Server, "run": &c.Run, "measure": &c.Measure, "run_hint": &c.Hint,
	} {
		// A word that is not known here would be a model that is not simulated: it is an error, unless it is a remark
		// beside the model (description, source).
		d := json.NewDecoder(bytes.NewReader(parts[key]))
		d.DisallowUnknownFields()
		if err := d.Decode(to); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	return c, nil
}
