// Exact figures, and a histogram that can be decoded.
package main

import (
	"encoding/json"
	"testing"

	"github.com/HdrHistogram/hdrhistogram-go"
)

func distributionOf(values ...int64) *distribution {
	d := newDistribution()
	for _, value := range values {
		d.record(value)
	}
	return d
}

// figures gives the distribution as JSON, without the histogram.
func figures(t *testing.T, d *distribution) string {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, "histogram")
	text, err = json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestValuesOutOfRangeAreOnlyCounted(t *testing.T) {
	merged := distributionOf(-5, 300)
	merged.merge(distributionOf())
	merged.merge(distributionOf(60_000_000_001, 100))
	want := `{"count":2,"max":300,"min":100,"negative":1,"over_range":1,"sum":400}`
	if got := figures(t, merged); got != want {
		t.Errorf("got %s", got)
	}
}

func TestZeroIsRecordedAsOneAndNothingAsNull(t *testing.T) {
	want := `{"count":1,"max":1,"min":1,"negative":0,"over_range":0,"sum":1}`
	if got := figures(t, distributionOf(0)); got != want {
		t.Errorf("got %s", got)
	}
	want = `{"count":0,"max":null,"min":null,"negative":0,"over_range":0,"sum":0}`
	if got := figures(t, distributionOf()); got != want {
		t.Errorf("got %s", got)
	}
}

func TestASumThatADoubleCannotHoldIsAString(t *testing.T) {
	for value, want := range map[exact]string{1 << 53: "9007199254740992", 1<<53 + 1: `"9007199254740993"`} {
		if got, err := json.Marshal(value); err != nil || string(got) != want {
			t.Errorf("got %s, %v", got, err)
		}
	}
}

func TestTheHistogramCanBeDecoded(t *testing.T) {
	text, err := json.Marshal(distributionOf(1_000_000, 2_000_000, highestNS))
	if err != nil {
		t.Fatal(err)
	}
	var fields struct{ Histogram string }
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatal(err)
	}
	decoded, err := hdrhistogram.Decode([]byte(fields.Histogram))
	if err != nil {
		t.Fatal(err)
	}
	if decoded.TotalCount() != 3 || !decoded.ValuesAreEquivalent(decoded.ValueAtQuantile(50), 2_000_000) {
		t.Errorf("%d values, median %d", decoded.TotalCount(), decoded.ValueAtQuantile(50))
	}
}
