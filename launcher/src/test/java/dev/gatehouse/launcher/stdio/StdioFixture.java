package dev.gatehouse.launcher.stdio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stdio server of the handshake's time, as a program of its own. Its tools: {@code env} tells its
 * variables, {@code end} ends it, {@code linger} starts a program and does not end with its input,
 * {@code wait} is never answered, and told on its error output.
 */
final class StdioFixture {
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern TOOL = Pattern.compile("\"name\":\"(env|end|linger|wait)\"");

  private StdioFixture() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    boolean lingers = false;
    System.err.println("started with " + System.getenv("SECRET"));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Matcher id = ID.matcher(line);
      if (!id.find()) {
        continue;
      }
      Matcher tool = TOOL.matcher(line);
      if (line.contains("\"method\":\"initialize\"")) {
        say(
            id.group(1),
            "\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                + "\"serverInfo\":{\"name\":\"fixture\",\"version\":\"1\"}}");
      } else if (line.contains("\"method\":\"tools/call\"") && tool.find()) {
        if (tool.group(1).equals("end")) {
          System.exit(3);
        } else if (tool.group(1).equals("wait")) {
          System.err.println("waits");
          continue;
        } else if (tool.group(1).equals("linger")) {
          lingers = true;
          new ProcessBuilder(List.of("sleep", "1000" + arguments[0])).start();
        }
        String said = String.valueOf(System.getenv()).replace("\"", "'").replace("\\", "");
        say(
            id.group(1),
            "\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"" + said + "\"}]}");
      } else {
        say(id.group(1), "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}");
      }
    }
    if (lingers) {
      Thread.sleep(1_000_000);
    }
  }

  private static void say(String id, String member) {
    System.out.println("{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + member + "}");
    System.out.flush();
  }
}
