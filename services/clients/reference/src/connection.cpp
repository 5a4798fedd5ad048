#include "connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "order_answer.hpp"

namespace reference {
namespace {

constexpr int kOk = 200;

bool WouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

std::optional<Outcome> Connection::BeginStats() {
  request_ = Request::kStats;
  return Begin();
}

std::optional<Outcome> Connection::BeginOrder(std::uint64_t order_number, std::int64_t epoch_ns) {
  request_ = Request::kOrder;
  order_id_ = bench_.order_request.IdOf(order_number);
  epoch_ns_ = epoch_ns;
  return Begin();
}

std::optional<Outcome> Connection::Begin() {
  connection_opened_ = false;
  return state_ == State::kIdle ? Send() : Open();
}

std::optional<Outcome> Connection::Open() {
  state_ = State::kOpening;
  socket_ =
      Fd(socket(bench_.address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (!socket_ || setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
      (connect(socket_.get(), bench_.address.get(), bench_.address.size) != 0 &&
       errno != EINPROGRESS)) {
    return Fail({KindOf(errno, Stage::kOpening)});
  }
  ++generation_;
  bench_.poller.Add(socket_.get(), Key());  // an event tells when it is open
  return std::nullopt;
}

std::optional<Outcome> Connection::ConcludeOpening() {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
  if (error != 0) return Fail({KindOf(error, Stage::kOpening)});
  connection_opened_ = true;
  return Send();
}

std::optional<Outcome> Connection::Send() {
  state_ = State::kWaiting;
  std::string_view text = bench_.stats_request;
  if (request_ == Request::kOrder) {
    bench_.order_request.Write(order_id_, epoch_ns_);
    text = bench_.order_request.text();
  }
  const ssize_t sent = send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL);
  if (sent == static_cast<ssize_t>(text.size())) [[likely]]
    return std::nullopt;
  if (sent < 0 && !WouldBlock(errno)) return Fail({KindOf(errno, Stage::kOpen)});
  unsent_ = text.substr(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  state_ = State::kSending;
  return sent < 0 ? std::nullopt : SendRest();
}

std::optional<Outcome> Connection::SendRest() {
  while (!unsent_.empty()) {
    const ssize_t sent = send(socket_.get(), unsent_.data(), unsent_.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      unsent_.erase(0, static_cast<std::size_t>(sent));
    } else if (WouldBlock(errno)) {
      return std::nullopt;
    } else {
      return Fail({KindOf(errno, Stage::kOpen)});
    }
  }
  state_ = State::kWaiting;
  return std::nullopt;
}

std::optional<Outcome> Connection::OnEvent(const epoll_event& event) {
  if (event.data.u64 != Key()) return std::nullopt;
  hung_up_ = (event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
  switch (state_) {
    case State::kClosed:
      return std::nullopt;
    case State::kOpening:
      if (std::optional<Outcome> failed = ConcludeOpening()) return failed;
      return hung_up_ ? Receive() : std::nullopt;
    case State::kIdle:
      LookAtIdle();
      return std::nullopt;
    case State::kSending:
      if (std::optional<Outcome> failed = SendRest()) return failed;
      [[fallthrough]];
    case State::kWaiting:
      return (event.events & ~EPOLLOUT) != 0 ? Receive() : std::nullopt;
  }
  return std::nullopt;
}

// Until the socket is empty, because an edge is told only once: an answer shorter than the buffer
// was all there is, unless the server has hung up behind it.
std::optional<Outcome> Connection::Receive() {
  for (;;) {
    std::vector<char>& buffer = bench_.received;
    const ssize_t count = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (count < 0) {
      if (WouldBlock(errno)) return std::nullopt;
      return Fail({KindOf(errno, Stage::kOpen)});
    }
    const std::string_view part(buffer.data(), static_cast<std::size_t>(count));
    if (std::optional<Outcome> outcome = Read(part)) return outcome;
    if (count == 0) return Fail({FailureKind::kEof});
    if (part.size() < buffer.size() && !hung_up_) return std::nullopt;
  }
}

// An empty part is the end of the connection.
std::optional<Outcome> Connection::Read(std::string_view part) {
  const bool in_pieces = !received_.empty();
  if (in_pieces) received_.append(part);
  const std::string_view input = in_pieces ? received_ : part;
  const HttpAnswer answer = bench_.answer_reader.Read(input, part.empty());
  switch (answer.state) {
    case HttpAnswer::State::kComplete:
      return Conclude(answer, answer.bytes < input.size());
    case HttpAnswer::State::kMalformed:
      return Fail({FailureKind::kOther});
    case HttpAnswer::State::kTooLarge:
      return Fail({FailureKind::kBadBody});
    case HttpAnswer::State::kIncomplete:
      if (!in_pieces) received_ = part;
  }
  return std::nullopt;
}

// A surplus of bytes behind the answer belongs to no request: such a connection is not used again.
Outcome Connection::Conclude(const HttpAnswer& answer, bool surplus) {
  Outcome outcome;
  outcome.connection_opened = connection_opened_;
  if (answer.status != kOk) {
    outcome.failure = {FailureKind::kHttpStatus, answer.status};
  } else if (request_ == Request::kOrder) {
    const auto latency_ns = CheckOrderAnswer(answer.body, order_id_.text());
    if (!latency_ns) outcome.failure = {FailureKind::kBadBody};
    outcome.server_latency_ns = latency_ns.value_or(0);
  }
  const bool reusable =
      bench_.keep_alive && answer.keep_alive && state_ == State::kWaiting && !hung_up_ && !surplus;
  if (reusable) {
    state_ = State::kIdle;
    received_.clear();
  } else {
    Close();
  }
  return outcome;
}

Outcome Connection::Fail(Failure failure) {
  Outcome outcome;
  outcome.failure = failure;
  outcome.connection_opened = connection_opened_;
  outcome.opening_failed = state_ == State::kOpening;
  Close();
  return outcome;
}

Outcome Connection::GiveUp() {
  return Fail(
      {state_ == State::kOpening ? FailureKind::kConnectTimeout : FailureKind::kRequestTimeout});
}

// Nobody asked for anything: there is nothing to read, or the server has closed the connection.
void Connection::LookAtIdle() {
  char byte = 0;
  if (recv(socket_.get(), &byte, 1, 0) >= 0 || !WouldBlock(errno)) Close();
}

void Connection::Close() {
  socket_.Reset();
  state_ = State::kClosed;
  unsent_.clear();
  received_.clear();
}

}  // namespace reference
