package dev.gatehouse.launcher.suite;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands in for a packaged service: ready at once, or gone at once where a file says so. */
public final class FakeService {

  private FakeService() {}

  public static void main(String[] arguments) throws Exception {
    // The working folder of a service is the folder of keys; failures are asked for beside it.
    if (Files.exists(Path.of("..", "fail-" + System.getProperty("gatehouse.service")))) {
      System.out.println("12:00:00 ERROR the moon is in the wrong phase");
      System.exit(1);
    }
    int port = Integer.parseInt(System.getenv("QUARKUS_MANAGEMENT_PORT"));
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
    server.createContext(
        "/q/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  /** Puts it where the packaged services are expected below a home folder. */
  static void install(Path home) throws Exception {
    for (Service service : Service.values()) {
      var folder = home.resolve(service.module()).resolve("target/quarkus-app");
      Files.createDirectories(folder.resolve("app"));
      Files.createDirectories(folder.resolve("quarkus"));
      var manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeService.class.getName());
      var name = FakeService.class.getName().replace('.', '/') + ".class";
      var jar = folder.resolve("quarkus-run.jar");
      try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
          var bytes = FakeService.class.getClassLoader().getResourceAsStream(name)) {
        out.putNextEntry(new JarEntry(name));
        bytes.transferTo(out);
      }
    }
  }
}
