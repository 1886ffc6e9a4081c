package scenario

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds on the work and the length of a suggestion.
const (
	maxSuggestWord  = 64
	maxSuggestNames = 400
	maxListed       = 24
)

// unknown says that word is not one of allowed: with the likeliest one, or else with all of them.
func unknown(word string, allowed []string) string {
	if near := nearest(word, allowed); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	if len(allowed) == 0 {
		return "there are none"
	}
	return "allowed: " + list(allowed)
}

// unknownName is unknown for names that the user chose: they stand in quotes.
func unknownName(word string, names []string) string {
	if near := nearest(word, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	return unknown("", quoteEach(names))
}

// list joins names with commas, not too many of them.
func list(names []string) string {
	if n := len(names); n > maxListed {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:maxListed], ", "), n-maxListed)
	}
	return strings.Join(names, ", ")
}

// nearest returns the allowed word that differs least from word, or "" when none is close: at most one edit for every
// three characters. The first one wins a tie.
func nearest(word string, allowed []string) string {
	n := utf8.RuneCountInString(word)
	if n == 0 || n > maxSuggestWord {
		return ""
	}
	best, distance := "", max(1, n/3)+1
	folded := fold(word)
	for _, a := range allowed[:min(len(allowed), maxSuggestNames)] {
		if d := edits(folded, fold(a)); d < distance {
			best, distance = a, d
		}
	}
	return best
}

// fold makes words equal that differ only in case or in how their parts are joined.
func fold(s string) []rune {
	return []rune(strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(s)))
}

// edits counts the insertions, deletions, replacements and swaps of neighbours that turn a into b (optimal string
// alignment: no piece is edited twice).
func edits(a, b []rune) int {
	if len(a) > maxSuggestWord || len(b) > maxSuggestWord {
		return maxSuggestWord
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(row[j]+1, next[j-1]+1, row[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
