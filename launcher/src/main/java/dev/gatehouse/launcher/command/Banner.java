package dev.gatehouse.launcher.command;

import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Endpoints;

/**
 * What a person sees when the suite is ready: everything that a first tool call needs.
 *
 * @param first whether nothing was ever started on the folder before
 */
record Banner(DataFolder folder, boolean first) {

  private static final String CALL =
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
          + "\"params\":{\"name\":\"echo\",\"arguments\":{\"message\":\"hello\"}}}";

  String text(Endpoints endpoints, boolean inBackground) {
    var text = new StringBuilder("\nGatehouse is ready.\n\n");
    line(text, "Origin", endpoints.origin());
    if (first) {
      line(
          text,
          "Sign in",
          "%s / %s   (change the password after the first sign-in)"
              .formatted(endpoints.admin().username(), endpoints.admin().password()));
    } else if (!endpoints.admin().password().isEmpty()) {
      line(text, "Sign in", endpoints.admin().username() + ", first password in endpoints.json");
    }
    var demo = endpoints.demo();
    if (demo != null) {
      line(text, "Demo MCP", demo.url());
    }
    if (first) {
      line(text, "API key", endpoints.apiKey() + "   (all scopes, organisation default)");
    }
    text.append(demo == null ? "\nAsk the API:\n\n  " : "\nCall a tool:\n\n  ");
    text.append(demo == null ? me(endpoints) : call(endpoints, demo.url()));
    text.append("\n\nConnect Claude Code:\n\n  ");
    text.append(
        demo == null
            ? "claude mcp add --transport http gatehouse " + endpoints.mcp()
            : "claude mcp add --transport http gatehouse-demo " + demo.url());
    text.append("\n\n");
    line(text, "Data", folder.path().toString());
    var down = "./gatehouse down --data " + quoted(folder.path().toString());
    line(text, "Stop", inBackground ? down : "Ctrl-C, or " + down);
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("  %-10s %s%n".formatted(name, value));
  }

  private static String call(Endpoints endpoints, String url) {
    return "curl -sS %s -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '%s'"
        .formatted(url, endpoints.apiKey(), CALL);
  }

  private static String me(Endpoints endpoints) {
    return "curl -sS %s/api/me -H 'Authorization: Bearer %s'"
        .formatted(endpoints.origin(), endpoints.apiKey());
  }

  private static String quoted(String path) {
    return path.matches("[A-Za-z0-9_./-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }
}
