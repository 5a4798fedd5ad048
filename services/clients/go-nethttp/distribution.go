// Durations in ns as the contract wants them: an exact count, sum, minimum and maximum, and a
// histogram of the same values.
package main

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/HdrHistogram/hdrhistogram-go"
)

const (
	highestNS         = 60_000_000_000
	significantDigits = 3
)

type distribution struct {
	histogram        *hdrhistogram.Histogram
	count, sum       int64
	min, max         int64
	overRange, below int64
}

func newDistribution() *distribution {
	return &distribution{
		histogram: hdrhistogram.New(1, highestNS, significantDigits),
		min:       math.MaxInt64,
	}
}

func (d *distribution) record(valueNS int64) {
	switch {
	case valueNS < 0:
		d.below++
		return
	case valueNS > highestNS:
		d.overRange++
		return
	}
	// The lowest value that a histogram can hold is 1.
	value := max(valueNS, 1)
	if err := d.histogram.RecordValue(value); err != nil {
		panic(err) // cannot be: the value is within the bounds
	}
	d.count++
	d.sum += value
	d.min = min(d.min, value)
	d.max = max(d.max, value)
}

func (d *distribution) merge(other *distribution) {
	d.histogram.Merge(other.histogram)
	d.count += other.count
	d.sum += other.sum
	d.min = min(d.min, other.min)
	d.max = max(d.max, other.max)
	d.overRange += other.overRange
	d.below += other.below
}

func (d *distribution) MarshalJSON() ([]byte, error) {
	encoded, err := d.histogram.Encode(hdrhistogram.V2CompressedEncodingCookieBase)
	if err != nil {
		return nil, err
	}
	fields := struct {
		Count     int64  `json:"count"`
		Sum       exact  `json:"sum"`
		Min       *int64 `json:"min"`
		Max       *int64 `json:"max"`
		OverRange int64  `json:"over_range"`
		Negative  int64  `json:"negative"`
		Histogram string `json:"histogram"`
	}{d.count, exact(d.sum), nil, nil, d.overRange, d.below, string(encoded)}
	if d.count > 0 {
		fields.Min, fields.Max = &d.min, &d.max
	}
	return json.Marshal(fields)
}

// exact is an integer that is written as a decimal string where a double could not hold it.
type exact int64

func (e exact) MarshalJSON() ([]byte, error) {
	text := strconv.FormatInt(int64(e), 10)
	if e > 1<<53 {
		text = strconv.Quote(text)
	}
	return []byte(text), nil
}
