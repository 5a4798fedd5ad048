// The versions of the libraries that this client is built on.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace bench {

std::vector<std::pair<std::string, std::string>> LibraryVersions();

}  // namespace bench
