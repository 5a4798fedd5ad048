// The timetable of the open loop, and that lanes are woken by it.
package main

import (
	"math"
	"testing"
	"time"
)

func TestRequestsAreDueAtEvenDistances(t *testing.T) {
	times := timetable{origin: time.Second, ratePerS: 4}
	if times.due(0) != time.Second || times.due(6) != 2500*time.Millisecond {
		t.Errorf("due at %v and %v", times.due(0), times.due(6))
	}
}

func TestDueRequestsAreCountedWithoutGapOrOverlap(t *testing.T) {
	for _, rate := range []float64{0.3, 3, 1000, 33_333.3} {
		times := timetable{origin: time.Second, ratePerS: rate}
		from, between, to := time.Second, 1777*time.Millisecond, 11*time.Second
		whole := times.countDue(from, to)
		if want := int64(math.Ceil(rate * 10)); whole != want {
			t.Errorf("rate %v: %d instead of %d", rate, whole, want)
		}
		if parts := times.countDue(from, between) + times.countDue(between, to); parts != whole {
			t.Errorf("rate %v: %d in parts, %d as a whole", rate, parts, whole)
		}
	}
}

func startPacer(t *testing.T, ratePerS float64) *pacer {
	t.Helper()
	clk := newClock()
	w := newWindow(clk.now(), &settings{requests: 1})
	p, err := newPacer(timetable{origin: w.origin, ratePerS: ratePerS}, w, clk)
	if err != nil {
		t.Fatal(err)
	}
	go p.tick()
	return p
}

func TestARequestIsHandedOutWhenItIsDue(t *testing.T) {
	p := startPacer(t, 50)
	wake := make(chan struct{}, 1)
	for i := range int64(4) {
		due, ok := p.next(wake)
		if !ok || due != p.timetable.due(i) || due > p.clock.now() {
			t.Errorf("request %d: due at %v, ok %v", i, due, ok)
		}
	}
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
}

func TestNoLaneWaitsForADueTimeBehindTheWindow(t *testing.T) {
	p := startPacer(t, 1.0/3600)
	if _, ok := p.next(make(chan struct{}, 1)); !ok {
		t.Fatal("the first request is due at once")
	}
	done := make(chan bool)
	for range 2 {
		go func() {
			_, ok := p.next(make(chan struct{}, 1))
			done <- ok
		}()
	}
	p.window.phaseOfCompletion(p.clock.now()) // the only request of the window
	if err := p.close(); err != nil {
		t.Fatal(err)
	}
	if <-done || <-done {
		t.Error("a request is to be sent after the window")
	}
}
