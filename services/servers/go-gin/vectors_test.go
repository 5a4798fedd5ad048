// Runs all of services/vectors/orders.json against the server over a real loopback socket.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

type vector struct {
	Name    string
	Request struct {
		Method     string
		Path       string
		Headers    map[string]string
		Body       *string
		BodyBase64 *string `json:"body_base64"`
		PadToBytes int     `json:"pad_to_bytes"`
	}
	Expect struct {
		Status []int
		Order  *struct {
			OrderID        string `json:"order_id"`
			ClientSendTime string `json:"client_send_time"`
		}
		ErrorField string `json:"error_field"`
		MayClose   bool   `json:"may_close"`
	}
}

func (v vector) body(t *testing.T) []byte {
	var body []byte
	switch {
	case v.Request.BodyBase64 != nil:
		var err error
		if body, err = base64.StdEncoding.DecodeString(*v.Request.BodyBase64); err != nil {
			t.Fatal(err)
		}
	case v.Request.Body != nil:
		body = []byte(*v.Request.Body)
	}
	if n := v.Request.PadToBytes; n > 0 {
		padding := strings.Repeat("x", n-len(body)-len(`"padding":"",`))
		body = bytes.Replace(body, []byte("{"), []byte(`{"padding":"`+padding+`",`), 1)
	}
	return body
}

// exchange sends the vector on the connection and gives the status and the decoded answer.
func (v vector) exchange(t *testing.T, conn net.Conn) (int, map[string]any) {
	request, err := http.NewRequest(v.Request.Method, "http://server"+v.Request.Path, bytes.NewReader(v.body(t)))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range v.Request.Headers {
		request.Header.Set(name, value)
	}
	if err := request.Write(conn); err != nil && !v.Expect.MayClose {
		t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber()
	var answer map[string]any
	if err := decoder.Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		t.Fatalf("text behind the answer: %v", err)
	}
	return response.StatusCode, answer
}

func (v vector) check(t *testing.T, status int, answer map[string]any) {
	if !slices.Contains(v.Expect.Status, status) {
		t.Fatalf("status %d, wanted %v; answer %v", status, v.Expect.Status, answer)
	}
	if status != http.StatusOK {
		if text, _ := answer["error"].(string); !strings.HasPrefix(text, v.Expect.ErrorField) || text == "" {
			t.Errorf("error %q does not start with %q", text, v.Expect.ErrorField)
		}
		return
	}
	if answer["status"] != "success" || answer["order_id"] != v.Expect.Order.OrderID {
		t.Errorf("wrong answer: %v", answer)
	}
	sent, received := integerOf(t, answer["client_send_time"]), integerOf(t, answer["server_receive_time"])
	if strconv.FormatInt(sent, 10) != v.Expect.Order.ClientSendTime {
		t.Errorf("client_send_time %d, wanted %s", sent, v.Expect.Order.ClientSendTime)
	}
	if latency := integerOf(t, answer["latency_ns"]); latency != received-sent {
		t.Errorf("latency_ns %d, wanted %d", latency, received-sent)
	}
}

func integerOf(t *testing.T, value any) int64 {
	number, _ := value.(json.Number)
	n, err := number.Int64()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestServerAnswersAllVectorsOnOneConnection(t *testing.T) {
	text, err := os.ReadFile("../../vectors/orders.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(newServer(config{}).handler())
	defer server.Close()
	connect := func() net.Conn {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	conn := connect()
	for _, v := range vectors {
		t.Run(v.Name, func(t *testing.T) {
			status, answer := v.exchange(t, conn)
			v.check(t, status, answer)
		})
		if v.Expect.MayClose {
			conn.Close()
			conn = connect()
		}
	}
	conn.Close()
}
