package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer before it is wrapped into Vault's response body.
 *
 * @param status HTTP status
 * @param data of the answer
 * @param auth of an answer about a token
 * @param warnings for people
 * @param flat whether the members of {@code data} are repeated beside it, as older system paths do
 */
record Reply(
    int status,
    @Nullable ObjectNode data,
    @Nullable ObjectNode auth,
    List<String> warnings,
    boolean flat) {

  static Reply of(ObjectNode data) {
    return new Reply(200, data, null, List.of(), false);
  }

  static Reply flat(ObjectNode data) {
    return new Reply(200, data, null, List.of(), true);
  }

  static Reply auth(ObjectNode auth, List<String> warnings) {
    return new Reply(200, null, auth, warnings, false);
  }

  static Reply noContent() {
    return new Reply(204, null, null, List.of(), false);
  }

  /** Vault answers an empty list as if nothing were there. */
  static Reply keys(List<String> keys) {
    if (keys.isEmpty()) {
      throw Refusal.notFound();
    }
    var data = Json.object();
    data.set("keys", Json.array(keys));
    return of(data);
  }

  Reply withStatus(int other) {
    return new Reply(other, data, auth, warnings, flat);
  }

  Reply withWarning(String warning) {
    return new Reply(status, data, auth, List.of(warning), flat);
  }
}
