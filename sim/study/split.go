package study

import "fmt"

// closing are the brackets of values, in pairs.
var closing = map[byte]byte{'{': '}', '[': ']'}

// split cuts text at every separator that is not within quotes or brackets, where it belongs to a value.
func split(text string, separator byte) ([]string, error) {
	var out []string
	var open []byte // the brackets that are due
	var quote byte  // that is due, or 0
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0:
			if c == '\\' && quote == '"' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case closing[c] != 0:
			open = append(open, closing[c])
		case c == '}' || c == ']':
			if len(open) == 0 || open[len(open)-1] != c {
				return nil, fmt.Errorf("a %c closes nothing: write a text with brackets in quotes", c)
			}
			open = open[:len(open)-1]
		case c == separator && len(open) == 0:
			out = append(out, text[from:i])
			from = i + 1
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("a quote %c is not closed", quote)
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("a %c is missing at the end", open[len(open)-1])
	}
	return append(out, text[from:]), nil
}

// SplitSettings cuts "key=value; key=value" at every semicolon that is not within quotes or brackets, where it belongs to a
// value. It is an error when a quote or a bracket is not closed.
func SplitSettings(text string) ([]string, error) { return split(text, ';') }
