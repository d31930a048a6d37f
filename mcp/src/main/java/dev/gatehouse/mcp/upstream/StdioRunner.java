package dev.gatehouse.mcp.upstream;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The process that runs stdio servers and serves each as Streamable HTTP, and what it is told.
 *
 * @param url its address
 * @param token that it takes; secret, so not in {@link #toString()}
 */
public record StdioRunner(URI url, String token) {
  public static final String PATH = "/mcp";

  /** Parameter of the query: the command line, as its connector has it. */
  public static final String COMMAND = "command";

  /** Header: which of the conversations a message belongs to. Each has a process of its own. */
  public static final String CONVERSATION = "Gatehouse-Conversation";

  /** Header: the organisation that a process is counted for; empty for none. */
  public static final String ORGANISATION = "Gatehouse-Organisation";

  /** Header: variables for the process, a JSON object in Base64. */
  public static final String ENVIRONMENT = "Gatehouse-Environment";

  URI endpoint(URI command) {
    return url.resolve(
        PATH + "?" + COMMAND + "=" + URLEncoder.encode(command.toString(), StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "StdioRunner[url=" + url + "]";
  }
}
