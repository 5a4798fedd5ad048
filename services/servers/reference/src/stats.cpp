#include "stats.hpp"

#include <unistd.h>

#include "json_scanner.hpp"

namespace reference {

void Stats::AppendJson(std::string& out) const {
  std::uint64_t orders = 0;
  for (const Counter& worker : orders_answered_) orders += worker.Value();
  out.append(R"({"server":"reference","build_id":")");
  AppendEscaped(config_.build_id, out);
  out.append(R"(","token":")");
  AppendEscaped(config_.token, out);
  out.append(R"(","pid":)").append(std::to_string(getpid()));
  out.append(R"(,"workers":)").append(std::to_string(config_.workers));
  out.append(R"(,"total_requests":)").append(std::to_string(orders));
  out.append(R"(,"connections_accepted":)").append(std::to_string(connections_accepted_.Value()));
  out.push_back('}');
}

}  // namespace reference
