// The server as a process: its first line, its statistics, its end.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
)

const runMain = "GO_GIN_TEST_RUN_MAIN"

// TestMain lets the test binary stand for the server, so that no second build is needed.
func TestMain(m *testing.M) {
	if os.Getenv(runMain) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

func TestProcessAnnouncesItselfCountsAndEndsOnSIGTERM(t *testing.T) {
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), runMain+"=1", "PORT=0", "WORKERS=2",
		"PAIRBENCH_TOKEN=nonce", "PAIRBENCH_BUILD_ID=build")
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Process.Kill()
	var listening struct {
		Event     string
		Port, PID int
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(line, &listening); err != nil {
		t.Fatal(err)
	}
	if listening.Event != "listening" || listening.PID != command.Process.Pid {
		t.Errorf("first line %s", line)
	}

	url := fmt.Sprintf("http://127.0.0.1:%d", listening.Port)
	for _, body := range []string{`{` + fields + `}`, `{}`, `{` + fields + `}`} {
		response, err := http.Post(url+"/order", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	response, err := http.Get(url + "/stats")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var stats statsReply
	if err := json.NewDecoder(response.Body).Decode(&stats); err != nil {
		t.Fatal(err)
	}
	if stats.TotalRequests != 2 || stats.ConnectionsAccepted < 1 || stats.Workers != 2 ||
		stats.Token != "nonce" || stats.BuildID != "build" || stats.Server != serverName ||
		stats.PID != listening.PID {
		t.Errorf("statistics %+v", stats)
	}

	// The connection of the requests above is idle now, but open.
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := command.Wait(); err != nil {
		t.Errorf("the server ended with %v", err)
	}
}

func TestTheEnvironmentGoesBeforeTheServersOwnTuning(t *testing.T) {
	threads, percent := runtime.GOMAXPROCS(3), debug.SetGCPercent(77)
	defer runtime.GOMAXPROCS(threads)
	defer debug.SetGCPercent(percent)
	t.Setenv("GOMAXPROCS", "3")
	t.Setenv("GOGC", "77")
	tuneRuntime(1)
	if n, gc := runtime.GOMAXPROCS(0), debug.SetGCPercent(77); n != 3 || gc != 77 {
		t.Errorf("GOMAXPROCS %d, GOGC %d", n, gc)
	}
	t.Setenv("GOMAXPROCS", "")
	t.Setenv("GOGC", "")
	tuneRuntime(1)
	if n, gc := runtime.GOMAXPROCS(0), debug.SetGCPercent(77); n != 1 || gc != gcPercent {
		t.Errorf("GOMAXPROCS %d, GOGC %d", n, gc)
	}
}

func TestAWrongSettingIsRefused(t *testing.T) {
	t.Setenv("WORKERS", "none")
	if _, err := configFromEnv(); err == nil {
		t.Error("WORKERS=none was accepted")
	}
}
