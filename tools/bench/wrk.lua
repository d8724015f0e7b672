-- Says over and over what headers and forms it was given, and writes what came of it as JSON.
-- BENCH_ANSWER: the file to write. BENCH_FORMS: a file of forms to send, each once: path, cookies and fields by line,
-- separated by tabs; without it, the address of the command line is read again and again.

local forms, sent = {}, 0
accepted, refused, ran_out = 0, 0, 0

function init(args)
  local file = os.getenv("BENCH_FORMS")
  if not file then return end
  for line in io.lines(file) do
    local path, cookies, fields = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
    forms[#forms + 1] = { path, cookies, fields }
  end
  function request()
    sent = sent + 1
    local form = forms[sent]
    if not form then
      ran_out = 1
      return wrk.format("GET", "/")
    end
    local headers = { Cookie = form[2], ["Content-Type"] = "application/x-www-form-urlencoded" }
    for name, value in pairs(wrk.headers) do headers[name] = value end
    return wrk.format("POST", form[1], headers, form[3])
  end
  -- A form that was accepted leads elsewhere; to sign in is not where it should.
  function response(status, headers)
    local goes_to = headers["Location"] or headers["location"] or ""
    if status == 302 and not goes_to:find("se-connecter", 1, true) then
      accepted = accepted + 1
    else
      refused = refused + 1
    end
  end
end

local threads = {}
function setup(thread) threads[#threads + 1] = thread end

function done(summary, latency)
  local function total(name)
    local sum = 0
    for _, thread in ipairs(threads) do sum = sum + (thread:get(name) or 0) end
    return sum
  end
  local errors = summary.errors
  local told = {
    requests = summary.requests, seconds = summary.duration / 1e6, bytes = summary.bytes,
    p50 = latency:percentile(50) / 1e3, p95 = latency:percentile(95) / 1e3, p99 = latency:percentile(99) / 1e3,
    failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    accepted = total("accepted"), refused = total("refused"), ran_out = total("ran_out"),
  }
  local parts = {}
  for name, value in pairs(told) do
    if value ~= value then value = 0 end
    parts[#parts + 1] = string.format('"%s": %.6f', name, value)
  end
  local file = assert(io.open(os.getenv("BENCH_ANSWER"), "w"))
  file:write("{" .. table.concat(parts, ", ") .. "}\n")
  file:close()
end
