// One client's connection: receives requests, pipelined or not, and sends the answers in order.
#pragma once

#include <cstddef>
#include <string>

#include "fd.hpp"
#include "handler.hpp"
#include "input_buffer.hpp"

namespace reference {

class Connection {
 public:
  // kReadMore: there may be more to read now, without another event to tell.
  enum class Wants { kRead, kReadMore, kWrite, kClose };

  Connection(Fd socket, Handler& handler) : socket_(std::move(socket)), handler_(handler) {}

  Wants OnReadable();
  Wants OnWritable() { return Send(); }

 private:
  // kDiscarding: the last answer is out and the write side shut. Closing with unread input would
  // reset the connection, and the client might lose that answer.
  enum class State { kServing, kClosing, kDiscarding };

  void AnswerReceived();
  bool AnswerNext();
  void AskForBody(std::size_t request_bytes, bool expects_continue);
  Wants Send();
  Wants Finish();
  Wants Discard();

  Fd socket_;
  Handler& handler_;
  InputBuffer input_;
  std::string output_;
  std::size_t sent_bytes_ = 0;
  std::size_t discarded_bytes_ = 0;
  bool continue_sent_ = false;
  State state_ = State::kServing;
};

}  // namespace reference
