package main

import "os"

// hangUp is nil: JavaScript has no such signal.
var hangUp os.Signal
