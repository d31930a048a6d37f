package dev.gatehouse.auth.login;

import dev.gatehouse.auth.login.Continuation.Purpose;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a browser may go on to once its person has signed in; nowhere else does sign-in lead. */
@ApplicationScoped
public class WayOn {
  private final List<Continuation> continuations;

  WayOn(@All List<Continuation> continuations) {
    this.continuations = continuations;
  }

  /** Empty if the path is not one that this browser can go on to. */
  public Optional<Step> find(String path, Browser browser) {
    return continuations.stream()
        .flatMap(to -> to.find(path, browser).stream())
        .findFirst()
        .map(purpose -> new Step(path, purpose));
  }

  /** The next step after sign-in. */
  public record Step(String path, Purpose purpose) {
    /** Whoever authenticated before this moment has to do so again; the epoch if nobody has to. */
    public Instant signInAfter() {
      return purpose.signInAfter();
    }

    /** Whether it is for people who need not have an account yet. */
    public boolean invited() {
      return purpose.invited();
    }
  }
}
