package dev.gatehouse.mcp.wire;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether the headers of a modern request say what its body says (2026-07-28, Streamable HTTP,
 * "Server Validation"). A disagreement is answered with 400 and {@link ErrorCode#HEADER_MISMATCH}.
 */
public final class HeaderAgreement {

  /**
   * @param version value of {@link McpHeader#PROTOCOL_VERSION}, null if absent
   * @param method value of {@link McpHeader#METHOD}
   * @param name value of {@link McpHeader#NAME}
   * @return what disagrees, for the client; empty if nothing does
   */
  public static Optional<String> disagreement(
      @Nullable String version,
      @Nullable String method,
      @Nullable String name,
      ClientMessage.Request request) {
    String inBody = request.params().meta().protocolVersion();
    if (version == null) {
      return missing(McpHeader.PROTOCOL_VERSION);
    }
    if (inBody != null && !version.equals(inBody)) {
      return mismatch(McpHeader.PROTOCOL_VERSION);
    }
    if (method == null) {
      return missing(McpHeader.METHOD);
    }
    if (!method.equals(request.method())) {
      return mismatch(McpHeader.METHOD);
    }
    return nameDisagreement(name, request);
  }

  private static Optional<String> nameDisagreement(
      @Nullable String name, ClientMessage.Request request) {
    boolean byName = McpMethod.mirrorsName(request.method());
    if (!byName && !McpMethod.mirrorsUri(request.method())) {
      return Optional.empty();
    }
    String inBody = byName ? request.params().name() : request.params().uri();
    if (inBody == null) {
      return Optional.empty(); // the params are at fault, and are answered as such
    }
    if (name == null) {
      return missing(McpHeader.NAME);
    }
    return HeaderValue.decode(name).filter(inBody::equals).isPresent()
        ? Optional.empty()
        : mismatch(McpHeader.NAME);
  }

  private static Optional<String> missing(String header) {
    return Optional.of("Header mismatch: " + header + " is missing");
  }

  private static Optional<String> mismatch(String header) {
    return Optional.of("Header mismatch: " + header + " does not match the body");
  }

  private HeaderAgreement() {}
}
