package experiment

import (
	"encoding/json"
	"math"
	"strconv"
)

// Number is a float64 whose NaN is written as null in JSON: "nothing was observed".
type Number float64

// MarshalJSON writes the shortest decimal that reads back as the same value, or null.
func (n Number) MarshalJSON() ([]byte, error) {
	x := float64(n)
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(x)
}

// UnmarshalJSON reads a number or null.
func (n *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = Number(math.NaN())
		return nil
	}
	var x float64
	if err := json.Unmarshal(b, &x); err != nil {
		return err
	}
	*n = Number(x)
	return nil
}

// IsNaN reports whether nothing was observed.
func (n Number) IsNaN() bool { return math.IsNaN(float64(n)) }

// String writes the number as the CSV table does: empty where nothing was observed.
func (n Number) String() string {
	if n.IsNaN() {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'g', -1, 64)
}
