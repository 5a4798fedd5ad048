-- POST /order with one valid order of exactly PAYLOAD_BYTES, in the form that services/README.md gives.

local bytes = tonumber(os.getenv("PAYLOAD_BYTES"))

local function order(id_digits, padding)
  return '{"order_id":"' .. string.rep("0", id_digits - 1) .. '1","symbol":"AAPL","quantity":1,"price":1.5,' ..
    '"timestamp":1764039641123456789' .. padding .. "}"
end

-- A padding field takes up the rest; where there is no room for one, an order_id as wide as needed.
local function body()
  local rest = bytes - #order(16, ',"padding":""')
  if rest >= 0 then
    return order(16, ',"padding":"' .. string.rep("x", rest) .. '"')
  end
  return order(16 + bytes - #order(16, ""), "")
end

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = body()
assert(#wrk.body == bytes)

-- Called once, after wrk has printed its table.
function done(summary)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout + errors.status
  if failed > 0 or summary.requests == 0 then
    io.stdout:flush()
    io.stderr:write(string.format("wrk: %d requests answered, %d failed\n", summary.requests, failed))
    os.exit(1)
  end
end
