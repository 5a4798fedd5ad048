// What a request costs only because it is measured: two looks at the clock, and what is recorded.
// Run by bench.sh.
package main

import (
	"math"
	"math/rand"
	"syscall"
	"testing"
	"time"
)

type latency struct {
	rtt      time.Duration
	serverNS int64
}

// makeLatencies gives round trips around 300 us with a long tail, of which the server has a tenth.
func makeLatencies() []latency {
	random := rand.New(rand.NewSource(1))
	latencies := make([]latency, 1<<16)
	for i := range latencies {
		rttNS := 300e3 * math.Exp(0.5*random.NormFloat64())
		latencies[i] = latency{time.Duration(rttNS), int64(rttNS / 10)}
	}
	return latencies
}

func cpuNS(b *testing.B) int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}

func BenchmarkInstrument(b *testing.B) {
	latencies := makeLatencies()
	clk := newClock()
	w := newWindow(clk.now(), &settings{duration: time.Hour})
	r := newRecorder()
	// CPU time, as that of the client is: what else the machine does is not in it.
	began := cpuNS(b)
	for i := range b.N {
		l := &latencies[i%len(latencies)]
		r.complete(w, clk, &completion{from: clk.now() - l.rtt, serverLatencyNS: l.serverNS})
	}
	b.ReportMetric(float64(cpuNS(b)-began)/float64(b.N), "cpu-ns/op")
	if r.rtt.count+r.rtt.overRange != int64(b.N) {
		b.Fatalf("%d of %d were recorded", r.rtt.count, b.N)
	}
}
