package dev.gatehouse.launcher.suite;

import dev.gatehouse.launcher.data.Endpoints;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** How every part of a local run is at this moment. */
public record SuiteStatus(LocalRun run, Endpoints endpoints) {

  private static final int TIMEOUT_MILLIS = 1_000;

  /** All parts, the launcher first. */
  public List<PartStatus> parts() {
    var parts = new ArrayList<PartStatus>();
    long launcher = run.launcher().map(ProcessHandle::pid).orElse(0L);
    parts.add(inLauncher("edge", launcher, endpoints.origin()));
    parts.add(inLauncher("kafka", launcher, "tcp://" + endpoints.kafka().bootstrap()));
    parts.add(inLauncher("vault", launcher, endpoints.vault().url()));
    parts.add(postgres());
    for (Service service : Service.values()) {
      parts.add(service(service));
    }
    return parts;
  }

  /** Whether every part is ready. */
  public static boolean areReady(List<PartStatus> parts) {
    return parts.stream().allMatch(PartStatus::isReady);
  }

  private static PartStatus inLauncher(String name, long launcher, String url) {
    boolean open = launcher != 0 && isOpen(URI.create(url));
    var state = launcher == 0 ? PartStatus.DOWN : open ? PartStatus.READY : PartStatus.NOT_READY;
    return new PartStatus(name, state, launcher, url);
  }

  private PartStatus postgres() {
    var server = run.postgres();
    var address = endpoints.postgres();
    var url = "postgresql://%s:%d".formatted(address.host(), address.port());
    return new PartStatus(
        "postgres",
        server.isPresent() ? PartStatus.READY : PartStatus.DOWN,
        server.map(it -> it.pid()).orElse(0L),
        url);
  }

  private PartStatus service(Service service) {
    var process = run.process(service);
    var address = endpoints.services().get(service.id());
    var url = address == null ? "" : address.url();
    if (process.isEmpty() || address == null) {
      return new PartStatus(service.id(), PartStatus.DOWN, 0, url);
    }
    var state = Health.isReady(address.management()) ? PartStatus.READY : PartStatus.NOT_READY;
    return new PartStatus(service.id(), state, process.get().pid(), url);
  }

  private static boolean isOpen(URI address) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
