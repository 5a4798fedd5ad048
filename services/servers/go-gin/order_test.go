// What the shared vectors leave out: faults in ignored fields, escaped names, the answer's text.
package main

import (
	"errors"
	"testing"
)

const fields = `"order_id":"a","symbol":"b","quantity":1,"price":2.5,"timestamp":3`

func parse(body string) (order, error) {
	r := new(orderReader)
	r.body.WriteString(body)
	return r.parse()
}

func TestAnOrderIsReadWhole(t *testing.T) {
	got, err := parse(`{` + fields + `}`)
	want := order{orderID: "a", symbol: "b", quantity: 1, price: 2.5, timestamp: 3}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAFieldNameMayBeEscaped(t *testing.T) {
	if _, err := parse(`{` + fields + `,"\u0070rice":"x"}`); !errors.Is(err, fieldFaults[price]) {
		t.Errorf("got %v", err)
	}
}

func TestIgnoredFieldsMustBeValid(t *testing.T) {
	for _, value := range []string{`"\ud800"`, "\"\xff\"", "\"\n\"", `01`, `{"a":[1,]}`, `nul`, `[1`, ``} {
		if _, err := parse(`{"x":` + value + `,` + fields + `}`); !errors.Is(err, errNotOneObject) {
			t.Errorf("%q: got %v", value, err)
		}
	}
}

func TestMalformedJSONIsReportedBeforeAFaultyField(t *testing.T) {
	if _, err := parse(`{"order_id":1,"symbol":`); !errors.Is(err, errNotOneObject) {
		t.Errorf("got %v", err)
	}
}

func TestTheFirstFaultyFieldIsNamedWhateverTheirOrder(t *testing.T) {
	body := `{"timestamp":-1,"price":1,"quantity":1,"symbol":2,"order_id":"a"}`
	if _, err := parse(body); !errors.Is(err, fieldFaults[symbol]) {
		t.Errorf("got %v", err)
	}
	body = `{"timestamp":-1,"price":1,"quantity":1,"symbol":"b","order_id":"a"}`
	if _, err := parse(body); !errors.Is(err, fieldFaults[timestamp]) {
		t.Errorf("got %v", err)
	}
}

func TestNothingIsLeftOfThePreviousOrder(t *testing.T) {
	r := new(orderReader)
	for _, body := range []string{`{` + fields + `}`, `{"order_id":`, `{}`} {
		r.body.Reset()
		r.body.WriteString(body)
		_, err := r.parse()
		if (err == nil) != (body == `{`+fields+`}`) {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

func TestTheAnswerKeepsANegativeLatencyAndEscapesTheID(t *testing.T) {
	got, err := orderReply{orderID: `a"b`, serverReceiveTime: 5, clientSendTime: 7}.appendJSON(nil)
	want := `{"status":"success","order_id":"a\"b","server_receive_time":5,"client_send_time":7,"latency_ns":-2}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
}
