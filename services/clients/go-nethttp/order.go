// The body of a request: a text of fixed length into which only order_id and timestamp are written.
package main

import (
	"bytes"
	"slices"
)

const (
	usualIDDigits = 16
	// As many digits as the epoch in ns has from 2001 to 2286.
	timestampDigits = 19

	beforeID      = `{"order_id":"`
	afterID       = `","symbol":"AAPL","quantity":1,"price":1.5,"timestamp":`
	beforePadding = `,"padding":"`
)

// order is a body; each connection has its own, because net/http may hold on to it for a while.
type order struct {
	text []byte
	// Parts of text.
	id, timestamp []byte
}

// newOrder makes a body of that length, which is at least 100.
func newOrder(length int) *order {
	fixed := len(beforeID) + len(afterID) + timestampDigits + len("}")
	padded := fixed + usualIDDigits + len(beforePadding) + len(`"`)
	idDigits := usualIDDigits
	if length < padded {
		idDigits = length - fixed
	}
	text := slices.Concat([]byte(beforeID), zeros(idDigits), []byte(afterID), zeros(timestampDigits))
	if length >= padded {
		text = append(text, beforePadding...)
		text = append(text, bytes.Repeat([]byte("x"), length-padded)...)
		text = append(text, '"')
	}
	text = append(text, '}')

	timestampStarts := len(beforeID) + idDigits + len(afterID)
	return &order{
		text:      text,
		id:        text[len(beforeID) : len(beforeID)+idDigits],
		timestamp: text[timestampStarts : timestampStarts+timestampDigits],
	}
}

func zeros(digits int) []byte { return bytes.Repeat([]byte("0"), digits) }

func (o *order) fill(number uint64, timestampNS int64) {
	writeHexadecimal(o.id, number)
	writeDecimal(o.timestamp, uint64(timestampNS))
}

// Two functions, so that the compiler knows the divisors.

func writeHexadecimal(place []byte, number uint64) {
	for i := len(place) - 1; i >= 0; i-- {
		place[i] = "0123456789abcdef"[number%16]
		number /= 16
	}
}

func writeDecimal(place []byte, number uint64) {
	for i := len(place) - 1; i >= 0; i-- {
		place[i] = byte('0' + number%10)
		number /= 10
	}
}
