package dev.gatehouse.audit.export;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static dev.gatehouse.audit.testing.AuditTopic.patched;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.json.Json;
import java.util.List;
import java.util.stream.Stream;

/** Records of all kinds, with everything and with next to nothing in them. */
final class Variety {
  private static final List<String> ACTIONS =
      List.of(
          "tool.call",
          "audit.export",
          "connector.sync",
          "session.sign-in",
          "grant.revoke",
          "connector.token.renew",
          "user.create",
          "api-key.rotate",
          "gateway.create",
          "gateway.tool.remove",
          "tool.approve",
          "something");
  private static final List<String> ACTORS =
      List.of(
          "{\"user\":\"u\",\"client\":\"c\",\"grant\":\"g\"}",
          "{\"apiKey\":\"k\"}",
          "{\"client\":\"c\"}",
          "{\"service\":\"connector-sync\"}",
          "{}");
  private static final List<String> ADDRESSES =
      List.of("\"192.0.2.7\"", "\"2001:db8::1\"", "\"unix\"", "\"7\"", "\"dead\"", "null");
  private static final List<String> TARGETS =
      List.of(
          "{\"kind\":\"tool\",\"id\":\"i\",\"name\":\"n\",\"connector\":\"c\",\"gateway\":\"g\",\"tool\":\"t\"}",
          "{\"kind\":\"settings\"}");
  private static final List<String> REST =
      List.of(
          "\"outcome\":{\"status\":\"SUCCESS\"}",
          "\"outcome\":{\"status\":\"ERROR\",\"code\":\"-32602\"},\"input\":null,\"output\":null,"
              + "\"durationMicros\":null,\"traceId\":null",
          "\"outcome\":{\"status\":\"DENIED\"},\"decision\":{\"allowed\":false,\"rule\":\"r\"}",
          "\"outcome\":{\"status\":\"UNKNOWN\"},\"phase\":\"ATTEMPT\"");

  private Variety() {}

  static Stream<AuditRecord> records() {
    return ACTIONS.stream()
        .map(action -> "\"action\":\"" + action + "\"")
        .flatMap(text -> ACTORS.stream().map(next -> text + ",\"actor\":" + next))
        .flatMap(text -> ADDRESSES.stream().map(next -> text + ",\"sourceAddress\":" + next))
        .flatMap(text -> TARGETS.stream().map(next -> text + ",\"target\":" + next))
        .flatMap(text -> REST.stream().map(next -> text + "," + next))
        .map(members -> patched(call("acme", "x"), "{" + members + "}"));
  }

  /** A text wherever somebody outside can have it written. */
  static AuditRecord everywhere(String organisation, String text) {
    ObjectNode members = Json.mapper().createObjectNode();
    members
        .putObject("actor")
        .put("user", text)
        .put("client", text)
        .put("apiKey", text)
        .put("service", text);
    members
        .putObject("target")
        .put("kind", text)
        .put("id", text)
        .put("name", text)
        .put("connector", text)
        .put("gateway", text)
        .put("tool", text);
    members.putObject("outcome").put("status", "ERROR").put("code", text);
    members.putObject("decision").put("allowed", true).put("rule", text);
    for (String body : List.of("input", "output", "answers")) {
      members
          .putObject(body)
          .put("bytes", 1)
          .put("digest", text)
          .put("truncated", false)
          .putObject("content")
          .put(text, text);
    }
    members.put("traceId", text).put("sourceAddress", text);
    members.putObject("detail").put(text, text);
    AuditRecord plain = call(organisation, "x");
    ObjectNode tree = Json.mapper().valueToTree(plain);
    tree.setAll(members);
    try {
      return Json.mapper().treeToValue(tree, AuditRecord.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Stream<AuditRecord> hostileRecords() {
    return Stream.concat(HostileText.KEPT.stream(), HostileText.HALVES.stream())
        .map(text -> everywhere("acme", text));
  }
}
