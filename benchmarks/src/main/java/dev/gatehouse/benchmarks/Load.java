package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A closed loop of a number of connections, each with one request under way, driven by wrk: it
 * takes little of the processor that the measured process needs, and a script of ours looks at each
 * reply.
 *
 * @param port of the listener on this machine
 * @param path of the POST
 * @param headers of each request
 * @param body of each request
 * @param expected what the first 400 bytes of a good reply contain
 * @param minimum bytes that a good reply has at least
 */
record Load(
    int port, String path, Map<String, String> headers, String body, String expected, int minimum) {

  /**
   * @param good replies with status 200 that hold what was asked for
   * @param bad everything else, sockets that failed included
   * @param p50 median latency in microseconds
   * @param p99 in microseconds
   */
  record Result(long good, long bad, double p50, double p99) {}

  /**
   * @throws IOException if wrk is not installed, or fails
   */
  Result run(int connections, int seconds) throws IOException, InterruptedException {
    Path script = Files.createTempFile("gatehouse-wrk", ".lua");
    try {
      Files.writeString(script, script());
      Process wrk =
          new ProcessBuilder(
                  "wrk",
                  "-t1",
                  "-c" + connections,
                  "-d" + seconds + "s",
                  "--timeout",
                  "10s",
                  "-s",
                  script.toString(),
                  "http://127.0.0.1:" + port + path)
              .redirectErrorStream(true)
              .start();
      String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (wrk.waitFor() != 0) {
        throw new IOException("wrk failed: " + output);
      }
      return result(output);
    } finally {
      Files.delete(script);
    }
  }

  private String script() {
    StringBuilder script = new StringBuilder("wrk.method = \"POST\"\n");
    script.append("wrk.body = [==[").append(body).append("]==]\n");
    headers.forEach((name, value) ->
        script.append("wrk.headers[\"%s\"] = [==[%s]==]\n".formatted(name, value)));
    return script
        .append(
            """
            local threads = {}
            function setup(thread) table.insert(threads, thread) end
            function init() good = 0 bad = 0 end
            function response(status, headers, body)
              local head = string.sub(body, 1, 400)
              if status == 200 and #body >= %d and string.find(head, [==[%s]==], 1, true)
                  and not string.find(head, '"isError":true', 1, true) then
                good = good + 1
              else
                bad = bad + 1
              end
            end
            function done(summary, latency)
              local e, g, b = summary.errors, 0, 0
              for _, thread in ipairs(threads) do
                g = g + thread:get("good")
                b = b + thread:get("bad")
              end
              print(string.format("RESULT %%d %%d %%.1f %%.1f", g,
                b + e.connect + e.read + e.write + e.timeout,
                latency:percentile(50), latency:percentile(99)))
            end
            """
                .formatted(minimum, expected))
        .toString();
  }

  private static Result result(String output) throws IOException {
    for (String line : output.split("\n")) {
      if (line.startsWith("RESULT ")) {
        String[] parts = line.split(" ");
        return new Result(
            Long.parseLong(parts[1]),
            Long.parseLong(parts[2]),
            Double.parseDouble(parts[3]),
            Double.parseDouble(parts[4]));
      }
    }
    throw new IOException("wrk said nothing of its result: " + output);
  }
}
