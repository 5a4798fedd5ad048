// The client as a process: what it sends, and what it says about it.
package main

import (
	"bytes"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const runMain = "GO_NETHTTP_TEST_RUN_MAIN"

// TestMain lets the test binary stand for the client, so that no second build is needed.
func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

type counts struct{ Warmup, Window, Drained int }

// event has the fields of all events that the tests look at.
type event struct {
	Event, Kind         string
	Completed           int
	Connections         int
	ElapsedNS           int64 `json:"elapsed_ns"`
	WindowNS            int64 `json:"window_ns"`
	Requests            counts
	RTT                 struct{ Count int } `json:"rtt_ns"`
	Errors              json.RawMessage
	ErrorsOutsideWindow json.RawMessage     `json:"errors_outside_window"`
	FailureRTT          struct{ Count int } `json:"failure_rtt_ns"`
	ConnectionsOpened   int                 `json:"connections_opened"`
	OpenLoop            *struct {
		RatePerS  float64 `json:"rate_per_s"`
		Due       int
		Unsent    int
		SendDelay struct{ Count int } `json:"send_delay_ns"`
	} `json:"open_loop"`
}

func client(flags ...string) *exec.Cmd {
	command := exec.Command(os.Args[0], flags...)
	command.Env = append(os.Environ(), runMain+"=1", "HTTP_PROXY=http://127.0.0.1:1")
	return command
}

func eventsOf(t *testing.T, output []byte) (events []event) {
	t.Helper()
	for line := range bytes.Lines(output) {
		var one event
		if err := json.Unmarshal(line, &one); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		events = append(events, one)
	}
	return events
}

func runClient(t *testing.T, s *orderServer, flags string) (events []event, result event) {
	t.Helper()
	words := append([]string{"--url", s.url, "--format", "json"}, strings.Fields(flags)...)
	command := client(words...)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v", flags, err)
	}
	events = eventsOf(t, output)
	result = events[len(events)-1]
	if result.Event != "result" {
		t.Fatalf("%s: the last event is %s", flags, result.Event)
	}
	return events, result
}

func (c counts) sum() int { return c.Warmup + c.Window + c.Drained }

func TestExactlyTheConnectionsAskedForAreOpenedAndEachOrderIsCounted(t *testing.T) {
	s := startServer(t, alwaysRight)
	for flags, connections := range map[string]int{
		"--warmup 50ms --connections 1 --requests 50":                        1,
		"--warmup 50ms --connections 7 --duration 200ms":                     7,
		"--warmup 50ms --connections 40 --threads 3 --duration 200ms":        40,
		"--warmup 0s --connections 5 --requests 301 --payload-bytes 65536":   5,
		"--warmup 0s --connections 32 --threads 2 --requests 3001":           32,
		"--warmup 50ms --connections 2 --duration 100ms --payload-bytes 100": 2,
	} {
		_, result := runClient(t, s, flags)
		saw := s.takeSeen()
		if saw.connections != connections || result.ConnectionsOpened != connections {
			t.Errorf("%s: %d connections, said %d", flags, saw.connections, result.ConnectionsOpened)
		}
		if saw.orders != result.Requests.sum() || len(saw.ids) != saw.orders {
			t.Errorf("%s: %d orders, %d ids, said %+v", flags, saw.orders, len(saw.ids), result.Requests)
		}
		if result.RTT.Count != result.Requests.Window || result.Requests.Window == 0 {
			t.Errorf("%s: %d times of %d requests", flags, result.RTT.Count, result.Requests.Window)
		}
		if string(result.Errors) != "{}" || string(result.ErrorsOutsideWindow) != "{}" {
			t.Errorf("%s: errors %s, outside %s", flags, result.Errors, result.ErrorsOutsideWindow)
		}
		if len(saw.lengths) != 1 || saw.closing != 0 || saw.userAgents != 0 {
			t.Errorf("%s: %+v", flags, saw.lengths)
		}
	}
}

func TestEventsComeInOrderAndTheWindowEndSaysWhatTheResultSays(t *testing.T) {
	s := startServer(t, alwaysRight)
	events, result := runClient(t, s, "--warmup 150ms --connections 4 --threads 2 --duration 250ms")
	var names []string
	for _, one := range events {
		if one.Event != "interval" {
			names = append(names, one.Event)
		}
	}
	if got := strings.Join(names, " "); got != "hello connected measuring window_end result" {
		t.Errorf("events: %s", got)
	}
	end := events[len(events)-2]
	if end.Completed != result.Requests.Window || end.ElapsedNS != result.WindowNS {
		t.Errorf("the window ends with %+v, the result is %+v", end, result)
	}
	if result.WindowNS != 250_000_000 {
		t.Errorf("the window took %d ns", result.WindowNS)
	}
}

func TestABodyThatComesAfterItsHeadOpensNoFurtherConnection(t *testing.T) {
	s := startServer(t, func(int) reply { return replyLateBody })
	runClient(t, s, "--warmup 50ms --connections 8 --requests 200")
	if saw := s.takeSeen(); saw.connections != 8 {
		t.Errorf("%d connections", saw.connections)
	}
}

func TestFailuresAreCountedByKindAndTheRunGoesOn(t *testing.T) {
	s := startServer(t, func(number int) reply {
		switch {
		case number >= 20 && number < 25:
			return replyStatus503
		case number >= 30 && number < 33:
			return replyWrongID
		case number == 40 || number == 41:
			return replyCut
		case number == 50:
			return replySilence
		case number == 60:
			return replyLast
		default:
			return replyRight
		}
	})
	_, result := runClient(t, s, "--warmup 0s --connections 1 --requests 100 --timeout 2s")
	want := `{"bad_body":3,"eof":2,"http_status":{"503":5},"request_timeout":1}`
	if string(result.Errors) != want {
		t.Errorf("errors %s", result.Errors)
	}
	if result.Requests.Window != 100-11 || result.FailureRTT.Count != 11 {
		t.Errorf("%+v, %d failures", result.Requests, result.FailureRTT.Count)
	}
	// One, and one more for each that was cut, given up, or closed by the server.
	if result.ConnectionsOpened != 1+4 {
		t.Errorf("%d connections", result.ConnectionsOpened)
	}
}

func TestWithoutKeepAliveEachOrderHasAConnectionOfItsOwn(t *testing.T) {
	s := startServer(t, alwaysRight)
	events, result := runClient(t, s, "--warmup 50ms --no-keep-alive --connections 3 --requests 60")
	saw := s.takeSeen()
	if saw.connections != saw.orders || saw.closing != saw.orders || result.ConnectionsOpened != saw.orders {
		t.Errorf("%+v, said %d", saw, result.ConnectionsOpened)
	}
	if events[1].Event != "connected" || events[1].Connections != 0 {
		t.Errorf("second event %+v", events[1])
	}
}

func TestInTheOpenLoopEveryDueRequestIsSentOrCountedAsUnsent(t *testing.T) {
	s := startServer(t, alwaysRight)
	_, result := runClient(t, s, "--warmup 50ms --rate 400 --connections 4 --threads 2 --duration 500ms")
	open := result.OpenLoop
	if open == nil || open.Due != 200 || open.RatePerS != 400 {
		t.Fatalf("open loop %+v", open)
	}
	if open.SendDelay.Count != result.Requests.Window {
		t.Errorf("%d delays of %d requests", open.SendDelay.Count, result.Requests.Window)
	}
	if saw := s.takeSeen(); saw.orders != result.Requests.sum() {
		t.Errorf("%d orders, said %+v", saw.orders, result.Requests)
	}
}

func TestARefusedFirstConnectionIsTheEventFailedAndExitCode1(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	command := client("--url", "http://"+address, "--format", "json")
	output, _ := command.Output() // its exit code is looked at below
	events := eventsOf(t, output)
	last := events[len(events)-1]
	if command.ProcessState.ExitCode() != 1 || last.Event != "failed" || last.Kind != "refused" {
		t.Errorf("exit code %d, last event %+v", command.ProcessState.ExitCode(), last)
	}
}

func TestAWrongFlagIsOneSentenceAndExitCode2(t *testing.T) {
	for _, flags := range []string{"--connections 0", "--colour red"} {
		command := client(strings.Fields(flags)...)
		var stderr bytes.Buffer
		command.Stderr = &stderr
		output, _ := command.Output() // its exit code is looked at below
		lines := strings.Count(stderr.String(), "\n")
		if command.ProcessState.ExitCode() != 2 || len(output) > 0 || lines != 1 {
			t.Errorf("%s: exit code %d, %s%s", flags, command.ProcessState.ExitCode(), output, &stderr)
		}
	}
}
