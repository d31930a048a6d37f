package dev.gatehouse.registry.source;

import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.server.CatalogueChanged;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ApplicationNotRunning;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Fills the public catalogue in the background, from each source that is due. Nothing waits for it;
 * of several replicas one does it.
 */
@ApplicationScoped
class CatalogueRefresh {
  private static final Logger LOG = Logger.getLogger(CatalogueRefresh.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final CatalogueConfig config;
  private final MirrorConfig mirrors;
  private final SourceRepository sources;
  private final RegistryRun registries;
  private final FileRun files;
  private final Tenancy tenancy;
  private final Event<CatalogueChanged> told;

  /** What was wrong with sources when they were last looked at; it is logged once. */
  private final Map<String, String> complaints = new ConcurrentHashMap<>();

  /** Files that this process knows to be read, by what they were. */
  private final Map<String, String> done = new ConcurrentHashMap<>();

  CatalogueRefresh(
      CatalogueConfig config,
      MirrorConfig mirrors,
      SourceRepository sources,
      RegistryRun registries,
      FileRun files,
      Tenancy tenancy,
      Event<CatalogueChanged> told) {
    this.config = config;
    this.mirrors = mirrors;
    this.sources = sources;
    this.registries = registries;
    this.files = files;
    this.tenancy = tenancy;
    this.told = told;
  }

  @Scheduled(
      every = "{gatehouse.catalogue.check-every}",
      delayed = "15s",
      skipExecutionIf = ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void refresh() {
    for (Source source : all()) {
      tenancy.asPlatform(() -> refresh(source));
    }
  }

  private List<Source> all() {
    List<Source> all = new ArrayList<>();
    if (config.startCatalogue()) {
      all.add(new Source.Start());
    }
    config.file().ifPresent(path -> all.add(new Source.LinesFile("file", path)));
    mirrors
        .all()
        .forEach((name, mirror) ->
            all.add(new Source.Registry("registry:" + name, mirror.url(), mirror.every())));
    return all;
  }

  /** Goes on with one source, if it is due. */
  boolean refresh(Source source) {
    try {
      if (source instanceof Source.Registry registry) {
        sources.claim(source.name()).ifPresent(lease -> run(lease, registry));
      } else {
        refreshFile(source);
      }
      complaints.remove(source.name());
    } catch (IOException | RuntimeException e) {
      complain(source, e);
    }
    return true;
  }

  private void complain(Source source, Exception e) {
    String text = String.valueOf(e);
    if (text.equals(complaints.put(source.name(), text))) {
      return;
    }
    if (e instanceof NoSuchFileException) {
      LOG.warnf("The catalogue cannot be filled from %s: there is no such file", source.name());
    } else {
      LOG.warnf(e, "The catalogue cannot be filled from %s now", source.name());
    }
  }

  /** Reads a file as if this process had just started. */
  boolean refreshAgain(Source source) {
    done.remove(source.name());
    return refresh(source);
  }

  private void refreshFile(Source source) throws IOException {
    String mark = source instanceof Source.LinesFile file ? mark(file) : "";
    if (mark.equals(done.get(source.name()))) {
      return;
    }
    String fingerprint = FileRun.fingerprint(source);
    var lease = sources.claim(source.name());
    if (lease.isEmpty()) {
      return;
    }
    if (!fingerprint.equals(lease.get().fingerprint())) {
      int changed = files.run(lease.get(), source, fingerprint);
      settle(source, changed);
    }
    sources.complete(lease.get(), fingerprint, Duration.ZERO);
    done.put(source.name(), mark);
  }

  private static String mark(Source.LinesFile file) throws IOException {
    return Files.getLastModifiedTime(file.path()) + " " + Files.size(file.path());
  }

  private void run(Lease lease, Source.Registry registry) {
    try {
      settle(registry, registries.run(lease, registry));
      sources.complete(lease, null, jittered(registry.every()));
    } catch (RunFailure e) {
      LOG.warnf("The registry %s cannot be mirrored now: %s", registry.name(), e.reason());
      sources.fail(lease, e.reason(), e.afresh(), pause(lease, registry));
    } catch (LeaseLostException e) {
      LOG.debugf("Another replica mirrors the registry %s", registry.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void settle(Source source, int changed) {
    if (changed > 0) {
      told.fire(new CatalogueChanged());
      LOG.infof("%d versions of servers are new or changed, from %s", changed, source.name());
    }
  }

  private static Duration pause(Lease lease, Source.Registry registry) {
    Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(lease.failures(), 10));
    Duration longest =
        registry.every().compareTo(LONGEST_PAUSE) < 0 ? registry.every() : LONGEST_PAUSE;
    return jittered(grown.compareTo(longest) < 0 ? grown : longest);
  }

  /** A tenth more or less, so that many that began together do not go on together. */
  static Duration jittered(Duration pause) {
    return Duration.ofMillis(
        (long) (pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1)));
  }
}
