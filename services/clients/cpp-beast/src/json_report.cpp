#include "json_report.hpp"

#include <unistd.h>

#include <cstdio>
#include <string_view>

#include "versions.hpp"

namespace bench {
namespace {

JsonWriter Event(std::string_view name) {
  JsonWriter json;
  json.Open('{').Key("event").Text(name);
  return json;
}

// Flushed at once: the tool samples CPU when it reads some of these.
void Print(JsonWriter& json) {
  json.Close('}');
  std::printf("%s\n", json.json().c_str());
  std::fflush(stdout);
}

void WriteSettings(JsonWriter& json, const Options& options) {
  json.Open('{').Key("url").Text(options.url);
  json.Key("connections").Integer(options.connections);
  json.Key("threads").Integer(options.threads);
  json.Key("warmup_ms").Number(static_cast<double>(options.warmup_ns) / 1e6);
  json.Key("duration_ms");
  if (options.duration_ns) {
    json.Number(static_cast<double>(*options.duration_ns) / 1e6);
  } else {
    json.Null();
  }
  json.Key("requests");
  if (options.requests) {
    json.Integer(*options.requests);
  } else {
    json.Null();
  }
  json.Key("rate_per_s");
  if (options.rate_per_s) {
    json.Number(*options.rate_per_s);
  } else {
    json.Null();
  }
  json.Key("payload_bytes").Integer(options.payload_bytes);
  json.Key("timeout_ms").Number(static_cast<double>(options.timeout_ns) / 1e6);
  json.Key("keep_alive").Bool(options.keep_alive);
  json.Close('}');
}

void WriteRecorder(JsonWriter& json, const Recorder& recorder) {
  json.Open('{').Key("count").Integer(recorder.count());
  json.Key("sum").Integer(recorder.sum_ns());
  json.Key("min");
  if (recorder.count() > 0) {
    json.Integer(recorder.min_ns()).Key("max").Integer(recorder.max_ns());
  } else {
    json.Null().Key("max").Null();
  }
  json.Key("over_range").Integer(recorder.over_range());
  json.Key("negative").Integer(recorder.negative());
  json.Key("histogram").Open('[');
  for (const auto& [value_ns, count] : recorder.Buckets()) {
    json.Open('[').Integer(value_ns).Integer(count).Close(']');
  }
  json.Close(']').Close('}');
}

void WriteFailures(JsonWriter& json, const FailureCounts& failures) {
  json.Open('{');
  for (std::size_t i = 0; i < kFailureKinds; ++i) {
    const auto kind = static_cast<FailureKind>(i);
    if (failures.count(kind) == 0) continue;
    json.Key(NameOf(kind));
    if (kind != FailureKind::kHttpStatus) {
      json.Integer(failures.count(kind));
      continue;
    }
    json.Open('{');
    for (const auto& [status, count] : failures.by_http_status()) {
      json.Key(std::to_string(status)).Integer(count);
    }
    json.Close('}');
  }
  json.Close('}');
}

void WriteOpenLoop(JsonWriter& json, double rate_per_s, const OpenLoopResult& open_loop) {
  json.Open('{').Key("rate_per_s").Number(rate_per_s);
  json.Key("due").Integer(open_loop.due);
  json.Key("unsent").Integer(open_loop.unsent);
  json.Key("send_delay_ns");
  WriteRecorder(json, open_loop.send_delay);
  json.Close('}');
}

void PrintInterval(std::string_view phase, std::int64_t elapsed_ns, const Counts& since_last) {
  JsonWriter json = Event("interval");
  json.Key("phase").Text(phase).Key("elapsed_ns").Integer(elapsed_ns);
  json.Key("completed").Integer(since_last.completed);
  json.Key("errors").Integer(since_last.failed);
  Print(json);
}

}  // namespace

void WriteVersions(JsonWriter& json) {
  json.Open('{');
  for (const auto& [library, version] : LibraryVersions()) json.Key(library).Text(version);
  json.Close('}');
}

void JsonReport::Hello(const Options& options) {
  JsonWriter json = Event("hello");
  json.Key("schema").Text("pairbench.client/1").Key("name").Text("cpp-beast");
  json.Key("pid").Integer(getpid()).Key("versions");
  WriteVersions(json);
  json.Key("settings");
  WriteSettings(json, options);
  Print(json);
}

void JsonReport::Connected(std::uint64_t connections, std::int64_t elapsed_ns) {
  JsonWriter json = Event("connected");
  json.Key("connections").Integer(connections).Key("elapsed_ns").Integer(elapsed_ns);
  Print(json);
}

void JsonReport::WarmupInterval(std::int64_t elapsed_ns, const Counts& since_last) {
  PrintInterval("warmup", elapsed_ns, since_last);
}

void JsonReport::Measuring() {
  JsonWriter json = Event("measuring");
  Print(json);
}

void JsonReport::WindowInterval(std::int64_t elapsed_ns, const Counts& since_last) {
  PrintInterval("window", elapsed_ns, since_last);
}

void JsonReport::WindowEnd(std::int64_t elapsed_ns, const Counts& in_window) {
  JsonWriter json = Event("window_end");
  json.Key("elapsed_ns").Integer(elapsed_ns).Key("completed").Integer(in_window.completed);
  json.Key("errors").Integer(in_window.failed);
  Print(json);
}

void JsonReport::Finished(const Options& options, const Result& result) {
  JsonWriter json = Event("result");
  json.Key("window_ns").Integer(result.window_ns);
  json.Key("requests").Open('{').Key("warmup").Integer(result.warmup);
  json.Key("window").Integer(result.window).Key("drained").Integer(result.drained).Close('}');
  json.Key("rtt_ns");
  WriteRecorder(json, result.rtt);
  json.Key("server_latency_ns");
  WriteRecorder(json, result.server_latency);
  json.Key("errors");
  WriteFailures(json, result.failures);
  json.Key("errors_outside_window");
  WriteFailures(json, result.failures_outside_window);
  json.Key("failure_rtt_ns").Open('{').Key("count").Integer(result.failure_times.count);
  json.Key("sum").Integer(result.failure_times.sum_ns);
  json.Key("max").Integer(result.failure_times.max_ns).Close('}');
  json.Key("connections_opened").Integer(result.connections_opened);
  json.Key("open_loop");
  if (result.open_loop) {
    WriteOpenLoop(json, *options.rate_per_s, *result.open_loop);
  } else {
    json.Null();
  }
  Print(json);
}

void JsonReport::Failed(const std::string& kind, const std::string& message) {
  JsonWriter json = Event("failed");
  json.Key("kind").Text(kind).Key("message").Text(message);
  Print(json);
}

}  // namespace bench
