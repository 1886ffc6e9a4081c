package study

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what one axis may be told to do.
const (
	// MaxPoints is the most points of an axis.
	MaxPoints = 100_000

	maxText = 64 << 10 // bytes of an axis, as of an override
)

// Axis is the course of one setting over a study, or of several settings that move together.
type Axis struct {
	// Keys are paths of settings as overrides name them ("pool.main.pool_size"), at least one, all different.
	Keys []string `json:"keys"`

	// Points are what the axis goes through, at least one and at most MaxPoints: Points[i][k] is the value that Keys[k]
	// has at point i, as text for an override ("10", "2.5ms", "500/s").
	Points [][]string `json:"points"`
}

// ParseAxis reads an axis of one key, KEY=VALUES. VALUES are one or more of these, with commas between them:
//
//	text             any value of an override: 10, true, "auto", { dist = "exponential", mean = "2ms" }
//	from:to          whole numbers, one by one
//	from:to:step     evenly spaced, in exact decimal arithmetic; to is the last point if the steps meet it
//	from:to:*factor  each the one before times factor, to 6 significant digits (whole numbers stay whole); to is the last
//	                 point if the factors meet it
//	from:to:/n       n points evenly spaced on a log scale, to 3 significant digits; from and to are exact. Whole numbers
//	                 stay whole, and points that rounding makes equal are one.
//
// The ends of a range are plain numbers, durations ("10ms:1s:*10") or rates ("100/s:500/s:50/s"). Durations are written in the
// unit of the range where it has only one, and else as scenario.FormatDuration does. A range may go down (100:10:-10,
// 100:1:*0.1). Commas and colons within quotes, {...} or [...] belong to the value.
//
// The error begins with "--vary", quotes the text and says what is allowed.
func ParseAxis(text string) (Axis, error) {
	a, wrong := parseAxis(text)
	if wrong != nil {
		return Axis{}, fmt.Errorf("--vary %s: %w", shown(text), wrong)
	}
	return a, nil
}

const axisSyntax = "an axis is KEY=VALUES, such as pool.main.pool_size=10:100:10 or pool.main.pool_size=5,10,20"

func parseAxis(text string) (Axis, error) {
	if len(text) > maxText {
		return Axis{}, fmt.Errorf("an axis is too long: at most 64 KiB are read")
	}
	if !utf8.ValidString(text) {
		return Axis{}, fmt.Errorf("an axis is text in UTF-8")
	}
	key, values, ok := strings.Cut(text, "=")
	if !ok {
		return Axis{}, fmt.Errorf("there is no =: %s", axisSyntax)
	}
	key, err := cleanKey(key)
	if err != nil {
		return Axis{}, err
	}
	items, err := split(values, ',')
	if err != nil {
		return Axis{}, err
	}
	a := Axis{Keys: []string{key}}
	for _, item := range items {
		points, err := expand(item)
		if err != nil {
			return Axis{}, err
		}
		if len(a.Points)+len(points) > MaxPoints {
			return Axis{}, tooMany(fmt.Sprint(len(a.Points) + len(points)))
		}
		for _, p := range points {
			a.Points = append(a.Points, []string{p})
		}
	}
	return a, nil
}

// cleanKey returns the path without spaces around its parts, so that a path is always written in one way.
func cleanKey(key string) (string, error) {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		if parts[i] = strings.TrimSpace(p); parts[i] == "" {
			if strings.TrimSpace(key) == "" {
				return "", fmt.Errorf("there is no key: %s", axisSyntax)
			}
			return "", fmt.Errorf("a part of the key is empty: write a key such as pool.main.pool_size")
		}
	}
	return strings.Join(parts, "."), nil
}

// expand returns the points of one item: of a range, or the item itself.
func expand(item string) ([]string, error) {
	item = strings.TrimSpace(item)
	if item == "" {
		return nil, fmt.Errorf("a value is empty: write values with one comma between two of them, such as 5,10,20")
	}
	parts, err := split(item, ':')
	if err != nil {
		return nil, err
	}
	if len(parts) == 1 {
		return []string{item}, nil
	}
	return expandRange(item, parts)
}

// tooMany is the fault of a range with more than MaxPoints points.
func tooMany(n string) error { return fmt.Errorf("%s points are too many: at most %d", n, MaxPoints) }

// With returns the axis on which a and b move together: its point i has the values of both at their points i. Both must have
// the same number of points, and no key in common.
func (a Axis) With(b Axis) (Axis, error) {
	if len(a.Points) != len(b.Points) {
		return Axis{}, fmt.Errorf("%s has %s and %s has %s: axes that move together need the same number",
			a.names(), points(len(a.Points)), b.names(), points(len(b.Points)))
	}
	out := Axis{Keys: append(append([]string{}, a.Keys...), b.Keys...)}
	if err := distinct(out.Keys); err != nil {
		return Axis{}, err
	}
	for i := range a.Points {
		out.Points = append(out.Points, append(append([]string{}, a.Points[i]...), b.Points[i]...))
	}
	return out, nil
}

// names returns the keys for a message.
func (a Axis) names() string { return shown(strings.Join(a.Keys, ", ")) }

func points(n int) string {
	if n == 1 {
		return "1 point"
	}
	return fmt.Sprintf("%d points", n)
}

// distinct notes a key that is there twice.
func distinct(keys []string) error {
	seen := make(map[string]bool)
	for _, key := range keys {
		if seen[key] {
			return fmt.Errorf("%s is varied twice: every key can be on one axis only", shown(key))
		}
		seen[key] = true
	}
	return nil
}

// shown returns text for a message: one line, not too long, without control characters.
func shown(text string) string {
	const most = 100
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > most {
			b.WriteString("...")
			break
		}
		if unicode.IsControl(r) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
	}
	return b.String()
}
