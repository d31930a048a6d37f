package dev.gatehouse.backing.kafka;

import java.util.HashMap;
import java.util.Map;

/** The settings of a broker that is alone, on loopback, and small. */
final class BrokerConfig {
  private static final String BEHIND_PROXY = "BEHIND_PROXY";

  private BrokerConfig() {}

  static Map<String, String> of(
      int node, String controller, String directory, int port, int controllerPort) {
    var config = new HashMap<String, String>();
    config.put("process.roles", "broker,controller");
    config.put("node.id", Integer.toString(node));
    config.put("log.dirs", directory);
    config.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,%s://127.0.0.1:%d".formatted(port, controller, controllerPort));
    config.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    config.put("controller.listener.names", controller);
    config.put(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(controller));
    config.put("controller.quorum.voters", node + "@127.0.0.1:" + controllerPort);
    config.put("auto.create.topics.enable", "false");
    alone(config);
    small(config);
    return config;
  }

  /**
   * Clients learn the addresses of brokers from brokers: those behind a proxy learn the proxy's.
   */
  static void addListenerBehindProxy(Map<String, String> config, int port, int proxyPort) {
    config.merge("listeners", ",%s://127.0.0.1:%d".formatted(BEHIND_PROXY, port), String::concat);
    config.merge(
        "advertised.listeners",
        ",%s://127.0.0.1:%d".formatted(BEHIND_PROXY, proxyPort),
        String::concat);
    config.merge(
        "listener.security.protocol.map", ",%s:PLAINTEXT".formatted(BEHIND_PROXY), String::concat);
  }

  /** One broker: every replication factor is 1, and nobody is waited for. */
  private static void alone(Map<String, String> config) {
    config.put("default.replication.factor", "1");
    config.put("min.insync.replicas", "1");
    config.put("offsets.topic.replication.factor", "1");
    config.put("transaction.state.log.replication.factor", "1");
    config.put("transaction.state.log.min.isr", "1");
    config.put("share.coordinator.state.topic.replication.factor", "1");
    config.put("share.coordinator.state.topic.min.isr", "1");
    config.put("group.initial.rebalance.delay.ms", "0");
    // A start after kill -9 waits until the session of the killed broker has ended.
    config.put("broker.session.timeout.ms", "3000");
    config.put("broker.heartbeat.interval.ms", "750");
  }

  /** Threads and buffers for a laptop; the defaults take 128 MiB for the log cleaner alone. */
  private static void small(Map<String, String> config) {
    config.put("num.network.threads", "2");
    config.put("num.io.threads", "4");
    config.put("background.threads", "2");
    config.put("num.recovery.threads.per.data.dir", "1");
    config.put("log.cleaner.dedupe.buffer.size", "8388608");
    config.put("log.segment.bytes", "67108864");
    config.put("log.index.size.max.bytes", "1048576");
    config.put("offsets.topic.num.partitions", "4");
    config.put("transaction.state.log.num.partitions", "1");
    config.put("share.coordinator.state.topic.num.partitions", "1");
  }
}
