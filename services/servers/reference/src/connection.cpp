#include "connection.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <span>

namespace reference {
namespace {

// Enough to let a client finish sending a body that was refused, yet not without end.
constexpr std::size_t kMaxDiscardedBytes = 16 * 1024 * 1024;

bool WouldBlock(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

Connection::Wants Connection::OnReadable() {
  const std::span<char> room = input_.Room();
  const ssize_t received = recv(socket_.get(), room.data(), room.size(), 0);
  if (received < 0) return WouldBlock(errno) ? Wants::kRead : Wants::kClose;
  if (received == 0) return Wants::kClose;
  input_.Received(static_cast<std::size_t>(received));
  const bool all_read = static_cast<std::size_t>(received) < room.size();
  AnswerReceived();
  const Wants wants = state_ == State::kDiscarding ? Discard() : Send();
  return wants == Wants::kRead && !all_read ? Wants::kReadMore : wants;
}

void Connection::AnswerReceived() {
  while (state_ == State::kServing && AnswerNext()) {
  }
}

// Returns false when the next request is not complete yet.
bool Connection::AnswerNext() {
  const std::string_view input = input_.Unused();
  if (input.empty()) return false;
  const HeadResult parsed = ParseHead(input);
  if (parsed.state == HeadResult::State::kIncomplete) return false;
  const RequestHead& head = parsed.head;
  const bool body_too_large = head.content_length > kMaxBodyBytes;
  if (parsed.state == HeadResult::State::kRefused || body_too_large) {
    handler_.Refuse(body_too_large ? 413 : parsed.refused_status, output_);
    state_ = State::kClosing;
    return false;
  }
  const std::size_t request_bytes = parsed.head_bytes + head.content_length;
  if (input.size() < request_bytes) {
    AskForBody(request_bytes, head.expects_continue);
    return false;
  }
  handler_.Answer(head, input.substr(parsed.head_bytes, head.content_length), output_);
  if (!head.keep_alive) state_ = State::kClosing;
  continue_sent_ = false;
  input_.Consume(request_bytes);
  return true;
}

void Connection::AskForBody(std::size_t request_bytes, bool expects_continue) {
  input_.Reserve(request_bytes);
  if (expects_continue && !continue_sent_) {
    output_.append("HTTP/1.1 100 Continue\r\n\r\n");
    continue_sent_ = true;
  }
}

Connection::Wants Connection::Send() {
  while (sent_bytes_ < output_.size()) {
    const ssize_t sent = send(socket_.get(), output_.data() + sent_bytes_,
                              output_.size() - sent_bytes_, MSG_NOSIGNAL);
    if (sent < 0) return WouldBlock(errno) ? Wants::kWrite : Wants::kClose;
    sent_bytes_ += static_cast<std::size_t>(sent);
  }
  output_.clear();
  sent_bytes_ = 0;
  return state_ == State::kClosing ? Finish() : Wants::kRead;
}

Connection::Wants Connection::Finish() {
  if (input_.Unused().empty()) return Wants::kClose;
  if (shutdown(socket_.get(), SHUT_WR) != 0) return Wants::kClose;
  state_ = State::kDiscarding;
  return Discard();
}

Connection::Wants Connection::Discard() {
  const std::size_t unused = input_.Unused().size();
  discarded_bytes_ += unused;
  input_.Consume(unused);
  return discarded_bytes_ > kMaxDiscardedBytes ? Wants::kClose : Wants::kRead;
}

}  // namespace reference
