# Provides CURL::libcurl and sets curl_SOURCE to where it came from: the release on GitHub or
# Debian's source package, of which a small static one is built, or the system, in this order.
# PAIRBENCH_CURL_SOURCE in the environment ("fetch", "debian" or "system") allows only one of them.
include(${CMAKE_CURRENT_LIST_DIR}/GetRelease.cmake)

# Later ones take more CPU time for a request: see README.md.
set(CURL_RELEASE 7.88.1)
set(CURL_SHA256 cdb38b72e36bc5d33d5b8810f8018ece1baa29a8f215b4495e495ded82bbf3c7)
set(CURL_URL https://github.com/curl/curl/releases/download/curl-7_88_1/curl-${CURL_RELEASE}.tar.gz)

set(CURL_ALLOWED "$ENV{PAIRBENCH_CURL_SOURCE}")
if(CURL_ALLOWED STREQUAL "")
  set(CURL_ALLOWED fetch debian system)
elseif(NOT CURL_ALLOWED MATCHES "^(fetch|debian|system)$")
  message(FATAL_ERROR "PAIRBENCH_CURL_SOURCE must be fetch, debian or system")
endif()
# A package of cpr brings the system's libcurl along, and one program must not have two of them.
if(TARGET CURL::libcurl)
  set(CURL_ALLOWED system)
endif()

# What an order needs: plain HTTP, and names that are looked up in a thread.
function(add_curl)
  set(CMAKE_POLICY_DEFAULT_CMP0126 NEW) # its own entries of the cache do not overrule these
  set(CMAKE_C_STANDARD 11)
  set(CMAKE_C_FLAGS_RELEASE "${CPP_CPR_OPTIMISE} -DNDEBUG")
  # CMAKE_UNITY_BUILD: several files at once, which halves the time that it takes.
  foreach(wanted CMAKE_UNITY_BUILD CURL_DISABLE_TESTS ENABLE_THREADED_RESOLVER HTTP_ONLY)
    set(${wanted} ON)
  endforeach()
  foreach(unwanted BUILD_CURL_EXE BUILD_SHARED_LIBS CURL_BROTLI CURL_ENABLE_SSL
          CURL_USE_GSSAPI CURL_USE_LIBPSL CURL_USE_LIBSSH CURL_USE_LIBSSH2 CURL_ZLIB CURL_ZSTD
          ENABLE_MANUAL ENABLE_UNIX_SOCKETS PICKY_COMPILER USE_LIBIDN2 USE_NGHTTP2)
    set(${unwanted} OFF)
  endforeach()
  foreach(part ALTSVC COOKIES CRYPTO_AUTH DOH GETOPTIONS HEADERS_API HSTS LIBCURL_OPTION MIME
          NETRC NTLM PROGRESS_METER PROXY SHUFFLE_DNS VERBOSE_STRINGS)
    set(CURL_DISABLE_${part} ON)
  endforeach()
  include(FetchContent)
  # cpr asks for it with find_package, too.
  FetchContent_Declare(CURL SYSTEM URL ${curl_ARCHIVE} URL_HASH SHA256=${CURL_SHA256}
                       DOWNLOAD_EXTRACT_TIMESTAMP OFF OVERRIDE_FIND_PACKAGE)
  FetchContent_MakeAvailable(CURL)
endfunction()

set(ways ${CURL_ALLOWED})
list(REMOVE_ITEM ways system)
get_release(curl ${CURL_RELEASE} ${CURL_SHA256} ${CURL_URL} "bookworm" "${ways}")
if(DEFINED curl_ARCHIVE)
  add_curl()
  set(CURL_VERSION_STRING ${CURL_RELEASE})
elseif("system" IN_LIST CURL_ALLOWED)
  find_package(CURL REQUIRED)
  set(curl_SOURCE system)
else()
  message(FATAL_ERROR
    "curl ${CURL_RELEASE} was not found (tried: ${CURL_ALLOWED}). Allow access to GitHub or to the "
    "Debian archive, or the system's libcurl (libcurl4-openssl-dev).")
endif()
message(STATUS "libcurl comes from: ${curl_SOURCE}")
