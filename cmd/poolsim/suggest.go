package main

import (
	"fmt"
	"strings"
)

// didYouMean returns ": did you mean X?" for the nearest of the words, or "" when none is near.
func didYouMean(word string, words []string) string {
	best, least := "", max(2, len(word)/3)+1
	for _, w := range words {
		n := distance(strings.ToLower(word), strings.ToLower(w))
		if strings.HasPrefix(w, word) && word != "" {
			n = min(n, 1)
		}
		if n < least {
			best, least = w, n
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf(": did you mean %s?", best)
}

// distance counts the letters that must be inserted, removed or replaced to make b of a (Levenshtein 1966).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
