#include "handler.hpp"

#include <ctime>
#include <variant>

namespace reference {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

std::int64_t EpochNs() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

bool IsJson(const std::optional<std::string_view>& content_type) {
  if (!content_type) return false;
  const std::string_view media_type = content_type->substr(0, content_type->find_first_of("; \t"));
  return EqualsIgnoringCase(media_type, "application/json");
}

std::string_view RefusalText(int status) {
  switch (status) {
    case 411:
      return "a body needs a Content-Length";
    case 413:
      return "the body must have at most 65536 bytes";
    case 431:
      return "the request's head must have at most 16384 bytes";
    case 505:
      return "only HTTP/1.1 and HTTP/1.0 are spoken here";
    default:
      return "malformed HTTP request";
  }
}

}  // namespace

void Handler::Answer(const RequestHead& head, std::string_view body, std::string& out) {
  answer_.clear();
  ResponseOptions response;
  response.keep_alive = head.keep_alive;
  response.http_1_0 = head.http_1_0;
  response.without_body = head.method == "HEAD";
  if (head.path == "/order") {
    if (head.method == "POST") {
      AnswerOrder(head, body, response);
    } else {
      response.extra_header = "Allow: POST\r\n";
      Fail(405, "only POST is allowed here", response);
    }
  } else if (head.path == "/stats") {
    if (head.method == "GET") {
      stats_.AppendJson(answer_);
    } else {
      response.extra_header = "Allow: GET\r\n";
      Fail(405, "only GET is allowed here", response);
    }
  } else {
    Fail(404, "no such path", response);
  }
  AppendResponse(response, date_header_.At(std::time(nullptr)), answer_, out);
}

void Handler::AnswerOrder(const RequestHead& head, std::string_view body,
                          ResponseOptions& response) {
  if (!IsJson(head.content_type)) {
    return Fail(415, "Content-Type must be application/json", response);
  }
  const std::variant<Order, OrderError> read = order_reader_.Read(body);
  if (const auto* error = std::get_if<OrderError>(&read)) {
    return Fail(400, error->message, response);
  }
  AppendOrderBody(std::get<Order>(read), EpochNs(), answer_);
  orders_answered_.Increment();
}

void Handler::Fail(int status, std::string_view message, ResponseOptions& response) {
  response.status = status;
  AppendErrorBody(message, answer_);
}

void Handler::Refuse(int status, std::string& out) {
  answer_.clear();
  ResponseOptions response;
  response.keep_alive = false;
  Fail(status, RefusalText(status), response);
  AppendResponse(response, date_header_.At(std::time(nullptr)), answer_, out);
}

}  // namespace reference
