// Package report turns results into the tables that people and programs read.
//
//  1. A Result or an Expectation is laid out as a Document: headings, lines and tables whose cells are already words.
//     The layout knows the contract of the metrics (their names, their units) and skips what is absent.
//  2. A Document is drawn as text for a terminal or as Markdown for a review: the same tables, the same figures.
//  3. CSV and JSON are for programs and go past the Document: exact numbers in base units.
//
// Numbers for people follow one rule, kept in number.go: a unit that suits the size, at least three significant digits,
// and the half-width of the 95 % interval with as many decimals as the value.
//
// Formats is the table of all formats; a new one is a new file.
package report
