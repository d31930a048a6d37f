package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.api.AuthApi;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.launcher.data.Endpoints;
import java.io.IOException;
import java.time.Duration;

/**
 * Takes the administrator's first password out of {@code endpoints.json} once it is no longer the
 * administrator's password.
 */
public final class PasswordWatch implements AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Thread thread;

  private PasswordWatch(Thread thread) {
    this.thread = thread;
  }

  /** Starts to watch; ends by itself when there is nothing to blank any more. */
  public static PasswordWatch start(DataFolder folder) {
    return new PasswordWatch(Thread.ofVirtual().name("password-watch").start(() -> watch(folder)));
  }

  private static void watch(DataFolder folder) {
    while (Endpoints.read(folder).map(it -> !it.admin().password().isEmpty()).orElse(false)) {
      try {
        Thread.sleep(PAUSE);
        blankIfChanged(folder);
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // auth-service may be away for a moment; it is asked again.
      }
    }
  }

  private static void blankIfChanged(DataFolder folder) throws IOException {
    var endpoints = Endpoints.read(folder);
    if (endpoints.isEmpty()) {
      return;
    }
    var auth = endpoints.get().services().get(Service.AUTH.id());
    if (auth != null && new AuthApi(folder, auth.url()).bootstrap().passwordChanged()) {
      Endpoints.update(folder, Endpoints::withoutPassword);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
