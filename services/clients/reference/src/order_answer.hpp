// Checks the body of the answer to an order.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace reference {

// The answer's latency_ns, or nothing if it is not the JSON of a success for this order.
std::optional<std::int64_t> CheckOrderAnswer(std::string_view body, std::string_view order_id);

}  // namespace reference
