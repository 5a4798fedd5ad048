// The order and its strict reading from JSON: one pass, typed, with the first faulty field named.
package main

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

type order struct {
	orderID   string
	symbol    string
	quantity  int32
	price     float64
	timestamp int64 // epoch ns
}

var errNotOneObject = errors.New("the body must be one JSON object in valid UTF-8")

// field identifies a field of the order, in the order in which faults are reported.
type field int

const (
	orderID field = iota
	symbol
	quantity
	price
	timestamp
	fieldCount
	unknown = fieldCount
)

var fieldFaults = [fieldCount]error{
	orderID:   errors.New("order_id must be a string"),
	symbol:    errors.New("symbol must be a string"),
	quantity:  errors.New("quantity must be an integer from -2147483648 to 2147483647"),
	price:     errors.New("price must be a finite number"),
	timestamp: errors.New("timestamp must be an integer from 0 to 9223372036854775807"),
}

func fieldOf(name []byte) field {
	switch string(name) {
	case "order_id":
		return orderID
	case "symbol":
		return symbol
	case "quantity":
		return quantity
	case "price":
		return price
	case "timestamp":
		return timestamp
	default:
		return unknown
	}
}

// orderReader holds what is reused from request to request.
type orderReader struct {
	limited  io.LimitedReader
	body     bytes.Buffer
	decoder  jsontext.Decoder
	unquoted []byte
	answer   jsonText
}

// readBody reads the whole body, or as much of it as shows that it is too large.
func (r *orderReader) readBody(request *http.Request) (tooLarge bool, err error) {
	if request.ContentLength > maxBodyBytes {
		return true, nil
	}
	r.body.Reset()
	r.limited = io.LimitedReader{R: request.Body, N: maxBodyBytes + 1}
	_, err = r.body.ReadFrom(&r.limited)
	r.limited.R = nil // it belongs to net/http again
	return r.body.Len() > maxBodyBytes, err
}

// parse reads the order in r.body. The decoder is strict (UTF-8, surrogates, numbers), also in
// values that are ignored. A fault of a field is reported only for a body that is valid to its
// end, so all values are read before the fields are judged.
func (r *orderReader) parse() (order, error) {
	// Duplicate names are free by the contract; finding them would cost a set for each object.
	r.decoder.Reset(&r.body, jsontext.AllowDuplicateNames(true))
	var o order
	valid, err := r.parseObject(&o)
	if err != nil {
		return order{}, errNotOneObject
	}
	for f, ok := range valid {
		if !ok {
			return order{}, fieldFaults[f]
		}
	}
	return o, nil
}

func (r *orderReader) parseObject(o *order) (valid [fieldCount]bool, err error) {
	if r.decoder.PeekKind() != jsontext.KindBeginObject {
		return valid, errNotOneObject
	}
	if _, err = r.decoder.ReadToken(); err != nil {
		return valid, err
	}
	for r.decoder.PeekKind() == jsontext.KindString {
		name, err := r.decoder.ReadValue()
		if err != nil {
			return valid, err
		}
		f := fieldOf(r.unquote(name))
		value, err := r.decoder.ReadValue()
		if err != nil {
			return valid, err
		}
		if f != unknown {
			valid[f] = r.set(o, f, value)
		}
	}
	if _, err = r.decoder.ReadToken(); err != nil { // the closing brace
		return valid, err
	}
	if _, err = r.decoder.ReadToken(); err != io.EOF {
		return valid, errNotOneObject
	}
	return valid, nil
}

// set stores the value if it has the type and the range of the field, and tells whether it has.
func (r *orderReader) set(o *order, f field, value jsontext.Value) (ok bool) {
	switch f {
	case orderID:
		o.orderID, ok = r.text(value)
	case symbol:
		o.symbol, ok = r.text(value)
	case quantity:
		var n int64
		n, ok = integer(value, math.MinInt32, math.MaxInt32)
		o.quantity = int32(n)
	case price:
		o.price, ok = finite(value)
	case timestamp:
		o.timestamp, ok = integer(value, 0, math.MaxInt64)
	}
	return ok
}

func (r *orderReader) text(value jsontext.Value) (string, bool) {
	if value.Kind() != jsontext.KindString {
		return "", false
	}
	return string(r.unquote(value)), true
}

// unquote gives the text of a JSON string, in a buffer that the next call overwrites.
func (r *orderReader) unquote(quoted jsontext.Value) []byte {
	var err error
	if r.unquoted, err = jsontext.AppendUnquote(r.unquoted[:0], quoted); err != nil {
		panic(err) // cannot be: the decoder has validated the string
	}
	return r.unquoted
}

func integer(value jsontext.Value, lowest, highest int64) (int64, bool) {
	// ParseInt refuses all that is not an integer: quotes, literals, fractions and exponents.
	n, err := strconv.ParseInt(string(value), 10, 64)
	return n, err == nil && lowest <= n && n <= highest
}

func finite(value jsontext.Value) (float64, bool) {
	if value.Kind() != jsontext.KindNumber {
		return 0, false
	}
	x, err := strconv.ParseFloat(string(value), 64) // an overflow is an error
	return x, err == nil
}
