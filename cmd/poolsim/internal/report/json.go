package report

import (
	"encoding/json"
	"io"

	"poolsim/sim/experiment"
)

func init() {
	register(Format{
		Name: "json", Extension: ".json", Help: "everything that was found, to be read by programs and by poolsim itself",
		Warns: true,
		Write: func(w io.Writer, results []*experiment.Result, _ Style) error {
			if len(results) == 1 {
				return JSON(w, results[0])
			}
			return EncodeJSON(w, results)
		},
	})
}

// JSON writes a result as indented JSON with a line break at its end: the same result is always the same bytes.
func JSON(w io.Writer, r *experiment.Result) error { return EncodeJSON(w, r) }

// EncodeJSON writes any value as JSON in the form of every JSON output of the program.
func EncodeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
