// Package plots draws charts from the result of an experiment, or of a sweep. It is the only place that knows gonum/plot.
//
// The way of a chart:
//
//  1. A file per chart registers a [Chart] in [Charts] from its init function.
//  2. Chart.Draw picks the series and metrics that it needs from the result, states the finding as a title, and returns
//     one or more figures. Nothing is simulated again: a result file redraws any chart.
//  3. A [Figure] lays out the page of its size, one of [Sizes]: title, subtitle and legend on top, then its panels, and
//     the footer that says which run it was. It knows no format.
//  4. [Figure.Write] draws it in one of [Formats].
//
// Charts over time read their curves by history.go, and mark faults by faults.go. [Defaults] says which charts suit a result.
//
// The charts of sweeps are [SweepChart]s in [SweepCharts]; [SweepDefaults] says which of them suit a sweep. What they share is
// in files whose names begin with sweep: sweepview.go looks numbers up by the points of the axes, sweepaxis.go makes an axis
// of texts a scale or a row of categories, sweepslice.go cuts a slice of what has too many settings, sweepfinding.go turns the verdicts along an axis into a sentence, sweepline.go draws
// a statistic along an axis with its intervals.
//
// The style layer is shared by all charts and has a file per piece: color.go (colours that stay with a holder), text.go
// (fonts, wrapping), words.go (numbers as people read them), ticks.go (tickers), panel.go (a pair of axes), marks.go
// (areas, lines, reference lines), hatch.go (patterns of fills), markers.go (points and whiskers), colorscale.go (values as colours), tiles.go (many panels
// in rows), labels.go (labels that keep clear of each other), names.go (names that are cut and stay apart), thin.go (curves of more
// points than can be seen), data.go (looking up and checking
// series).
//
// Charts are read in print, in grey and by people who see few colours: order, labels beside the curves and dash
// patterns say again what colours say. The same result gives the same bytes: nothing depends on map order, time or
// chance.
package plots
