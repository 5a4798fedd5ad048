// The command line is read as the contract says, and wrong values are named.
#include "options.hpp"

#include <string>
#include <vector>

#include "check.hpp"

using bench::Options;
using bench::ParseDurationNs;

namespace {

Options Parse(std::vector<std::string> words) {
  words.insert(words.begin(), "cpp-beast");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  return bench::ParseOptions(static_cast<int>(words.size()), argv.data());
}

std::string ErrorOf(const std::vector<std::string>& words) {
  try {
    Parse(words);
  } catch (const bench::UsageError& error) {
    return error.what();
  }
  return "";
}

void DefaultsAreTheContracts() {
  const Options options = Parse({});
  CHECK(options.url == "http://127.0.0.1:8000");
  CHECK(options.connections == 100);
  CHECK(options.threads == 1);
  CHECK(options.warmup_ns == 1'000'000'000);
  CHECK(!options.duration_ns);
  CHECK(options.requests == 5000);
  CHECK(!options.rate_per_s);
  CHECK(options.payload_bytes == 200);
  CHECK(options.timeout_ns == 30'000'000'000);
  CHECK(options.keep_alive);
  CHECK(options.format == bench::Format::kText);
}

void EveryFlagIsRead() {
  const Options options =
      Parse({"--url", "http://[::1]:81/", "--connections=7", "--threads", "2", "--warmup", "0s",
             "--duration", "1.5s", "--rate", "0.5", "--payload-bytes", "100", "--timeout", "250ms",
             "--no-keep-alive", "--format", "json"});
  CHECK(options.url == "http://[::1]:81");
  CHECK(options.connections == 7);
  CHECK(options.threads == 2);
  CHECK(options.warmup_ns == 0);
  CHECK(options.duration_ns == 1'500'000'000);
  CHECK(!options.requests);
  CHECK(options.rate_per_s == 0.5);
  CHECK(options.payload_bytes == 100);
  CHECK(options.timeout_ns == 250'000'000);
  CHECK(!options.keep_alive);
  CHECK(options.format == bench::Format::kJson);
  CHECK(Parse({"--versions"}).task == bench::Task::kPrintVersions);
}

void WrongValuesAreNamed() {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"--url", "https://a"},
           {"--url", "127.0.0.1:8000"},
           {"--connections", "0"},
           {"--connections", "-1"},
           {"--connections", "1.5"},
           {"--threads", "x"},
           {"--warmup", "1"},
           {"--duration", "0s"},
           {"--requests", "0"},
           {"--rate", "0"},
           {"--rate", "nan"},
           {"--rate", "inf"},
           {"--payload-bytes", "99"},
           {"--payload-bytes", "65537"},
           {"--timeout", "0ms"},
           {"--format", "xml"},
       }) {
    CHECK(ErrorOf(words).starts_with(words.front()));
  }
  CHECK(ErrorOf({"--duration", "1s", "--requests", "1"}).find("exclude") != std::string::npos);
  CHECK(ErrorOf({"--threads", "2", "--connections", "1"}).find("--threads") == 0);
  CHECK(ErrorOf({"--unknown"}).find("--unknown") != std::string::npos);
  CHECK(ErrorOf({"--rate"}).find("--rate") != std::string::npos);
  CHECK(ErrorOf({"word"}).find("word") != std::string::npos);
}

void DurationsHaveUnits() {
  CHECK(ParseDurationNs("250ms") == 250'000'000);
  CHECK(ParseDurationNs("2s") == 2'000'000'000);
  CHECK(ParseDurationNs("1.5s") == 1'500'000'000);
  CHECK(ParseDurationNs("3m") == 180'000'000'000);
  for (const char* text :
       {"", "s", "1", "1h", "-1s", "1 s", "1e3s", "nans", "infs", "1ss", "+1s", "99999999m"}) {
    CHECK(!ParseDurationNs(text));
  }
}

}  // namespace

int main() {
  DefaultsAreTheContracts();
  EveryFlagIsRead();
  WrongValuesAreNamed();
  DurationsHaveUnits();
  return ExitCode();
}
