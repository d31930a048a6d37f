package dev.gatehouse.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** nginx as a plain reverse proxy before the same upstream: the floor of every comparison. */
final class Nginx implements AutoCloseable {
  private final Process master;
  private final int port;

  private Nginx(Process master, int port) {
    this.master = master;
    this.port = port;
  }

  /**
   * @throws IOException if nginx is not installed or does not start
   */
  static Nginx start(int upstreamPort) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("gatehouse-nginx");
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path configuration = directory.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        worker_processes 2;
        daemon off;
        pid %1$s/pid;
        error_log %1$s/error.log;
        events { worker_connections 1024; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          keepalive_requests 1000000000;
          upstream mcp { server 127.0.0.1:%2$d; keepalive 64; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:%3$d;
            location / {
              proxy_pass http://mcp;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering on;
              proxy_buffers 16 16k;
            }
          }
        }
        """
            .formatted(directory, upstreamPort, port));
    Process master =
        new ProcessBuilder("nginx", "-c", configuration.toString(), "-p", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    Thread.sleep(500);
    if (!master.isAlive()) {
      throw new IOException("nginx ended: " + Files.readString(directory.resolve("output")));
    }
    return new Nginx(master, port);
  }

  int port() {
    return port;
  }

  List<Long> pids() {
    return Stream.concat(Stream.of(master.pid()), master.descendants().map(ProcessHandle::pid))
        .toList();
  }

  @Override
  public void close() {
    master.destroy();
  }
}
