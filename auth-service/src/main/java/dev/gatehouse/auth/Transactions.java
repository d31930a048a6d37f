package dev.gatehouse.auth;

import dev.gatehouse.platform.tenancy.Tenancy;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * A database transaction of its own that belongs to one organisation, or to the platform. The
 * organisation is told to PostgreSQL when the connection is taken, so it cannot change within one.
 */
@ApplicationScoped
public class Transactions {
  private final Tenancy tenancy;

  Transactions(Tenancy tenancy) {
    this.tenancy = tenancy;
  }

  /** Work that sees the rows of one organisation. */
  public <T> T in(String organisation, Supplier<T> work) {
    return tenancy.in(organisation, () -> QuarkusTransaction.requiringNew().call(work::get));
  }

  /**
   * Work that sees the rows of every organisation: where it is not known yet which one it is about,
   * or where it is about a person in all of theirs.
   */
  public <T> T asPlatform(Supplier<T> work) {
    return tenancy.asPlatform(() -> QuarkusTransaction.requiringNew().call(work::get));
  }
}
