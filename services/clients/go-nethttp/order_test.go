// The body: its length, its text, its identifiers.
package main

import (
	"encoding/json"
	"testing"
)

const nowNS = 1_764_039_641_123_456_789

func filled(length int, number uint64) *order {
	o := newOrder(length)
	o.fill(number, nowNS)
	return o
}

func TestTheBodyHasExactlyTheLengthAskedFor(t *testing.T) {
	for length := 100; length < 300; length++ {
		var parsed struct{ Timestamp int64 }
		text := filled(length, 7).text
		if err := json.Unmarshal(text, &parsed); err != nil || parsed.Timestamp != nowNS || len(text) != length {
			t.Fatalf("%d bytes instead of %d, %v: %s", len(text), length, err, text)
		}
	}
	if text := filled(65_536, 7).text; len(text) != 65_536 || !json.Valid(text) {
		t.Errorf("%d bytes", len(text))
	}
}

func TestTheUsualBodyIsThatOfTheContract(t *testing.T) {
	want := `{"order_id":"0000000000000abc","symbol":"AAPL","quantity":1,"price":1.5,` +
		`"timestamp":1764039641123456789,"padding":"xx"}`
	if got := string(filled(len(want), 0xabc).text); got != want {
		t.Errorf("got %s", got)
	}
}

func TestAShortBodyHasNoPaddingAndANarrowerOrWiderID(t *testing.T) {
	for length, want := range map[int]string{
		100: "000000000abc",
		116: "0000000000000000000000000abc",
		117: "0000000000000abc",
	} {
		if got := string(filled(length, 0xabc).id); got != want {
			t.Errorf("%d bytes: got %s", length, got)
		}
	}
}
