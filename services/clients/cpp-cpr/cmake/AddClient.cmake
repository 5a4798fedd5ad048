# add_client(EXECUTABLE LIBRARY JSON REQUEST LOOP): a client of the files that are common and of one
# folder each of src/json, src/request and src/loop.
function(add_client executable library json request loop)
  add_library(${library} STATIC
    ${CMAKE_SOURCE_DIR}/src/answer.cpp
    ${CMAKE_SOURCE_DIR}/src/json/${json}/answer_parser.cpp
    ${CMAKE_SOURCE_DIR}/src/json/${json}/order_body.cpp
    ${CMAKE_SOURCE_DIR}/src/loop/${loop}/loop.cpp
    ${CMAKE_SOURCE_DIR}/src/request/${request}/request_handle.cpp
    ${CMAKE_SOURCE_DIR}/src/run.cpp
    ${CMAKE_SOURCE_DIR}/src/transfer.cpp
    ${CMAKE_SOURCE_DIR}/src/versions.cpp
  )
  target_include_directories(${library} PUBLIC
    ${CMAKE_SOURCE_DIR}/src/json/${json} ${CMAKE_SOURCE_DIR}/src/request/${request}
    ${CMAKE_SOURCE_DIR}/src/loop/${loop})
  target_link_libraries(${library} PUBLIC common)
  target_compile_options(${library} PRIVATE -Wall -Wextra -Werror)
  target_compile_definitions(${library} PRIVATE CURL_SOURCE="${curl_SOURCE}")
  if(json STREQUAL "simdjson")
    find_package(simdjson CONFIG REQUIRED)
    target_link_libraries(${library} PUBLIC simdjson::simdjson)
  else()
    find_package(nlohmann_json CONFIG REQUIRED)
    target_link_libraries(${library} PUBLIC nlohmann_json::nlohmann_json)
  endif()
  if(request STREQUAL "cpr")
    target_link_libraries(${library} PUBLIC cpr::cpr)
    target_compile_definitions(${library} PRIVATE CPR_SOURCE="${cpr_SOURCE}")
  endif()
  add_executable(${executable} ${CMAKE_SOURCE_DIR}/src/main.cpp)
  target_link_libraries(${executable} PRIVATE ${library})
  target_compile_options(${executable} PRIVATE -Wall -Wextra -Werror)
endfunction()
