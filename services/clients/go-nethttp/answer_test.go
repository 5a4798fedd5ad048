// What counts as the answer to an accepted order.
package main

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func latencyOf(t *testing.T, a *answer, text string) (int64, error) {
	t.Helper()
	if err := a.readFrom(io.NopCloser(strings.NewReader(text))); err != nil {
		t.Fatal(err)
	}
	return a.latencyNS([]byte("a1"))
}

func TestAnAcceptedOrderGivesTheServersLatency(t *testing.T) {
	a := new(answer)
	for text, want := range map[string]int64{
		`{"status":"success","order_id":"a1","server_receive_time":7,"latency_ns":43211}`: 43211,
		`{"latency_ns":-5,"extra":{"a":[1]},"order_id":"\u00611","status":"success"} `:    -5,
	} {
		if got, err := latencyOf(t, a, text); err != nil || got != want {
			t.Errorf("%s: got %d, %v", text, got, err)
		}
	}
}

func TestAnythingElseIsABadBody(t *testing.T) {
	a := new(answer)
	for _, text := range []string{
		``,
		`[]`,
		`{}`,
		`{"status":"success","order_id":"a1","latency_ns":1`,
		`{"status":"success","order_id":"a1","latency_ns":1}x`,
		`{"status":"failure","order_id":"a1","latency_ns":1}`,
		`{"status":"success","order_id":"a2","latency_ns":1}`,
		`{"status":"success","order_id":"a1","latency_ns":"1"}`,
		`{"status":"success","order_id":"a1","latency_ns":1.5}`,
		`{"status":"success","order_id":"a1"}`,
		`{"status":1,"order_id":"a1","latency_ns":1}`,
	} {
		if _, err := latencyOf(t, a, text); !errors.Is(err, errBadBody) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}
