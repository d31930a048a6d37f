package dev.gatehouse.launcher.data;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.TreeMap;

/** Generated passwords and tokens by name, in a file that only its owner reads. */
public final class Secrets {

  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path file;
  private final Map<String, String> values;

  private Secrets(Path file, Map<String, String> values) {
    this.file = file;
    this.values = values;
  }

  public static Secrets of(DataFolder folder) {
    var file = folder.keys().resolve("secrets.json");
    try {
      var values = new TreeMap<String, String>();
      if (Files.exists(file)) {
        values.putAll(Json.mapper().readValue(Files.readAllBytes(file), new TypeReference<>() {}));
      }
      return new Secrets(file, values);
    } catch (IOException e) {
      throw Failure.of(e);
    }
  }

  /** The secret of a name; made, and stored for good, when it is asked for the first time. */
  public synchronized String get(String name) {
    var known = values.get(name);
    if (known != null) {
      return known;
    }
    var made = random();
    values.put(name, made);
    try {
      PrivateFile.write(
          file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(values));
    } catch (IOException e) {
      throw Failure.of(e);
    }
    return made;
  }

  private static String random() {
    var secret = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      secret.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return secret.toString();
  }

  @Override
  public String toString() {
    return "Secrets" + values.keySet();
  }
}
