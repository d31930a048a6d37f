package dev.gatehouse.platform.tenancy;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.ScopedValue.CallableOp;

/**
 * Which organisation the current work belongs to: that of the caller, or the one that background
 * work names for itself. Hibernate filters by it ({@code @TenantId}) and PostgreSQL's row-level
 * security checks it again.
 */
@ApplicationScoped
public class Tenancy {
  /** Sees no row at all: what holds where nobody said otherwise. */
  static final String NOBODY = "-";

  /** Sees the rows of all organisations; for work of the platform itself. */
  static final String PLATFORM = "*";

  private static final ScopedValue<String> NAMED = ScopedValue.newInstance();

  private final CurrentCaller callers;

  Tenancy(CurrentCaller callers) {
    this.callers = callers;
  }

  /**
   * Runs work in an organisation; start the transaction inside.
   *
   * @throws IllegalArgumentException if the id is that of the platform: only {@link #asPlatform}
   *     may see everything
   */
  public <T, X extends Throwable> T in(String organisation, CallableOp<T, X> work) throws X {
    if (organisation.equals(PLATFORM)) {
      throw new IllegalArgumentException("not an organisation: " + organisation);
    }
    return named(organisation, work);
  }

  /** Runs work that may see every organisation, such as a relay or a scheduler. */
  public <T, X extends Throwable> T asPlatform(CallableOp<T, X> work) throws X {
    return named(PLATFORM, work);
  }

  // Hibernate asks for the organisation only while a request context is active.
  private static <T, X extends Throwable> T named(String organisation, CallableOp<T, X> work)
      throws X {
    ManagedContext request = Arc.container().requestContext();
    if (request.isActive()) {
      return ScopedValue.where(NAMED, organisation).call(work);
    }
    request.activate();
    try {
      return ScopedValue.where(NAMED, organisation).call(work);
    } finally {
      request.terminate();
    }
  }

  /** The organisation's id, {@link #PLATFORM} or {@link #NOBODY}. */
  String current() {
    if (NAMED.isBound()) {
      return NAMED.get();
    }
    try {
      return callers.find().map(Caller::organisation).orElse(NOBODY);
    } catch (ContextNotActiveException _) {
      return NOBODY;
    }
  }
}
