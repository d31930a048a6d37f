package dev.gatehouse.launcher.stdio;

import dev.gatehouse.platform.stdio.StdioCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All conversations with running programs. Belongs to the runner's event loop. */
final class Conversations {
  private static final Logger LOG = System.getLogger(Conversations.class.getName());
  private static final long TIDY_MILLIS = 5_000;

  private final Vertx vertx;
  private final AllowList allowed;
  private final Spawner spawner;
  private final ProgramLimits limits;
  private final Backoff backoff = new Backoff(() -> System.nanoTime() / 1_000_000);
  private final Map<String, Conversation> running = new HashMap<>();

  Conversations(Vertx vertx, AllowList allowed, Spawner spawner, ProgramLimits limits) {
    this.vertx = vertx;
    this.allowed = allowed;
    this.spawner = spawner;
    this.limits = limits;
    vertx.setPeriodic(TIDY_MILLIS, _ -> endIdle());
  }

  Optional<Conversation> find(String id) {
    Optional<Conversation> known = Optional.ofNullable(running.get(id));
    known.ifPresent(conversation -> conversation.usedAt = System.nanoTime());
    return known;
  }

  /**
   * Fails with a sentence for whoever asked.
   *
   * @param organisation that the program is counted for
   */
  Future<Conversation> start(
      String id, String organisation, StdioCommand command, Map<String, String> environment) {
    Optional<Program> program = allowed.program(command, environment);
    if (program.isEmpty()) {
      return Future.failedFuture("The operator has not allowed this command line");
    }
    String key = command.uri().toString();
    if (backoff.rests(key)) {
      return Future.failedFuture("The program keeps ending; it is started again later");
    }
    if (!room(organisation)) {
      return Future.failedFuture("Too many programs of this organisation run already");
    }
    if (running.size() >= limits.programs()) {
      return Future.failedFuture("Too many programs run already");
    }
    Conversation fresh =
        new Conversation(organisation, () -> backoff.answered(key), limits.lineBytes());
    fresh.usedAt = System.nanoTime();
    running.put(id, fresh);
    Context loop = vertx.getOrCreateContext();
    Promise<Conversation> started = Promise.promise();
    Child.Listener listener =
        new Child.Listener() {
          @Override
          public void onLine(byte[] line) {
            loop.runOnContext(_ -> fresh.onLine(line));
          }

          @Override
          public void onEnd() {
            loop.runOnContext(_ -> ended(id, fresh, key));
          }
        };
    spawner
        .start(program.get())
        .whenComplete((process, failure) ->
            loop.runOnContext(_ -> {
              if (failure != null) {
                LOG.log(Level.WARNING, "{0} cannot be started", program.get(), failure);
                ended(id, fresh, key);
                started.fail("The program cannot be started");
                return;
              }
              ErrorLog errors = new ErrorLog(name(program.get().line()), program.get().secrets());
              fresh.start(Child.attach(process, errors, listener, limits.lineBytes()));
              started.complete(fresh);
            }));
    return started.future();
  }

  /** For one more of an organisation; who has many makes room among its own that do nothing. */
  private boolean room(String organisation) {
    List<Map.Entry<String, Conversation>> own =
        running.entrySet().stream()
            .filter(one -> one.getValue().organisation().equals(organisation))
            .toList();
    if (own.size() < limits.ofOneOrganisation()) {
      return true;
    }
    long now = System.nanoTime();
    Optional<String> idlest =
        own.stream()
            .filter(one -> !one.getValue().busy())
            .max(Comparator.comparingLong(one -> now - one.getValue().usedAt))
            .map(Map.Entry::getKey);
    idlest.ifPresent(this::end);
    return idlest.isPresent();
  }

  private static String name(List<String> line) {
    return line.stream()
        .limit(2)
        .map(word -> word.substring(word.lastIndexOf('/') + 1))
        .reduce((a, b) -> a + " " + b)
        .orElse("");
  }

  /** One that ended because it was told to is no failure. */
  private void ended(String id, Conversation conversation, String key) {
    if (running.remove(id, conversation)) {
      backoff.failed(key);
      conversation.end();
    }
  }

  void end(String id) {
    Conversation known = running.remove(id);
    if (known != null) {
      known.end();
    }
  }

  private void endIdle() {
    long eldest = System.nanoTime() - limits.idle().toNanos();
    List<String> idle =
        running.entrySet().stream()
            .filter(one -> !one.getValue().busy() && one.getValue().usedAt - eldest < 0)
            .map(Map.Entry::getKey)
            .toList();
    idle.forEach(this::end);
  }

  void endAll() {
    List.copyOf(running.keySet()).forEach(this::end);
  }
}
