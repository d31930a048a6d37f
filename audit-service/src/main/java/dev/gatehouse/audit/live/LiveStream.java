package dev.gatehouse.audit.live;

import dev.gatehouse.platform.identity.IdentityView;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * One open stream: {@code record} events, and {@code missed} if records of days long past came
 * while the client was away. It ends with {@code end}: its time is over, the caller may not see it
 * any more, or the trail cannot be read. Its seat is given back when nobody reads it any more and
 * nothing is being looked for.
 */
final class LiveStream {
  private static final Logger LOG = Logger.getLogger(LiveStream.class);

  private static final String RECORD = "record";

  private final Watch watch;
  private final Access access;
  private final IdentityView view;
  private final LiveConfig config;
  private final Sse sse;
  private final Runnable giveBack;
  private final Instant end;
  private boolean looking;
  private boolean stopped;

  LiveStream(
      Watch watch,
      Access access,
      IdentityView view,
      LiveConfig config,
      Sse sse,
      Runnable giveBack) {
    this.watch = watch;
    this.access = access;
    this.view = view;
    this.config = config;
    this.sse = sse;
    this.giveBack = giveBack;
    this.end = Instant.now().plus(config.longest());
  }

  /**
   * What to send next.
   *
   * @param last nothing comes after these
   */
  record Batch(List<OutboundSseEvent> events, boolean last) {}

  /**
   * All that is sent. The next batch is asked for when the one before is written: a slow client
   * slows its stream.
   *
   * @param threads that wait for records
   */
  Multi<OutboundSseEvent> events(Executor threads) {
    Multi<Batch> rest =
        Multi.createBy()
            .repeating()
            .uni(() -> Uni.createFrom().item(this::unchecked).runSubscriptionOn(threads))
            .whilst(batch -> !batch.last());
    return Multi.createBy()
        .concatenating()
        .streams(Multi.createFrom().item(this::begin), rest)
        .onItem()
        .transformToIterable(Batch::events)
        // A batch may lie before a client that does not read.
        .select()
        .first(this::mayBeSent)
        // Who does not read is not asked, and has had its time all the same.
        .select()
        .first(config.longest().plus(config.keepAlive()))
        .onTermination()
        .invoke(this::stop);
  }

  private Batch unchecked() {
    try {
      return next();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a stream is called off", e);
    }
  }

  /** The first of all: it tells at once that the stream is open, and where it begins. */
  Batch begin() {
    long missed = watch.missed();
    OutboundSseEvent open = event("open", "{\"missed\":" + missed + "}").id(watch.place()).build();
    return new Batch(List.of(open), false);
  }

  /** Nobody reads it any more. Who looks for records is not interrupted, and ends soon. */
  void stop() {
    boolean idle;
    synchronized (this) {
      stopped = true;
      idle = !looking;
    }
    if (idle) {
      giveBack.run();
    }
  }

  private synchronized boolean stopped() {
    return stopped;
  }

  private synchronized void looking(boolean now) {
    looking = now;
  }

  /** Waits for records, for as long as a silent stream may be silent. */
  Batch next() throws InterruptedException {
    looking(true);
    try {
      return look();
    } finally {
      looking(false);
      if (stopped()) {
        giveBack.run();
      }
    }
  }

  private Batch look() throws InterruptedException {
    Instant silent = Instant.now().plus(config.keepAlive());
    try {
      while (true) {
        if (stopped()) {
          return new Batch(List.of(), true);
        }
        if (!access.holds(view, Instant.now())) {
          return end("not-permitted");
        }
        if (Instant.now().isAfter(end)) {
          return end("time");
        }
        List<Watch.Seen> seen = watch.next();
        if (!seen.isEmpty()) {
          return new Batch(records(seen), false);
        }
        if (Instant.now().isAfter(silent)) {
          return new Batch(List.of(sse.newEventBuilder().comment("").build()), false);
        }
        if (!watch.behind()) {
          Thread.sleep(config.every());
        }
      }
    } catch (SQLException e) {
      LOG.errorf("A live stream ends, the trail cannot be read: %s", e);
      return end("unavailable");
    }
  }

  /** Asked right before an event is written; everything but a record may always be. */
  boolean mayBeSent(OutboundSseEvent event) {
    return !RECORD.equals(event.getName()) || access.holds(view, Instant.now());
  }

  private List<OutboundSseEvent> records(List<Watch.Seen> seen) {
    return seen.stream()
        .map(record -> event(RECORD, record.record()).id(record.place()).build())
        .toList();
  }

  private Batch end(String reason) {
    return new Batch(
        Stream.of(event("end", "{\"reason\":\"" + reason + "\"}").build()).toList(), true);
  }

  private OutboundSseEvent.Builder event(String name, String json) {
    return sse.newEventBuilder()
        .name(name)
        .mediaType(MediaType.TEXT_PLAIN_TYPE)
        .data(String.class, json);
  }
}
