#include "connection.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace bench {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Tcp = asio::ip::tcp;

constexpr int kHttp11 = 11;
constexpr int kOk = 200;

}  // namespace

Connection::Connection(const Surroundings& surroundings)
    : around_(surroundings), body_(surroundings.options.payload_bytes), socket_(surroundings.io) {}

void Connection::Prepare(Purpose purpose, http::verb verb, const char* path) {
  const Url& server = around_.options.server;
  purpose_ = purpose;
  serializer_.reset();
  request_ = Request(verb, server.path + path, kHttp11);
  request_.set(http::field::host, server.authority);
}

void Connection::PrepareOpening() {
  Prepare(Purpose::kOpening, http::verb::get, "/stats");
  request_.prepare_payload();
}

void Connection::PrepareOrders() {
  Prepare(Purpose::kOrders, http::verb::post, "/order");
  request_.set(http::field::content_type, "application/json");
  request_.keep_alive(around_.options.keep_alive);
  request_.body() = Request::body_type::value_type(body_.bytes().data(), body_.bytes().size());
  request_.prepare_payload();
}

void Connection::WriteOrder(std::uint64_t order_number, std::int64_t epoch_ns) {
  body_.Write(order_number, epoch_ns);
}

void Connection::Send() {
  answer_.Clear();
  parser_.emplace(answer_);
  opened_ = false;
  timed_out_ = false;
  if (socket_.is_open()) {
    Write();
  } else {
    Connect(0);
  }
}

// asio::async_connect would try the endpoints by itself, but calls any failure to open a socket
// "aborted".
void Connection::Connect(std::size_t endpoint) {
  stage_ = Stage::kOpening;
  const Tcp::endpoint& address = around_.endpoints[endpoint];
  Error error;
  socket_.open(address.protocol(), error);
  if (error) {
    asio::post(around_.io, [this, endpoint, error] { OnConnected(endpoint, error); });
    return;
  }
  socket_.async_connect(address, [this, endpoint](const Error& connect_error) {
    OnConnected(endpoint, connect_error);
  });
}

void Connection::OnConnected(std::size_t endpoint, Error error) {
  if (error && !timed_out_ && endpoint + 1 < around_.endpoints.size()) {
    Close();
    return Connect(endpoint + 1);
  }
  opened_ = !error;
  if (opened_ && !timed_out_) socket_.set_option(Tcp::no_delay(true), error);
  if (error || timed_out_) return Fail(error);
  Write();
}

void Connection::Write() {
  stage_ = Stage::kExchanging;
  serializer_.emplace(request_);
  http::async_write(socket_, *serializer_,
                    [this](const Error& error, std::size_t) { OnWritten(error); });
}

void Connection::OnWritten(const Error& error) {
  if (error || timed_out_) return Fail(error);
  http::async_read(socket_, buffer_, *parser_,
                   [this](const Error& read_error, std::size_t) { OnRead(read_error); });
}

void Connection::OnRead(const Error& error) {
  if (error || timed_out_) return Fail(error);
  // Bytes behind the answer would be taken for the next one.
  if (!around_.options.keep_alive || !parser_->keep_alive() || buffer_.size() > 0) Close();
  Outcome outcome;
  if (parser_->status() != kOk) {
    outcome.failure = Failure{FailureKind::kHttpStatus, parser_->status()};
  } else if (purpose_ == Purpose::kOrders) {
    const auto latency_ns = answer_.Check(body_.order_id(), around_.json_parser);
    if (latency_ns) {
      outcome.server_latency_ns = *latency_ns;
    } else {
      outcome.failure = Failure{FailureKind::kBadBody};
    }
  }
  outcome.connection_opened = opened_;
  End(outcome);
}

void Connection::TimeOut() {
  timed_out_ = true;
  Close();  // ends what is under way; its handler still runs
}

void Connection::Close() {
  // Whatever close() says, the descriptor is gone afterwards.
  Error ignored;
  socket_.close(ignored);
  buffer_.clear();
}

void Connection::Fail(const Error& error) {
  Outcome outcome;
  outcome.failure.emplace();
  if (timed_out_) {
    outcome.failure->kind =
        stage_ == Stage::kOpening ? FailureKind::kConnectTimeout : FailureKind::kRequestTimeout;
  } else {
    outcome.failure->kind = KindOf(error, stage_);
  }
  outcome.connection_opened = opened_;
  outcome.opening_failed = stage_ == Stage::kOpening;
  Close();
  End(outcome);
}

void Connection::End(const Outcome& outcome) { around_.owner.OnEnded(*this, outcome); }

}  // namespace bench
