package plots

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
)

// room reports whether a text fits.
type room func(string) bool

// atMost is room for so many characters.
func atMost(n int) room { return func(s string) bool { return utf8.RuneCountInString(s) <= n } }

// within is room of a width.
func within(face font.Face, width vg.Length) room {
	return func(s string) bool { return face.Width(s) <= width }
}

// shorten cuts a name of more than n characters, so that a sentence that holds it stays a sentence: in its middle, for names differ
// at their ends more often than there.
func shorten(name string, n int) string { return cutMiddle(clean(name), atMost(n)) }

// shortenList cuts what is written one after the other, at its end.
func shortenList(words string, n int) string { return cutEnd(clean(words), atMost(n)) }

// cutMiddle leaves out as much of the middle of a text as it must to fit.
func cutMiddle(s string, fits room) string {
	return cut(s, fits, func(r []rune, n int) string {
		tail := n * 2 / 5
		return strings.TrimRight(string(r[:n-tail]), " ") + "…" + strings.TrimLeft(string(r[len(r)-tail:]), " ")
	})
}

// cutEnd leaves out as much of the end of a text as it must to fit.
func cutEnd(s string, fits room) string {
	return cut(s, fits, func(r []rune, n int) string { return strings.TrimRight(string(r[:n]), " ") + "…" })
}

// cut finds the most characters of a text that can be kept, as keep writes them.
func cut(s string, fits room, keep func(r []rune, n int) string) string {
	if fits(s) {
		return s
	}
	runes := []rune(s)
	lo, hi := 0, len(runes)-1 // so many can be kept, or none
	for lo < hi {
		if mid := (lo + hi + 1) / 2; fits(keep(runes, mid)) {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return keep(runes, lo)
}

// apart cuts names that are read beside each other, so that two that differ are told apart as long as there is room for a few
// characters. Where both ends of them are the same it is the beginning that is left out, up to the word in which they differ;
// and where that does not help they are numbered.
func apart(names []string, fits room) []string {
	out := make([]string, len(names))
	full := make([]string, len(names))
	for i, name := range names {
		full[i] = clean(name)
		out[i] = cutMiddle(full[i], fits)
	}
	for _, group := range alike(full, out) {
		from := differFrom(full, group)
		for _, i := range group {
			if rest := string([]rune(full[i])[from:]); from > 0 {
				out[i] = cutEnd("…"+rest, fits)
			}
		}
	}
	for _, group := range alike(full, out) {
		number := 0
		for k, i := range group {
			if first := slices.IndexFunc(group, func(j int) bool { return full[j] == full[i] }); first < k {
				out[i] = out[group[first]]
				continue
			}
			number++
			end := " (" + strconv.Itoa(number) + ")"
			out[i] = cutEnd(full[i], func(s string) bool { return fits(s + end) }) + end
		}
	}
	return out
}

// alike returns the groups of different names that came out the same, in their order.
func alike(full, out []string) [][]int {
	groups := map[string][]int{}
	for i, s := range out {
		groups[s] = append(groups[s], i)
	}
	var found [][]int
	for i, s := range out {
		g := groups[s]
		if g[0] == i && slices.ContainsFunc(g, func(k int) bool { return full[k] != full[i] }) {
			found = append(found, g)
		}
	}
	return found
}

// differFrom is where the word begins, in runes, in which names of a group first differ.
func differFrom(full []string, group []int) int {
	first := []rune(full[group[0]])
	common := len(first)
	for _, i := range group[1:] {
		r := []rune(full[i])
		common = min(common, len(r))
		for k := range common {
			if r[k] != first[k] {
				common = k
				break
			}
		}
	}
	const word = 10 // the longest that is kept whole
	for k := common; k > max(0, common-word); k-- {
		if strings.ContainsRune(" -_./:,;=("+noBreak, first[k-1]) {
			return k
		}
	}
	return common
}
