package dev.gatehouse.platform.http;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/** Name service of a test: answers from a script, the last answer of a name again and again. */
final class Names implements NameResolver {
  static final String PUBLIC = "93.184.215.14";

  private final Map<String, Deque<List<InetAddress>>> answers = new HashMap<>();
  private final Map<String, List<InetAddress>> completed = new HashMap<>();
  private final Function<String, List<InetAddress>> otherwise;
  final AtomicInteger lookUps = new AtomicInteger();

  private Names(Function<String, List<InetAddress>> otherwise) {
    this.otherwise = otherwise;
  }

  /** Knows every name. */
  static Names allPublic() {
    return new Names(_ -> List.of(InetAddress.ofLiteral(PUBLIC)));
  }

  /** Knows no name but those that are added. */
  static Names none() {
    return new Names(_ -> List.of());
  }

  /** Adds one answer; a second one for the same name is given to the second question. */
  Names with(String name, String... addresses) {
    answers
        .computeIfAbsent(name, _ -> new ArrayDeque<>())
        .add(Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    return this;
  }

  /** A name that the machine's search list completes, or its hosts file knows. */
  Names completing(String name, String... addresses) {
    completed.put(name, Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    return this;
  }

  TargetGuard guard(TargetPolicy policy) {
    return new TargetGuard(policy, this, Duration.ofSeconds(5));
  }

  @Override
  public synchronized Future<List<InetAddress>> resolve(String name) {
    lookUps.incrementAndGet();
    if (completed.containsKey(name)) {
      return Future.succeededFuture(completed.get(name));
    }
    String whole = name.replaceFirst("\\.$", "");
    Deque<List<InetAddress>> scripted = answers.get(whole);
    if (scripted == null) {
      List<InetAddress> found = otherwise.apply(whole);
      return found.isEmpty()
          ? Future.failedFuture(new UnknownHostException(name))
          : Future.succeededFuture(found);
    }
    return Future.succeededFuture(scripted.size() > 1 ? scripted.poll() : scripted.peek());
  }
}
