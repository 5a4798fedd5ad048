// Which phase a request belongs to, and what is recorded of it.
package main

import (
	"io"
	"testing"
	"time"
)

func TestARequestBelongsToThePhaseItCompletesIn(t *testing.T) {
	w := newWindow(time.Second, &settings{warmup: time.Second, duration: 2 * time.Second})
	for at, want := range map[time.Duration]phase{
		1500 * time.Millisecond: phaseWarmup,
		2 * time.Second:         phaseWindow,
		4*time.Second - 1:       phaseWindow,
		4 * time.Second:         phaseDrain,
	} {
		if got := w.phaseOfCompletion(at); got != want {
			t.Errorf("%v: got %d", at, got)
		}
	}
	if w.isOver(4*time.Second-1) || !w.isOver(4*time.Second) {
		t.Error("the window is over at the wrong time")
	}
}

func TestAWindowOfNRequestsClosesWithTheNth(t *testing.T) {
	w := newWindow(0, &settings{warmup: time.Second, requests: 2})
	times := []time.Duration{0, time.Second, 2 * time.Second, 3 * time.Second}
	for i, want := range []phase{phaseWarmup, phaseWindow, phaseWindow, phaseDrain} {
		if isOver := w.isOver(times[i]); isOver != (i == 3) {
			t.Errorf("request %d: over is %v", i, isOver)
		}
		if got := w.phaseOfCompletion(times[i]); got != want {
			t.Errorf("request %d: got %d", i, got)
		}
	}
	<-w.whenOver(newClock())
	if w.closedAt() != 2*time.Second {
		t.Errorf("closed at %v", w.closedAt())
	}
}

func TestOnlySuccessesWithinTheWindowAreInTheDistributions(t *testing.T) {
	one, other := newRecorder(), newRecorder()
	for _, p := range []phase{phaseWarmup, phaseWindow, phaseWindow, phaseDrain} {
		one.record(p, 1000, &completion{serverLatencyNS: -7})
		other.record(p, 1000, &completion{err: io.EOF})
	}
	one.merge(other)
	if got := one.requests(); got != (requestCounts{Warmup: 1, Window: 2, Drained: 1}) {
		t.Errorf("requests %+v", got)
	}
	if one.rtt.count != 2 || one.serverLatency.count != 0 || one.serverLatency.below != 2 {
		t.Errorf("%d times, %d latencies", one.rtt.count, one.serverLatency.count)
	}
	if one.errors.total() != 2 || one.errorsOutsideWindow.total() != 2 {
		t.Errorf("errors %v, outside %v", one.errors, one.errorsOutsideWindow)
	}
	if one.failureRTT != (failureRTT{Count: 2, Sum: 2000, Max: 1000}) {
		t.Errorf("failures %+v", one.failureRTT)
	}
}
