# get_release(NAME VERSION SHA256 URL SUITES WAYS): downloads the archive of a release into
# PAIRBENCH_CACHE by the first of WAYS that works: "fetch" takes it from URL, "debian" takes the
# source package NAME of the first of Debian's SUITES that has it. Both must be the same archive.
#
# Sets NAME_ARCHIVE to the file and NAME_SOURCE to "github-release" or "debian-source"; neither if
# it was not to be had.

set(RELEASE_DOWNLOADS "$ENV{PAIRBENCH_CACHE}")
if(RELEASE_DOWNLOADS STREQUAL "")
  set(RELEASE_DOWNLOADS ${CMAKE_BINARY_DIR}/downloads)
endif()

# Sets `result` to whether the file is there and is the release.
function(has_sha256 file wanted result)
  set(${result} OFF PARENT_SCOPE)
  if(EXISTS ${file})
    file(SHA256 ${file} sha256)
    if(sha256 STREQUAL wanted)
      set(${result} ON PARENT_SCOPE)
    endif()
  endif()
endfunction()

# Without a network this must fail soon and softly, so it is not left to FetchContent.
function(download_from_github name url file)
  file(DOWNLOAD ${url} ${file} TIMEOUT 30 INACTIVITY_TIMEOUT 5 STATUS status)
  list(GET status 0 code)
  if(NOT code EQUAL 0)
    list(GET status 1 reason)
    message(STATUS "${name}: not to be had from GitHub: ${reason}")
  endif()
endfunction()

function(download_from_debian name version suites file)
  execute_process(
    COMMAND sh ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/debian-source.sh ${name} ${version} ${file} ${suites}
    RESULT_VARIABLE code)
  if(NOT code EQUAL 0)
    message(STATUS "${name}: not to be had as a Debian source package")
  endif()
endfunction()

function(get_release name version sha256 url suites ways)
  set(source_fetch github-release)
  set(source_debian debian-source)
  # What is in the cache goes before any download.
  foreach(may_download OFF ON)
    foreach(way ${ways})
      set(archive ${RELEASE_DOWNLOADS}/${name}-${version}-${way}.tar.gz)
      has_sha256(${archive} ${sha256} downloaded)
      if(may_download AND NOT downloaded)
        if(way STREQUAL "fetch")
          download_from_github(${name} ${url} ${archive})
        else()
          download_from_debian(${name} ${version} "${suites}" ${archive})
        endif()
        has_sha256(${archive} ${sha256} downloaded)
      endif()
      if(downloaded)
        set(${name}_ARCHIVE ${archive} PARENT_SCOPE)
        set(${name}_SOURCE ${source_${way}} PARENT_SCOPE)
        return()
      endif()
      file(REMOVE ${archive})
    endforeach()
  endforeach()
endfunction()
