package dev.gatehouse.platform.stdio;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of a stdio server as its connector has it, placeholders and all. As a URI it
 * stands where other connectors have the address of their server: {@code
 * stdio:///usr/bin/node?arg=server.js}.
 *
 * @param command absolute path of the program
 */
public record StdioCommand(String command, List<String> args) {
  public static final String SCHEME = "stdio";

  private static final String ARGUMENT = "arg=";

  public StdioCommand {
    args = List.copyOf(args);
  }

  public URI uri() {
    StringBuilder uri = new StringBuilder(SCHEME + "://").append(encode(command));
    char separator = '?';
    for (String arg : args) {
      uri.append(separator).append(ARGUMENT).append(encode(arg));
      separator = '&';
    }
    return URI.create(uri.toString());
  }

  /** Empty if it is no such URI. */
  public static Optional<StdioCommand> of(String uri) {
    String prefix = SCHEME + "://";
    if (!uri.startsWith(prefix + "/")) {
      return Optional.empty();
    }
    String rest = uri.substring(prefix.length());
    int query = rest.indexOf('?');
    List<String> args = new ArrayList<>();
    try {
      if (query >= 0) {
        for (String part : rest.substring(query + 1).split("&", -1)) {
          if (!part.startsWith(ARGUMENT)) {
            return Optional.empty();
          }
          args.add(decode(part.substring(ARGUMENT.length())));
        }
      }
      return Optional.of(
          new StdioCommand(decode(query < 0 ? rest : rest.substring(0, query)), args));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/").replace("+", "%20");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
