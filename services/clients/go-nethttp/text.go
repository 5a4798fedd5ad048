// The result as a block for people.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func (s *summary) text() string {
	r := s.recorder
	windowS := s.window.Seconds()
	successful, failed := r.requests().Window, r.errors.total()
	var block strings.Builder
	line := func(label, value, unit string) {
		fmt.Fprintf(&block, "%-22s %12s %s\n", label, value, unit)
	}
	line("Total time", fmt.Sprintf("%.3f", windowS), "s")
	line("Requests", strconv.FormatInt(successful+failed, 10), "")
	line("Successful", strconv.FormatInt(successful, 10), "")
	line("Failed", strconv.FormatInt(failed, 10), "")
	line("Throughput", fmt.Sprintf("%.1f", float64(successful)/windowS), "req/s")
	line("RTT average", r.rtt.meanMS(), "ms")
	line("RTT P50", r.rtt.percentileMS(50), "ms")
	line("RTT P95", r.rtt.percentileMS(95), "ms")
	line("RTT P99", r.rtt.percentileMS(99), "ms")
	line("Server latency average", r.serverLatency.meanMS(), "ms")
	if s.openLoop != nil {
		line("Due, but never sent", strconv.FormatInt(s.openLoop.Unsent, 10), "")
		line("Send delay average", r.sendDelay.meanMS(), "ms")
	}
	if failed > 0 {
		line("Failures", r.errors.String(), "")
	}
	return block.String()
}

func (d *distribution) meanMS() string {
	if d.count == 0 {
		return "-"
	}
	return formatMS(float64(d.sum) / float64(d.count))
}

func (d *distribution) percentileMS(percent float64) string {
	if d.count == 0 {
		return "-"
	}
	return formatMS(float64(d.histogram.ValueAtQuantile(percent)))
}

func formatMS(ns float64) string { return fmt.Sprintf("%.3f", ns/1e6) }
