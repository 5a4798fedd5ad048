// Beast's parser of an answer, keeping no more of it than the status and the body.
#pragma once

#include <boost/beast/core/error.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/optional.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "answer.hpp"

namespace bench {

// http::response_parser would allocate memory for each field of each answer.
class AnswerParser final : public boost::beast::http::basic_parser<false> {
 public:
  // The body goes into `body`, which must outlive the parser.
  explicit AnswerParser(AnswerBuffer& body) : body_(body) {
    // `body` has a limit of its own. Beast of Boost 1.74 takes "none" for a limit of 0 bytes.
    body_limit(std::numeric_limits<std::uint64_t>::max());
  }

  int status() const { return status_; }

 private:
  using Error = boost::beast::error_code;
  using Text = boost::beast::string_view;
  using Field = boost::beast::http::field;

  std::size_t Keep(Text part, Error& error) {
    if (!body_.Append({part.data(), part.size()})) {
      error = boost::beast::http::make_error_code(boost::beast::http::error::body_limit);
    }
    return part.size();
  }

  void on_request_impl(boost::beast::http::verb, Text, Text, int, Error&) override {}
  void on_response_impl(int status, Text, int, Error&) override { status_ = status; }
  void on_field_impl(Field, Text, Text, Error&) override {}
  // Not marked as an override: only newer releases of Beast have it.
  virtual void on_trailer_field_impl(Field, Text, Text, Error&) {}
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(Text part, Error& error) override { return Keep(part, error); }
  void on_chunk_header_impl(std::uint64_t, Text, Error&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text part, Error& error) override {
    return Keep(part, error);
  }
  void on_finish_impl(Error&) override {}

  AnswerBuffer& body_;
  int status_ = 0;
};

}  // namespace bench
