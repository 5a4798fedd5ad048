# Provides cpr::cpr and sets CPR_SOURCE to where it came from: a system package, the release on
# GitHub, or Debian's source package, in this order. PAIRBENCH_CPR_SOURCE in the environment
# ("system", "fetch" or "debian") allows only one of them.

set(CPR_RELEASE 1.12.0)
# Both downloads are this same archive.
set(CPR_SHA256 f64b501de66e163d6a278fbb6a95f395ee873b7a66c905dd785eae107266a709)
set(CPR_URL https://github.com/libcpr/cpr/archive/refs/tags/${CPR_RELEASE}.tar.gz)

set(CPR_ALLOWED "$ENV{PAIRBENCH_CPR_SOURCE}")
if(CPR_ALLOWED STREQUAL "")
  set(CPR_ALLOWED system fetch debian)
elseif(NOT CPR_ALLOWED MATCHES "^(system|fetch|debian)$")
  message(FATAL_ERROR "PAIRBENCH_CPR_SOURCE must be system, fetch or debian")
endif()

set(CPR_DOWNLOADS "$ENV{PAIRBENCH_CACHE}")
if(CPR_DOWNLOADS STREQUAL "")
  set(CPR_DOWNLOADS ${CMAKE_BINARY_DIR}/downloads)
endif()

# Sets `result` to whether the file is there and is the release.
function(is_cpr_release file result)
  set(${result} OFF PARENT_SCOPE)
  if(EXISTS ${file})
    file(SHA256 ${file} sha256)
    if(sha256 STREQUAL CPR_SHA256)
      set(${result} ON PARENT_SCOPE)
    endif()
  endif()
endfunction()

# Without a network this must fail soon and softly, so it is not left to FetchContent.
function(download_from_github file)
  file(DOWNLOAD ${CPR_URL} ${file} TIMEOUT 30 INACTIVITY_TIMEOUT 5 STATUS status)
  list(GET status 0 code)
  if(NOT code EQUAL 0)
    list(GET status 1 reason)
    message(STATUS "cpr: not to be had from GitHub: ${reason}")
  endif()
endfunction()

function(download_from_debian file)
  execute_process(
    COMMAND sh ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/debian-source.sh cpr ${CPR_RELEASE} ${file}
    RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(STATUS "cpr: not to be had as a Debian source package")
  endif()
endfunction()

if("system" IN_LIST CPR_ALLOWED)
  find_package(cpr CONFIG QUIET)
  if(cpr_FOUND AND cpr_VERSION VERSION_GREATER_EQUAL CPR_RELEASE)
    set(CPR_SOURCE system-package)
  endif()
endif()

foreach(way fetch debian)
  if(DEFINED CPR_SOURCE OR NOT way IN_LIST CPR_ALLOWED)
    continue()
  endif()
  set(archive ${CPR_DOWNLOADS}/cpr-${CPR_RELEASE}-${way}.tar.gz)
  is_cpr_release(${archive} downloaded)
  if(NOT downloaded)
    if(way STREQUAL "fetch")
      download_from_github(${archive})
    else()
      download_from_debian(${archive})
    endif()
    is_cpr_release(${archive} downloaded)
  endif()
  if(downloaded)
    set(CPR_ARCHIVE ${archive})
    if(way STREQUAL "fetch")
      set(CPR_SOURCE github-release)
    else()
      set(CPR_SOURCE debian-source)
    endif()
  else()
    file(REMOVE ${archive})
  endif()
endforeach()

if(NOT DEFINED CPR_SOURCE)
  list(JOIN CPR_ALLOWED ", " tried)
  message(FATAL_ERROR
    "cpr >= ${CPR_RELEASE} was not found (tried: ${tried}). Install a package of it (libcpr-dev), "
    "or allow access to GitHub or to the Debian archive.")
endif()
message(STATUS "cpr comes from: ${CPR_SOURCE}")

if(DEFINED CPR_ARCHIVE)
  set(CPR_USE_SYSTEM_CURL ON)
  set(CPR_CURL_NOSIGNAL ON)
  # The orders go over plain HTTP; and a static cpr with SSL cannot be installed for others to find.
  set(CPR_ENABLE_SSL OFF)
  set(CPR_BUILD_TESTS OFF)
  set(BUILD_SHARED_LIBS OFF)
  include(FetchContent)
  FetchContent_Declare(cpr SYSTEM URL ${CPR_ARCHIVE} URL_HASH SHA256=${CPR_SHA256}
                       DOWNLOAD_EXTRACT_TIMESTAMP OFF)
  FetchContent_MakeAvailable(cpr)
endif()
