// Time-outs: when a lane's request is given up, and that the next one starts afresh.
package main

import (
	"testing"
	"time"
)

func TestARequestIsGivenUpOnlyWhenItIsTooOld(t *testing.T) {
	var a attempt
	aborted := 0
	a.abortBy(func() { aborted++ })
	a.begin(time.Second)
	a.expire(6*time.Second-1, 5*time.Second)
	if aborted != 0 {
		t.Fatal("it was given up too early")
	}
	a.expire(6*time.Second, 5*time.Second)
	a.expire(7*time.Second, 5*time.Second)
	if aborted != 1 || !a.end() {
		t.Fatalf("it was given up %d times", aborted)
	}
	a.expire(20*time.Second, 5*time.Second)
	a.begin(20 * time.Second)
	if a.end() || aborted != 1 {
		t.Error("the time of one request counts for the next")
	}
}

func TestWhatIsBegunAfterTheTimeOutIsGivenUpAtOnce(t *testing.T) {
	var a attempt
	a.begin(0)
	a.expire(time.Second, time.Second)
	aborted := false
	a.abortBy(func() { aborted = true })
	if !aborted {
		t.Error("it goes on")
	}
}
