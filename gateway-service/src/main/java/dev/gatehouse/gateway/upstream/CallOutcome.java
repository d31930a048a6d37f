package dev.gatehouse.gateway.upstream;

import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.platform.event.DiscoveryEvent.HealthChanged;
import org.jspecify.annotations.Nullable;

/** What came of a call. */
public sealed interface CallOutcome {

  record Answered(ToolReply reply) implements CallOutcome {}

  /**
   * @param trouble what was known of the upstream before; null if nothing was wrong with it
   */
  record Failed(UpstreamFailure failure, @Nullable HealthChanged trouble) implements CallOutcome {}

  /** Too many calls to this connector run already. */
  record Busy() implements CallOutcome {}

  /** The upstream has failed repeatedly and is left alone for a moment. */
  record Resting(@Nullable HealthChanged trouble) implements CallOutcome {}

  /** The connector is of a kind that is not called over Streamable HTTP. */
  record Unsupported() implements CallOutcome {}

  /**
   * No account is connected with which it could be called.
   *
   * @param perUser whether the caller has to connect one of their own
   */
  record NotConnected(String connector, boolean perUser) implements CallOutcome {}

  /**
   * The upstream takes more rights than the account has (RFC 6750 section 3.1).
   *
   * @param perUser whether the caller can grant them
   */
  record NeedsMore(String connector, boolean perUser) implements CallOutcome {}

  /** The connector's credential cannot be read. */
  record NoCredential() implements CallOutcome {}
}
