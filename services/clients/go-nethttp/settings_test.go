// The flags: defaults, durations, and what is refused.
package main

import (
	"strings"
	"testing"
	"time"
)

func TestTheDefaultsAreThoseOfTheContract(t *testing.T) {
	got, err := parseSettings(nil)
	want := settings{
		url: "http://127.0.0.1:8000", connections: 100, threads: 1, warmup: time.Second,
		requests: 5000, payloadBytes: 200, timeout: 30 * time.Second, format: formatText,
	}
	if err != nil || *got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestDurationsHaveAUnit(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"250ms": 250 * time.Millisecond,
		"2s":    2 * time.Second,
		"1.5s":  1500 * time.Millisecond,
		"3m":    3 * time.Minute,
		"0s":    0,
	} {
		if got, err := duration(text); err != nil || got != want {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "5", "s", "2 s", "-1s", "1h", "1us", "infs", "1e3s", "1.2.3s", "1m2s"} {
		if got, err := duration(text); err == nil {
			t.Errorf("%q was taken for %v", text, got)
		}
	}
}

func TestWrongValuesAreRefusedInOneSentence(t *testing.T) {
	for _, flags := range []string{
		"--connections 0", "--connections x", "--payload-bytes 99", "--payload-bytes 65537",
		"--requests 0", "--duration 0s", "--timeout 0ms", "--rate 0", "--rate nan", "--rate inf",
		"--url https://127.0.0.1", "--url 127.0.0.1:8000", "--threads 101", "--format xml",
		"--unknown 1", "--duration 1s --requests 1", "extra",
	} {
		_, err := parseSettings(strings.Split(flags, " "))
		if err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", flags, err)
		}
	}
}

func TestTheURLHasNoSlashAtItsEnd(t *testing.T) {
	s, err := parseSettings([]string{"--url", "http://127.0.0.1:1/base/"})
	if err != nil || s.url != "http://127.0.0.1:1/base" {
		t.Fatalf("got %+v, %v", s, err)
	}
	target, err := resolve(s)
	if err != nil || target.orderURL.Path != "/base/order" || target.address != "127.0.0.1:1" {
		t.Errorf("got %+v, %v", target, err)
	}
}
