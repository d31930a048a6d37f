package dev.gatehouse.e2e.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A program that the conformance suite starts anew for each scenario. What one run has loaded and
 * linked is kept (JEP 514); with that the others start in a fraction of its time.
 *
 * @param recording the command of a run that records, which takes some seconds longer to end
 * @param command of a run that uses what was recorded, or does without
 */
public record ConformanceProgram(String recording, String command) {
  private static final Path FOLDER = Path.of("target/conformance/programs").toAbsolutePath();

  /**
   * @param classPath jars, and folders of jars that end with a star; no recording is made of
   *     folders of classes
   */
  public static ConformanceProgram of(String main, String... classPath) throws IOException {
    Files.createDirectories(FOLDER);
    Path cache = FOLDER.resolve(main + ".aot");
    String rest =
        "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"%s\" %s"
            .formatted(String.join(":", classPath), main);
    return new ConformanceProgram(
        command(main + ".recording", "\"-XX:AOTCacheOutput=%s\" %s".formatted(cache, rest)),
        command(main + ".using", "\"-XX:AOTCache=%s\" %s".formatted(cache, rest)));
  }

  /** In a file of arguments, as the suite splits its command at spaces. */
  private static String command(String name, String arguments) throws IOException {
    Path file = Files.writeString(FOLDER.resolve(name), arguments);
    return Path.of(System.getProperty("java.home"), "bin", "java") + " @" + file;
  }

  /** Puts a program that lies among a module's tests into a jar. */
  public static Path jar(Path testClasses, String main) throws IOException {
    Files.createDirectories(FOLDER);
    Path jar = FOLDER.resolve(main + ".jar");
    Path source = testClasses.resolve(main.replace('.', '/') + ".class");
    String name = source.getFileName().toString().replace(".class", "");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.list(source.getParent())) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches(name + "(\\$.*)?\\.class")) {
          out.putNextEntry(new JarEntry(testClasses.relativize(file).toString()));
          Files.copy(file, out);
        }
      }
    }
    return jar;
  }
}
