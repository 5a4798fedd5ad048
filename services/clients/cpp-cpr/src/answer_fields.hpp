// What the client looks at in an answer.
#pragma once

#include <cstdint>
#include <string_view>

namespace bench {

struct AnswerFields {
  std::string_view status;
  std::string_view order_id;
  std::int64_t latency_ns = 0;
};

}  // namespace bench
