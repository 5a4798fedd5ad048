// Counts what GET /stats reports; written by the workers, read by any of them.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "config.hpp"

namespace reference {

// Has one writer, so no locked instruction is needed, and a cache line of its own.
class alignas(64) Counter {
 public:
  void Increment() { value_.store(Value() + 1, std::memory_order_relaxed); }
  std::uint64_t Value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Stats {
 public:
  explicit Stats(const Config& config) : config_(config), orders_answered_(config.workers) {}

  Counter& orders_answered(std::size_t worker) { return orders_answered_[worker]; }
  Counter& connections_accepted() { return connections_accepted_; }
  void AppendJson(std::string& out) const;

 private:
  const Config& config_;
  std::vector<Counter> orders_answered_;
  Counter connections_accepted_;
};

}  // namespace reference
