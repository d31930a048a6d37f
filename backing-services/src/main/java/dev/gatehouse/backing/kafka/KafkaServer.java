package dev.gatehouse.backing.kafka;

import dev.gatehouse.backing.FreePorts;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker with its controller in this JVM, on the loopback address, data in a folder.
 *
 * <p>Everything that a producer was told is stored survives {@code kill -9} of this JVM. Topics are
 * never made by use; see {@link #ensure}.
 */
public final class KafkaServer implements AutoCloseable {

  private static final int NODE = 1;
  private static final String CONTROLLER = "CONTROLLER";

  private final KafkaRaftServer broker;
  private final int port;
  private final int portBehindProxy;

  private KafkaServer(KafkaRaftServer broker, int port, int portBehindProxy) {
    this.broker = broker;
    this.port = port;
    this.portBehindProxy = portBehindProxy;
  }

  /**
   * Starts a broker and returns when it takes connections. The folder is formatted on first use.
   *
   * @throws IOException if the folder cannot be used or the broker does not come up
   */
  public static KafkaServer start(KafkaSettings settings) throws IOException {
    int port = settings.port() == 0 ? FreePorts.draw() : settings.port();
    var directory = settings.directory().toAbsolutePath().toString();
    Files.createDirectories(settings.directory());
    try {
      format(directory);
      var config = BrokerConfig.of(NODE, CONTROLLER, directory, port, FreePorts.draw());
      int behindProxy = settings.proxyPort() == 0 ? 0 : FreePorts.draw();
      if (behindProxy != 0) {
        BrokerConfig.addListenerBehindProxy(config, behindProxy, settings.proxyPort());
      }
      var broker = new KafkaRaftServer(new KafkaConfig(config), Time.SYSTEM);
      try {
        broker.startup();
      } catch (RuntimeException e) {
        broker.shutdown();
        throw e;
      }
      return new KafkaServer(broker, port, behindProxy);
    } catch (Exception e) {
      throw new IOException("Kafka did not start: " + e.getMessage(), e);
    }
  }

  /** Writes {@code meta.properties} last, so that a format that was cut off is done again. */
  private static void format(String directory) throws Exception {
    if (Files.exists(Path.of(directory, "meta.properties"))) {
      return;
    }
    new Formatter()
        .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE)
        .setDirectories(List.of(directory))
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .setControllerListenerName(CONTROLLER)
        .setMetadataLogDirectory(directory)
        .run();
  }

  /** Creates what is missing of these topics and brings the settings of the others up to date. */
  public void ensure(Collection<KafkaTopic> topics) throws IOException {
    try (var admin = admin()) {
      new TopicSetup(admin).ensure(topics);
    } catch (ExecutionException e) {
      throw new IOException("Kafka refused a topic: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while creating topics", e);
    }
  }

  /** A client for administration. The caller closes it. */
  public Admin admin() {
    Map<String, Object> config = new HashMap<>();
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
    return Admin.create(config);
  }

  /** The value of {@code bootstrap.servers}: one {@code host:port}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port that clients connect to. */
  public int port() {
    return port;
  }

  /** The port that a proxy leads to; 0 without one. */
  public int portBehindProxy() {
    return portBehindProxy;
  }

  /** Stops the broker; everything is on disk afterwards. */
  @Override
  public void close() {
    broker.shutdown();
    broker.awaitShutdown();
  }
}
