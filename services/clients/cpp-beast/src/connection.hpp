// One connection and the request it has in flight.
#pragma once

#include <simdjson.h>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/serializer.hpp>
#include <boost/beast/http/span_body.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "answer.hpp"
#include "answer_parser.hpp"
#include "failure.hpp"
#include "options.hpp"
#include "order_body.hpp"

namespace bench {

struct Outcome {
  std::optional<Failure> failure;      // nothing: the answer was right
  std::int64_t server_latency_ns = 0;  // of a right answer to an order
  bool connection_opened = false;      // this request opened a connection
  bool opening_failed = false;         // this request could not open one
};

// At least one; they are tried in this order.
using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;

class Connection {
 public:
  class Owner {
   public:
    // The next request may be sent from here.
    virtual void OnEnded(Connection& connection, const Outcome& outcome) = 0;

   protected:
    ~Owner() = default;
  };

  // What all connections of a loop share; it outlives them.
  struct Surroundings {
    const Options& options;
    boost::asio::io_context& io;
    const Endpoints& endpoints;
    simdjson::dom::parser& json_parser;
    Owner& owner;
  };

  explicit Connection(const Surroundings& surroundings);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Prepares a GET of /stats, of whose answer only the status counts.
  void PrepareOpening();
  // Prepares the POST of an order; only the text of the body changes from then on.
  void PrepareOrders();

  // Writes the next order into the prepared request.
  void WriteOrder(std::uint64_t order_number, std::int64_t epoch_ns);
  // Sends the prepared request, on a new connection where there is none. The owner is told once how
  // it ended, and not before this has returned.
  void Send();
  // Gives up the request in flight; the owner is told like of any other end.
  void TimeOut();

 private:
  using Request = boost::beast::http::request<boost::beast::http::span_body<char>>;
  using Serializer = boost::beast::http::request_serializer<boost::beast::http::span_body<char>>;
  using Error = boost::system::error_code;
  // The executor's type is known, so that no call to it is virtual.
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                                  boost::asio::io_context::executor_type>;
  enum class Purpose { kOpening, kOrders };

  void Prepare(Purpose purpose, boost::beast::http::verb verb, const char* path);
  void Connect(std::size_t endpoint);
  void OnConnected(std::size_t endpoint, Error error);
  void Write();
  void OnWritten(const Error& error);
  void OnRead(const Error& error);
  void Close();
  void Fail(const Error& error);
  void End(const Outcome& outcome);

  // More than the 8 KiB that Beast lets a header have.
  static constexpr std::size_t kBufferBytes = 16 * 1024;

  const Surroundings& around_;
  OrderBody body_;
  Purpose purpose_ = Purpose::kOrders;
  Request request_;
  std::optional<Serializer> serializer_;
  Socket socket_;
  boost::beast::flat_static_buffer<kBufferBytes> buffer_;
  AnswerBuffer answer_;
  std::optional<AnswerParser> parser_;
  // About the request in flight:
  Stage stage_ = Stage::kExchanging;
  bool opened_ = false;
  bool timed_out_ = false;
};

}  // namespace bench
