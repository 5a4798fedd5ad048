// The events of --format json, one JSON object a line.
package main

import (
	"encoding/json"
	"os"
)

type helloEvent struct {
	Event    string             `json:"event"`
	Schema   string             `json:"schema"`
	Name     string             `json:"name"`
	PID      int                `json:"pid"`
	Versions map[string]string  `json:"versions"`
	Settings understoodSettings `json:"settings"`
}

type understoodSettings struct {
	URL          string   `json:"url"`
	Connections  int      `json:"connections"`
	Threads      int      `json:"threads"`
	WarmupMS     int64    `json:"warmup_ms"`
	DurationMS   *int64   `json:"duration_ms"`
	Requests     *int64   `json:"requests"`
	RatePerS     *float64 `json:"rate_per_s"`
	PayloadBytes int      `json:"payload_bytes"`
	TimeoutMS    int64    `json:"timeout_ms"`
	KeepAlive    bool     `json:"keep_alive"`
}

type connectedEvent struct {
	Event       string `json:"event"`
	Connections int64  `json:"connections"`
	ElapsedNS   int64  `json:"elapsed_ns"`
}

type intervalEvent struct {
	Event     string `json:"event"`
	Phase     string `json:"phase"`
	ElapsedNS int64  `json:"elapsed_ns"`
	Completed int64  `json:"completed"`
	Errors    int64  `json:"errors"`
}

type measuringEvent struct {
	Event string `json:"event"`
}

type windowEndEvent struct {
	Event     string `json:"event"`
	ElapsedNS int64  `json:"elapsed_ns"`
	Completed int64  `json:"completed"`
	Errors    int64  `json:"errors"`
}

type resultEvent struct {
	Event               string          `json:"event"`
	WindowNS            int64           `json:"window_ns"`
	Requests            requestCounts   `json:"requests"`
	RTT                 *distribution   `json:"rtt_ns"`
	ServerLatency       *distribution   `json:"server_latency_ns"`
	Errors              failureCounts   `json:"errors"`
	ErrorsOutsideWindow failureCounts   `json:"errors_outside_window"`
	FailureRTT          failureRTT      `json:"failure_rtt_ns"`
	ConnectionsOpened   int64           `json:"connections_opened"`
	OpenLoop            *openLoopResult `json:"open_loop"`
}

type openLoopResult struct {
	RatePerS  float64       `json:"rate_per_s"`
	Due       int64         `json:"due"`
	Unsent    int64         `json:"unsent"`
	SendDelay *distribution `json:"send_delay_ns"`
}

type failedEvent struct {
	Event   string `json:"event"`
	Kind    kind   `json:"kind"`
	Message string `json:"message"`
}

func hello(s *settings) helloEvent {
	understood := understoodSettings{
		URL:          s.url,
		Connections:  s.connections,
		Threads:      s.threads,
		WarmupMS:     s.warmup.Milliseconds(),
		PayloadBytes: s.payloadBytes,
		TimeoutMS:    s.timeout.Milliseconds(),
		KeepAlive:    !s.noKeepAlive,
	}
	if s.duration > 0 {
		understood.DurationMS = new(s.duration.Milliseconds())
	} else {
		understood.Requests = &s.requests
	}
	if s.ratePerS > 0 {
		understood.RatePerS = &s.ratePerS
	}
	return helloEvent{
		Event:    "hello",
		Schema:   "pairbench.client/1",
		Name:     clientName,
		PID:      os.Getpid(),
		Versions: versions(),
		Settings: understood,
	}
}

// printer prints events, or drops them when the output is for people.
type printer struct{ format format }

func (p printer) print(event any) error {
	if p.format == formatText {
		return nil
	}
	line, err := json.Marshal(event)
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(append(line, '\n'))
	return err
}
