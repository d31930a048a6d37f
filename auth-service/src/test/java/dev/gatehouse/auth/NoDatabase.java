package dev.gatehouse.auth;

import jakarta.enterprise.inject.Vetoed;
import java.util.function.Supplier;

/** Transactions while the database is away. */
@Vetoed
public class NoDatabase extends Transactions {
  public static final RuntimeException AWAY = new IllegalStateException("no database");

  public NoDatabase() {
    super(null);
  }

  @Override
  public <T> T in(String organisation, Supplier<T> work) {
    throw AWAY;
  }

  @Override
  public <T> T asPlatform(Supplier<T> work) {
    throw AWAY;
  }
}
