# Finds cpr and sets cpr_SOURCE to where it came from: a system package, the release on GitHub, or
# Debian's source package, in this order. The last two are built by add_cpr(), after libcurl has
# been found. PAIRBENCH_CPR_SOURCE in the environment ("system", "fetch" or "debian") allows only
# one of them.
include(${CMAKE_CURRENT_LIST_DIR}/GetRelease.cmake)

set(CPR_RELEASE 1.12.0)
set(CPR_SHA256 f64b501de66e163d6a278fbb6a95f395ee873b7a66c905dd785eae107266a709)
set(CPR_URL https://github.com/libcpr/cpr/archive/refs/tags/${CPR_RELEASE}.tar.gz)

set(CPR_ALLOWED "$ENV{PAIRBENCH_CPR_SOURCE}")
if(CPR_ALLOWED STREQUAL "")
  set(CPR_ALLOWED system fetch debian)
elseif(NOT CPR_ALLOWED MATCHES "^(system|fetch|debian)$")
  message(FATAL_ERROR "PAIRBENCH_CPR_SOURCE must be system, fetch or debian")
endif()

if("system" IN_LIST CPR_ALLOWED)
  find_package(cpr CONFIG QUIET)
  if(cpr_FOUND AND cpr_VERSION VERSION_GREATER_EQUAL CPR_RELEASE)
    set(cpr_SOURCE system-package)
  endif()
endif()

if(NOT DEFINED cpr_SOURCE)
  set(ways ${CPR_ALLOWED})
  list(REMOVE_ITEM ways system)
  get_release(cpr ${CPR_RELEASE} ${CPR_SHA256} ${CPR_URL} "sid;forky" "${ways}")
endif()

if(NOT DEFINED cpr_SOURCE)
  list(JOIN CPR_ALLOWED ", " tried)
  message(FATAL_ERROR
    "cpr >= ${CPR_RELEASE} was not found (tried: ${tried}). Install a package of it (libcpr-dev), "
    "or allow access to GitHub or to the Debian archive.")
endif()
message(STATUS "cpr comes from: ${cpr_SOURCE}")

# Provides cpr::cpr if it did not come from a package.
macro(add_cpr)
  if(DEFINED cpr_ARCHIVE)
    set(CPR_USE_SYSTEM_CURL ON) # the one that GetCurl.cmake has found
    set(CPR_CURL_NOSIGNAL ON)
    # The orders go over plain HTTP; and a static cpr with SSL cannot be installed for others to find.
    set(CPR_ENABLE_SSL OFF)
    set(CPR_BUILD_TESTS OFF)
    set(BUILD_SHARED_LIBS OFF)
    include(FetchContent)
    FetchContent_Declare(cpr SYSTEM URL ${cpr_ARCHIVE} URL_HASH SHA256=${CPR_SHA256}
                         DOWNLOAD_EXTRACT_TIMESTAMP OFF)
    FetchContent_MakeAvailable(cpr)
  endif()
endmacro()
