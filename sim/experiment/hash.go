package experiment

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"

	"poolsim/sim/scenario"
)

// Hash identifies what is simulated: the effective scenario, seed and defaults included, and the content of the files that
// it names, without the settings that a sweep of it would vary. It is 16 hexadecimal digits, the first of a SHA-256 digest
// (FIPS 180-4).
func Hash(sc *scenario.Scenario) string {
	simulated := scenario.Scenario{Echo: maps.Clone(sc.Echo)}
	delete(simulated.Echo, "sweep")
	h := sha256.New()
	io.WriteString(h, simulated.TOML())
	for _, f := range sc.Files {
		io.WriteString(h, f.Path+"\n")
		h.Write(f.SHA256[:])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
