package stat_test

import "os"

// full reports whether tests by simulation run at their full length, a few minutes, instead of a few seconds.
func full() bool { return os.Getenv("POOLSIM_FULL") != "" }
