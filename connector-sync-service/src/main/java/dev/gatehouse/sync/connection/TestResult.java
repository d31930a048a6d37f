package dev.gatehouse.sync.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.event.DiscoveryEvent.RefusedTool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test of a connection found; none of it is stored.
 *
 * @param ok whether the connector can be used as it is
 * @param tools the definitions as the upstream sent them, up to a bound
 * @param toolCount how many it has
 * @param refused tools that would not be taken over, and why
 * @param problem why it cannot be used; null if it can
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TestResult(
    boolean ok,
    List<JsonNode> tools,
    int toolCount,
    List<RefusedTool> refused,
    @Nullable String protocolVersion,
    @Nullable JsonNode serverInfo,
    @Nullable Problem problem) {

  static TestResult failed(Problem problem) {
    return new TestResult(false, List.of(), 0, List.of(), null, null, problem);
  }

  /**
   * What is wrong.
   *
   * @param kind one word for programs; see the guide to connecting upstreams
   * @param message a sentence for people
   * @param status of HTTP, if the upstream answered with one
   * @param asks for what the upstream asks, where credentials are missing or wrong
   * @param transport with which it would work
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Problem(
      String kind,
      String message,
      @Nullable Integer status,
      @Nullable Asked asks,
      @Nullable String transport) {
    Problem(String kind, String message) {
      this(kind, message, null, null, null);
    }
  }

  /**
   * For what an upstream asks (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC 9728).
   *
   * @param schemes of authentication, such as {@code Bearer} or {@code Basic}
   * @param error of RFC 6750, such as {@code insufficient_scope}
   * @param scopes that it names for this request, else all that it knows
   * @param authorizationServers issuers of the tokens that it takes; empty if it names none
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Asked(
      List<String> schemes,
      @Nullable String error,
      List<String> scopes,
      @Nullable String resource,
      List<String> authorizationServers) {}
}
