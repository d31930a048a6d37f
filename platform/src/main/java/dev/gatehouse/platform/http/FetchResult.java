package dev.gatehouse.platform.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.net.URI;

/** How a fetch ended. */
public sealed interface FetchResult {

  /**
   * A whole response, of any status.
   *
   * @param uri where it came from in the end, normalised
   */
  record Response(URI uri, int status, MultiMap headers, Buffer body) implements FetchResult {
    /** Whether the status is 2xx. */
    public boolean successful() {
      return status >= 200 && status < 300;
    }

    /** Without header values and body: either may repeat a credential. */
    @Override
    public String toString() {
      return "Response[status=%d, headers=%s, body=%d bytes]"
          .formatted(status, headers.names(), body.length());
    }
  }

  /** No response that could be used. */
  sealed interface Failure extends FetchResult {
    /** One sentence for the tenant; says nothing of the operator's network. */
    String message();
  }

  /** Not connected to, or not followed to; see {@link TargetGuard}. */
  record Blocked() implements Failure {
    @Override
    public String message() {
      return TargetVerdict.Blocked.MESSAGE;
    }
  }

  /** Not connected to, as there is no such name, or nobody said so in time; may pass. */
  record Unresolved() implements Failure {
    @Override
    public String message() {
      return TargetVerdict.Unresolved.MESSAGE;
    }
  }

  /** The deadline passed. What had arrived is gone. */
  record TimedOut() implements Failure {
    @Override
    public String message() {
      return "The target did not answer in time";
    }
  }

  /** Headers or body over their limit. */
  record TooLarge() implements Failure {
    @Override
    public String message() {
      return "The answer of the target is too large";
    }
  }

  /** A 2xx of a content type that was not asked for, or any response with a content coding. */
  record WrongContent() implements Failure {
    @Override
    public String message() {
      return "The target answered with another type of content than expected";
    }
  }

  /** More redirects than the limit. */
  record TooManyRedirects() implements Failure {
    @Override
    public String message() {
      return "The target redirects too often";
    }
  }

  /** No connection to any address of the target. */
  record ConnectFailed(Kind kind) implements Failure {
    /** What went wrong at the last address tried. */
    public enum Kind {
      REFUSED,
      UNREACHABLE,
      /** Handshake or certificate. */
      TLS
    }

    @Override
    public String message() {
      return switch (kind) {
        case REFUSED -> "The target refuses connections";
        case UNREACHABLE -> "The target cannot be reached";
        case TLS -> "No secure connection to the target: its certificate or TLS is not accepted";
      };
    }
  }

  /** The connection ended, or what came was not HTTP. */
  record Broken() implements Failure {
    @Override
    public String message() {
      return "The target broke off its answer";
    }
  }
}
