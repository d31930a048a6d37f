package dev.gatehouse.sync.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When and how connectors are synced. */
@ConfigMapping(prefix = "gatehouse.sync")
public interface SyncConfig {

  /** How long after a run the next one is due; up to a tenth more or less, so that they spread. */
  @WithDefault("1h")
  Duration interval();

  /**
   * How long after a failed run the next one is due; doubles with each further failure, up to the
   * interval.
   */
  @WithDefault("1m")
  Duration retryAfter();

  /** How often this replica looks for connectors that are due. */
  @WithDefault("1s")
  Duration tick();

  /** How many runs this replica has under way at most. */
  @WithDefault("16")
  int concurrentRuns();

  /** How many runs at a time ask one host, in all replicas together. */
  @WithDefault("4")
  int concurrentRunsPerHost();

  /**
   * How often between runs it is looked whether an upstream is there; up to a tenth more or less.
   * With 0 it is not.
   */
  @WithDefault("5m")
  Duration probeInterval();

  /** Limit of one such look. */
  @WithDefault("15s")
  Duration probeLimit();

  /** How many upstreams that tell of changes this replica listens to at most; with 0 to none. */
  @WithDefault("256")
  int listening();

  /** How many of them at one host, in all replicas together. */
  @WithDefault("16")
  int listeningPerHost();

  /** How many of them for one organisation, in all replicas together. */
  @WithDefault("64")
  int listeningPerOrganisation();

  /** How often this replica looks for upstreams to listen to. */
  @WithDefault("5s")
  Duration listenTick();

  /** How long after a run that news have brought about the next one may be. */
  @WithDefault("30s")
  Duration newsPause();

  /** Limit of one run, from connecting to the last page. */
  @WithDefault("2m")
  Duration runLimit();

  /** Limit of one test of a connection, with finding out why it fails. */
  @WithDefault("30s")
  Duration testLimit();

  /**
   * How long a request to sync waits for a connector that is not known yet: it may have been made a
   * moment ago.
   */
  @WithDefault("3s")
  Duration waitForConnector();

  /**
   * How many requests to sync of one organisation wait for their end at a time in this replica;
   * more are asked to try again.
   */
  @WithDefault("8")
  int waitingRequests();

  /** How long what became of a run is kept. */
  @WithDefault("30d")
  Duration historyKept();
}
