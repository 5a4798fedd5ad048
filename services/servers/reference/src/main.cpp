// The reference server: the least work that the server contract allows, as a ceiling for clients.
#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <thread>
#include <vector>

#include "acceptor.hpp"
#include "config.hpp"
#include "stats.hpp"
#include "worker.hpp"

namespace reference {
namespace {

// Blocked before any thread starts, so that only the main thread takes them.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

void Announce(const Acceptor& acceptor) {
  std::printf("{\"event\":\"listening\",\"port\":%u,\"pid\":%d}\n", unsigned{acceptor.port()},
              static_cast<int>(getpid()));
  std::fflush(stdout);
}

void Serve(const Config& config) {
  const sigset_t stop_signals = BlockStopSignals();
  Stats stats(config);
  std::vector<std::unique_ptr<Worker>> workers;
  for (std::size_t i = 0; i < config.workers; ++i) {
    workers.push_back(std::make_unique<Worker>(stats, i));
  }
  // Dealt out in turn: with SO_REUSEPORT the kernel's hash would share out few connections
  // unevenly.
  Acceptor acceptor(config, [&, next = std::size_t{0}](Fd connection) mutable {
    stats.connections_accepted().Increment();
    workers[next++ % workers.size()]->Adopt(std::move(connection));
  });
  workers.front()->Serve(acceptor);
  std::vector<std::jthread> threads;
  for (const std::unique_ptr<Worker>& worker : workers) {
    threads.emplace_back([&worker] { worker->Run(); });
  }
  Announce(acceptor);
  int signal = 0;
  sigwait(&stop_signals, &signal);
  for (const std::unique_ptr<Worker>& worker : workers) worker->Stop();
}

}  // namespace
}  // namespace reference

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--versions") {
    std::puts("{\"reference\":\"" REFERENCE_VERSION "\",\"gcc\":\"" __VERSION__ "\"}");
    return 0;
  }
  if (argc != 1) {
    std::fputs("reference: the only flag is --versions; settings come from the environment\n",
               stderr);
    return 2;
  }
  try {
    reference::Serve(reference::ConfigFromEnvironment());
  } catch (const std::invalid_argument& error) {
    std::fprintf(stderr, "reference: %s\n", error.what());
    return 2;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "reference: %s\n", error.what());
    return 1;
  }
  return 0;
}
