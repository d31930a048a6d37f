package dev.gatehouse.registry.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.registry.server.ServerRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of servers, one a line. What is read once is not read again before it has changed; a
 * run that is cut off goes on at its line.
 */
@ApplicationScoped
class FileRun {
  private static final String START = "/catalogue/servers.jsonl.gz";
  private static final int BATCH = 200;

  private final Intake intake;

  FileRun(Intake intake) {
    this.intake = intake;
  }

  /** What a file says, in a few bytes. */
  static String fingerprint(Source source) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream stream = new DigestInputStream(open(source), digest)) {
        stream.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Goes on to the end.
   *
   * @return how many rows are new or changed
   */
  int run(Lease lease, Source source, String fingerprint) throws IOException {
    int done = lineOf(lease.cursor(), fingerprint);
    int changed = 0;
    int line = 0;
    List<JsonNode> batch = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(unpacked(source), StandardCharsets.UTF_8))) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        if (++line <= done || text.isBlank()) {
          continue;
        }
        batch.add(read(text));
        if (batch.size() == BATCH) {
          changed += intake.take(lease, batch, fingerprint + ":" + line);
          batch.clear();
        }
      }
    }
    return changed + intake.take(lease, batch, fingerprint + ":" + line);
  }

  private static int lineOf(@Nullable String cursor, String fingerprint) {
    return cursor != null && cursor.startsWith(fingerprint + ":")
        ? Integer.parseInt(cursor.substring(fingerprint.length() + 1))
        : 0;
  }

  private static JsonNode read(String line) {
    try {
      return line.length() > ServerRules.MAX_DOCUMENT + 4096
          ? MissingNode.getInstance()
          : Json.mapper().readTree(line);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static InputStream unpacked(Source source) throws IOException {
    boolean packed =
        switch (source) {
          case Source.LinesFile file -> file.path().toString().endsWith(".gz");
          case Source.Start() -> true;
          case Source.Registry _ -> false;
        };
    return packed ? new GZIPInputStream(open(source)) : open(source);
  }

  private static InputStream open(Source source) throws IOException {
    return switch (source) {
      case Source.LinesFile file -> Files.newInputStream(file.path());
      case Source.Start() ->
          Objects.requireNonNull(FileRun.class.getResourceAsStream(START), START);
      case Source.Registry registry -> throw new IOException(registry.name() + " is no file");
    };
  }
}
