package study

import (
	"runtime"
	"strings"
	"testing"

	"poolsim/sim/scenario"
)

func TestParseAxis(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		// lists
		{"pool.main.pool_size=10", "10"},
		{"pool.main.pool_size=10,20,5", "10|20|5"},
		{" pool . main . pool_size = 10 , 20 ", "10|20"},
		{"pool.main.pool_pre_ping=true,false", "true|false"},
		{`run.warmup="auto",5m`, `"auto"|5m`},
		{`title="a,b:c",'d,e'`, `"a,b:c"|'d,e'`},
		{`title="a\",b",c`, `"a\",b"|c`},
		{`class.api.step.0.hold={ dist = "erlang", k = 2, mean = "1ms" },2ms`, `{ dist = "erlang", k = 2, mean = "1ms" }|2ms`},
		{"run.sample_at=[1s, 2s],[3s]", "[1s, 2s]|[3s]"},
		{"x=a=b,c=d", "a=b|c=d"},
		{"x=ä,ö", "ä|ö"},
		{"x=2:4,10:30:10,100", "2|3|4|10|20|30|100"},
		// whole numbers
		{"x=10:100:10", "10|20|30|40|50|60|70|80|90|100"},
		{"x=10:95:40", "10|50|90"},
		{"x=1:5", "1|2|3|4|5"},
		{"x=3:3", "3"},
		{"x=3:3:-7", "3"},
		{"x=-2:2:2", "-2|0|2"},
		{"x=100:70:-10", "100|90|80|70"},
		{"x=1e2:3e2:1e2", "100|200|300"},
		// decimals
		{"x=0.5:2:0.5", "0.5|1|1.5|2"},
		{"x=0:0.5:0.1", "0|0.1|0.2|0.3|0.4|0.5"},
		{"x=0.1:0.30000000000000001:0.1", "0.1|0.2|0.3"},
		{"x=0.7:0.1:-0.2", "0.7|0.5|0.3|0.1"},
		{"x=1e-3:3e-3:1e-3", "0.001|0.002|0.003"},
		// durations and rates
		{"x=10ms:50ms:20ms", "10ms|30ms|50ms"},
		{"x=30s:120s:30s", "30s|60s|90s|120s"},
		{"x=30s:2m:30s", "30s|1m|1m30s|2m"},
		{"x=0:20ms:10ms", "0ms|10ms|20ms"},
		{"x=0.5s:1s:0.25s", "0.5s|0.75s|1s"},
		{"x=1h30m:2h30m:30m", "1h30m|2h|2h30m"},
		{"x=1d:3d:1d", "1d|2d|3d"},
		{"x=100/s:500/s:200/s", "100/s|300/s|500/s"},
		{"x=0.1/ms:0.3/ms:0.1/ms", "0.1/ms|0.2/ms|0.3/ms"},
		// by factor
		{"x=10ms:1s:*10", "10ms|100ms|1s"},
		{"x=1ms:1000ms:*10", "1ms|10ms|100ms|1000ms"},
		{"x=1:1024:*4", "1|4|16|64|256|1024"},
		{"x=1:8388608:*8", "1|8|64|512|4096|32768|262144|2097152"},
		{"x=10:100:*1.5", "10|15|23|34|51|76"},
		{"x=1:5:*1.2", "1|2|3|4"},
		{"x=1:0.001:*0.1", "1|0.1|0.01|0.001"},
		{"x=100/s:400/s:*1.5", "100/s|150/s|225/s|337.5/s"},
		{"x=0.1:1.6:*2", "0.1|0.2|0.4|0.8|1.6"},
		{"x=5:5:*2", "5"},
		{"x=10ns:40ns:*1.5", "10ns|15ns|23ns|34ns"},
		// on a log scale
		{"x=10:1000:/3", "10|100|1000"},
		{"x=1:10:/4", "1|2|5|10"},
		{"x=1:3:/50", "1|2|3"},
		{"x=1.0:10:/4", "1|2.15|4.64|10"},
		{"x=1234:56789:/3", "1234|8370|56789"},
		{"x=1000:10:/3", "1000|100|10"},
		{"x=1ms:1s:/4", "1ms|10ms|100ms|1s"},
		{"x=0.5s:10s:/3", "0.5s|2.24s|10s"},
		{"x=0.000000001m:0.000001m:/3", "0.000000001m|0.0000000316m|0.000001m"},
		{"x=50/s:800/s:/5", "50/s|100/s|200/s|400/s|800/s"},
		{"x=7:7:/2", "7"},
	} {
		a, err := ParseAxis(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var got []string
		for _, p := range a.Points {
			got = append(got, strings.Join(p, " and "))
		}
		if text := strings.Join(got, "|"); text != c.want {
			t.Errorf("%s gives %s, want %s", c.text, text, c.want)
		}
		if len(a.Keys) != 1 || strings.Contains(a.Keys[0], " ") {
			t.Errorf("%s has keys %q", c.text, a.Keys)
		}
	}
}

func TestParseAxisRefuses(t *testing.T) {
	t.Parallel()
	const forms = "from:to:step, from:to:*factor, from:to:/n or, for whole numbers, from:to"
	for _, c := range []struct{ text, want string }{
		{"", "there is no =: " + axisSyntax},
		{"pool.main.pool_size", "there is no =: " + axisSyntax},
		{"=5", "there is no key: " + axisSyntax},
		{" . =5", "a part of the key is empty: write a key such as pool.main.pool_size"},
		{"a..b=5", "a part of the key is empty: write a key such as pool.main.pool_size"},
		{"x=", "a value is empty: write values with one comma between two of them, such as 5,10,20"},
		{"x=1,,2", "a value is empty: write values with one comma between two of them, such as 5,10,20"},
		{"x=1,2,", "a value is empty: write values with one comma between two of them, such as 5,10,20"},
		{`x="a`, `a quote " is not closed`},
		{"x={a", "a } is missing at the end"},
		{"x=a]", "a ] closes nothing: write a text with brackets in quotes"},
		{"x=[a}", "a } closes nothing: write a text with brackets in quotes"},
		{"pool.main.pool_size=10:x:5", `"x" is neither a number nor a duration nor a rate: a range is ` + forms + "; a text with a colon stands in quotes"},
		{"x=1:2:3:4", "1:2:3:4 has 3 colons: a range is " + forms + "; a text with a colon stands in quotes"},
		{"x=:5", "a part of the range is empty: a range is " + forms},
		{"x=5:", "a part of the range is empty: a range is " + forms},
		{"x=1:5:", "a part of the range is empty: a range is " + forms},
		{"x=1:5:0", "a step must not be 0"},
		{"x=10:1:2", "a step of 2 does not lead from 10 to 1: write 10:1:-2 or 1:10:2"},
		{"x=1:10:-2", "a step of -2 does not lead from 1 to 10: write 1:10:2 or 10:1:-2"},
		{"x=10:1", "a step of 1 does not lead from 10 to 1: write 10:1:-1 or 1:10:1"},
		{"x=0.5:2", "0.5:2 needs a step: write 0.5:2:step, or 0.5:2:/5 for 5 points evenly spaced on a log scale"},
		{"x=1s:2s", "1s:2s needs a step: write 1s:2s:step, or 1s:2s:/5 for 5 points evenly spaced on a log scale"},
		{"x=1:1000000000000:1", "1000000000000 points are too many: at most 100000"},
		{"x=1:100001", "100001 points are too many: at most 100000"},
		{"x=1:100000,7", "100001 points are too many: at most 100000"},
		{"x=0:1:1e-18", "1000000000000000001 points are too many: at most 100000"},
		{"x=1:1e18:*1.000001", "41446553 points are too many: at most 100000"},
		{"x=1:9:/1000000000000", "1000000000000 points are too many: at most 100000"},
		{"x=1:9:/99999999999999999999999", "99999999999999999999999 points are too many: at most 100000"},
		{"x=1:9:/1", `after / the number of points is due, at least 2, not "1"`},
		{"x=1:9:/x", `after / the number of points is due, at least 2, not "x"`},
		{"x=1:9:/2.5", `after / the number of points is due, at least 2, not "2.5"`},
		{"x=0:9:/5", "both ends of a range with / must be more than 0: write 0:9:step"},
		{"x=-1:9:*2", "both ends of a range with * must be more than 0: write -1:9:step"},
		{"x=1:9:*1", "a factor must be more than 0 and not 1, not 1"},
		{"x=1:9:*-2", "a factor must be more than 0 and not 1, not -2"},
		{"x=1:9:*0.5", "a factor of 0.5 does not lead from 1 to 9: write 9:1:*0.5"},
		{"x=1:9:*", `after * a number is due: "" is no number`},
		{"x=1:9:*2s", `after * a number is due: "2s" is no number`},
		{"x=1e19:1e20:1", "1e19 is out of range: numbers lie between 1e-18 and 1e18 and have at most 40 characters"},
		{"x=1:1e999999999:1", "1e999999999 is out of range: numbers lie between 1e-18 and 1e18 and have at most 40 characters"},
		{"class.api.rate=100/s:500:50/s", "500 has no unit: write 500/s"},
		{"x=100:500/s:50/s", "100 has no unit: write 100/s"},
		{"x=100/min:500/min:50", "50 has no unit: write 50/min"},
		{"x=0:500/s:50/s", "0 has no unit: write 0/s"},
		{"x=100/s:500/min:50/s", "100/s and 500/min have different units: write both per s"},
		{"x=10ms:100:10ms", "100 has no unit: write 100ms"},
		{"x=1h30m:2h:10", "10 has no unit: write a duration such as 10s"},
		{"x=10ms:5/s:1ms", "10ms and 5/s are a duration and a rate: write all of the range as durations, or all as rates"},
		{"x=10 ms:1s:1s", `"10 ms" is no duration: write "10ms"`},
		{"x=1/sec:5/sec:1/sec", `"1/sec" is no rate: write "1/s"`},
		{"x=0.5ns:5ns:1ns", "0.5ns is no whole number of nanoseconds, which are the finest durations"},
		{"x=\xff", "an axis is text in UTF-8"},
		{"x=" + strings.Repeat("1", maxText), "an axis is too long: at most 64 KiB are read"},
	} {
		a, err := ParseAxis(c.text)
		if err == nil {
			t.Errorf("%s gives %v, want an error", c.text, a)
			continue
		}
		if want := "--vary " + shown(c.text) + ": " + c.want; err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", c.text, err, want)
		}
	}
}

// The point of exact arithmetic: what is written reads back as the decimal that people mean.
func TestStepsDoNotDrift(t *testing.T) {
	t.Parallel()
	a, err := ParseAxis("x=0:9999.9:0.1")
	if err != nil || len(a.Points) != 100_000 {
		t.Fatalf("%d points, %v", len(a.Points), err)
	}
	for i, p := range a.Points {
		if _, fraction, _ := strings.Cut(p[0], "."); len(fraction) > 1 {
			t.Fatalf("point %d is %s", i, p[0])
		}
	}
	if last := a.Points[99_999][0]; last != "9999.9" {
		t.Errorf("the last point is %s", last)
	}
}

func TestWith(t *testing.T) {
	t.Parallel()
	parse := func(text string) Axis {
		a, err := ParseAxis(text)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	size, overflow := parse("pool.main.pool_size=20,50,30"), parse("pool.main.max_overflow=30,100,50")
	both, err := size.With(overflow)
	if err != nil || strings.Join(both.Keys, " ") != "pool.main.pool_size pool.main.max_overflow" {
		t.Fatalf("%v, %v", both, err)
	}
	for i, want := range []string{"20 30", "50 100", "30 50"} {
		if got := strings.Join(both.Points[i], " "); got != want {
			t.Errorf("point %d is %s, want %s", i, got, want)
		}
	}
	three, err := both.With(parse("run.seed=1:3"))
	if err != nil || strings.Join(three.Points[2], " ") != "30 50 3" {
		t.Errorf("%v, %v", three, err)
	}
	if len(size.Keys) != 1 || len(size.Points[0]) != 1 || len(both.Points[0]) != 2 {
		t.Error("With changes the axes that it joins")
	}
	for _, c := range []struct{ b, want string }{
		{"run.seed=1:2", "pool.main.pool_size has 3 points and run.seed has 2 points: axes that move together need the same number"},
		{"run.seed=1", "pool.main.pool_size has 3 points and run.seed has 1 point: axes that move together need the same number"},
		{"pool.main.pool_size=1:3", "pool.main.pool_size is varied twice: every key can be on one axis only"},
	} {
		if _, err := size.With(parse(c.b)); err == nil || err.Error() != c.want {
			t.Errorf("with %s: %v, want %s", c.b, err, c.want)
		}
	}
}

// A range that is too long is refused before it is made.
func TestLongRangesTakeNoMemory(t *testing.T) {
	for _, text := range []string{"x=1:1000000000000:1", "x=0.1:1e12:0.1", "x=1:1e12:*1.0000000001", "x=1:9:/1000000000000", "x=1ns:36500d:1ns"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := ParseAxis(text)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.Contains(err.Error(), "too many") {
			t.Errorf("%s: %v", text, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 1<<20 {
			t.Errorf("%s takes %d bytes to refuse", text, used)
		}
	}
}

func FuzzParseAxis(f *testing.F) {
	for _, text := range []string{
		"x=1:5", "x=10:100:10", "x=0.1:0.5:0.1", "x=10ms:1s:*10", "x=1:100:/7", "x=100/s:500/s:50/s", `x="a,b",{c=[1,2]}`, "x=1h30m:2h:10m",
		"x=1:1000000000000:1", "x=1e-18:1e18:*1.1", "x=0.001m:1d:/9", "x=\x00", "x='", "x=1:2:3:4", "a..b=1", "x=0:1s:1ms", "x=-5:5:2.5",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAxis(text)
		if err != nil {
			if s := err.Error(); !strings.HasPrefix(s, "--vary ") || strings.ContainsAny(s, "\n\x00\x1b") {
				t.Fatalf("%q: the error is %q", text, s)
			}
			return
		}
		if len(a.Keys) != 1 || len(a.Points) == 0 || len(a.Points) > MaxPoints {
			t.Fatalf("%q gives %d keys and %d points", text, len(a.Keys), len(a.Points))
		}
		for _, p := range a.Points {
			if len(p) != 1 || p[0] == "" {
				t.Fatalf("%q gives a point %q", text, p)
			}
		}
		// A single range gives values of one kind, which the scenario can read.
		_, values, _ := strings.Cut(text, "=")
		if items, _ := split(values, ','); len(items) != 1 {
			return
		}
		parts, err := split(values, ':')
		if err != nil || len(parts) == 1 {
			return
		}
		for _, p := range []string{a.Points[0][0], a.Points[len(a.Points)/2][0], a.Points[len(a.Points)-1][0]} {
			_, noRate := scenario.ParseRate(p)
			_, noDuration := scenario.ParseDuration(p)
			if noRate != nil && noDuration != nil && !isDecimal(p) {
				t.Fatalf("%q gives %q", text, p)
			}
		}
	})
}
