package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param operation what it does; writes arrive as UPDATE and become CREATE where nothing is there
 * @param path below {@code /v1/}, decoded, without a slash at the end
 * @param query parameters of the URL
 * @param contentType media type of the body, lower case, without parameters; empty if there is none
 * @param body the JSON object that was sent; empty if there is none
 * @param token as sent
 */
record VaultRequest(
    Operation operation,
    String path,
    Map<String, String> query,
    String contentType,
    ObjectNode body,
    @Nullable String token) {

  VaultRequest withOperation(Operation other) {
    return new VaultRequest(other, path, query, contentType, body, token);
  }

  /** The same request seen by an engine that is mounted at a path. */
  VaultRequest below(String mount) {
    var rest = path.length() < mount.length() ? "" : path.substring(mount.length());
    return new VaultRequest(operation, rest, query, contentType, body, token);
  }

  boolean isWrite() {
    return operation == Operation.CREATE || operation == Operation.UPDATE;
  }

  @Override
  public String toString() {
    return "VaultRequest[%s %s]".formatted(operation, path);
  }
}
