#include "response.hpp"

#include <charconv>
#include <concepts>

#include "json_scanner.hpp"

namespace reference {
namespace {

void AppendNumber(std::integral auto number, std::string& out) {
  std::array<char, 24> digits;
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), written.ptr);
}

std::string_view StatusLine(int status) {
  switch (status) {
    case 200:
      return "HTTP/1.1 200 OK\r\n";
    case 400:
      return "HTTP/1.1 400 Bad Request\r\n";
    case 404:
      return "HTTP/1.1 404 Not Found\r\n";
    case 405:
      return "HTTP/1.1 405 Method Not Allowed\r\n";
    case 411:
      return "HTTP/1.1 411 Length Required\r\n";
    case 413:
      return "HTTP/1.1 413 Content Too Large\r\n";
    case 415:
      return "HTTP/1.1 415 Unsupported Media Type\r\n";
    case 431:
      return "HTTP/1.1 431 Request Header Fields Too Large\r\n";
    case 505:
      return "HTTP/1.1 505 HTTP Version Not Supported\r\n";
    default:
      return "HTTP/1.1 500 Internal Server Error\r\n";
  }
}

}  // namespace

std::string_view DateHeader::At(std::time_t now_s) {
  if (now_s != formatted_s_) {
    formatted_s_ = now_s;
    std::tm utc{};
    gmtime_r(&now_s, &utc);
    size_ = std::strftime(line_.data(), line_.size(), "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
  }
  return {line_.data(), size_};
}

void AppendResponse(const ResponseOptions& options, std::string_view date_header,
                    std::string_view body, std::string& out) {
  out.append(StatusLine(options.status));
  out.append("Content-Type: application/json\r\nContent-Length: ");
  AppendNumber(body.size(), out);
  out.append("\r\n");
  out.append(date_header);
  if (!options.keep_alive) {
    out.append("Connection: close\r\n");
  } else if (options.http_1_0) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append(options.extra_header);
  out.append("\r\n");
  if (!options.without_body) out.append(body);
}

void AppendOrderBody(const Order& order, std::int64_t receive_time_ns, std::string& out) {
  out.append(R"({"status":"success","order_id":")");
  AppendEscaped(order.order_id, out);
  out.append(R"(","server_receive_time":)");
  AppendNumber(receive_time_ns, out);
  out.append(R"(,"client_send_time":)");
  AppendNumber(order.timestamp_ns, out);
  out.append(R"(,"latency_ns":)");
  // Both are from 0 to 2^63-1: the difference cannot overflow.
  AppendNumber(receive_time_ns - order.timestamp_ns, out);
  out.push_back('}');
}

void AppendErrorBody(std::string_view message, std::string& out) {
  out.append(R"({"error":")");
  AppendEscaped(message, out);
  out.append(R"("})");
}

}  // namespace reference
