package main

import (
	"context"
	"fmt"
	"os"
	"time"
	"poolsim/sim/experiment"
	"poolsim/sim/scenario"
)

func main() {
	b, _ := os.ReadFile(os.Args[1])
	sc, err := scenario.Parse(os.Args[1], b, scenario.Options{Set: os.Args[2:]})
	if err != nil { fmt.Println(err); os.Exit(2) }
	fmt.Printf("%+v\n", experiment.Check(sc))
	t := time.Now()
	r, err := experiment.Run(context.Background(), sc, experiment.Options{})
	fmt.Println(time.Since(t), err)
	for _, m := range r.Metrics { if m.Class == "" && (m.Stat=="mean"||m.Stat=="p99"||m.Stat=="max"||m.Stat=="total"||m.Stat=="ratio") { fmt.Println(m.Metric, m.Stat, m.Pool, m.Holder, float64(m.Value), float64(m.Lo), float64(m.Hi)) } }
	fmt.Println(r.Warnings); fmt.Println(r.SLO); fmt.Println(r.Alerts)
}
