package param

import "time"

// Values are the checked values of a thing's parameters, by name. Each getter panics when the value is absent or of
// another kind: that is a mistake in the thing's Spec, never in the user's file.
type Values map[string]any

// With returns the values with the defaults of the spec filled in where a key is absent.
func (v Values) With(s *Spec) Values {
	out := make(Values, len(s.Params))
	for i := range s.Params {
		p := &s.Params[i]
		if x, ok := v[p.Name]; ok {
			out[p.Name] = x
		} else if p.Default != nil {
			out[p.Name] = p.Default
		}
	}
	return out
}

// Has reports whether the parameter was given or has a default.
func (v Values) Has(name string) bool { _, ok := v[name]; return ok }

// Duration returns the value of a parameter of kind Duration.
func (v Values) Duration(name string) time.Duration { return v[name].(time.Duration) }

// Seconds returns the value of a parameter of kind Duration, in seconds.
func (v Values) Seconds(name string) float64 { return v.Duration(name).Seconds() }

// Float returns the value of a parameter of kind Number or Rate (per second).
func (v Values) Float(name string) float64 { return v[name].(float64) }

// Int returns the value of a parameter of kind Count.
func (v Values) Int(name string) int64 { return v[name].(int64) }

// Bool returns the value of a parameter of kind Flag.
func (v Values) Bool(name string) bool { return v[name].(bool) }

// Text returns the value of a parameter of kind Choice or Path.
func (v Values) Text(name string) string { return v[name].(string) }

// Floats returns the value of a parameter of kind Numbers or Rates (per second).
func (v Values) Floats(name string) []float64 { return v[name].([]float64) }

// Durations returns the value of a parameter of kind Durations.
func (v Values) Durations(name string) []time.Duration { return v[name].([]time.Duration) }

// Matrix returns the value of a parameter of kind RateMatrix, per second, by rows.
func (v Values) Matrix(name string) [][]float64 { return v[name].([][]float64) }
