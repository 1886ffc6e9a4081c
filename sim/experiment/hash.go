package experiment

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"poolsim/sim/scenario"
)

// Hash identifies what is simulated: the effective scenario, seed and defaults included, and the content of the files that
// it names. It is 16 hexadecimal digits, the first of a SHA-256 digest (FIPS 180-4).
func Hash(sc *scenario.Scenario) string {
	h := sha256.New()
	io.WriteString(h, sc.TOML())
	for _, f := range sc.Files {
		io.WriteString(h, f.Path+"\n")
		h.Write(f.SHA256[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
