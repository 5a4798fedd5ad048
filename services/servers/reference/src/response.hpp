// Writes HTTP responses of JSON bodies.
#pragma once

#include <array>
#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "order.hpp"

namespace reference {

// The Date header line. RFC 9110 asks for it; it is formatted anew once a second only.
class DateHeader {
 public:
  std::string_view At(std::time_t now_s);

 private:
  std::time_t formatted_s_ = -1;
  std::array<char, 40> line_{};
  std::size_t size_ = 0;
};

struct ResponseOptions {
  int status = 200;
  bool keep_alive = true;
  bool http_1_0 = false;          // needs the word keep-alive, where 1.1 needs the word close
  bool without_body = false;      // for HEAD
  std::string_view extra_header;  // a whole line, or nothing
};

void AppendResponse(const ResponseOptions& options, std::string_view date_header,
                    std::string_view body, std::string& out);

void AppendOrderBody(const Order& order, std::int64_t receive_time_ns, std::string& out);
void AppendErrorBody(std::string_view message, std::string& out);

}  // namespace reference
