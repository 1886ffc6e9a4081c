package report

import "testing"

// TestNegativeSettingsStayNumbers: a word that a spreadsheet would run is marked as text, a number is not.
func TestNegativeSettingsStayNumbers(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"-1": "-1", "+2.5": "+2.5", "-1e3": "-1e3", "-1+2": "'-1+2", "=1": "'=1", "@x": "'@x", "\x1b=1": "'=1", "main": "main", "": "", "-": "'-",
	} {
		if got := name(word); got != want {
			t.Errorf("name(%q) = %q, want %q", word, got, want)
		}
	}
}
