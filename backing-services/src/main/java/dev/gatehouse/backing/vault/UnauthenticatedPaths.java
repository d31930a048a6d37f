package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The system paths that everybody may ask, sealed or not. */
final class UnauthenticatedPaths {

  private static final String VERSION = "1.15.0";

  private UnauthenticatedPaths() {}

  record Answer(int status, ObjectNode body) {}

  static Optional<Answer> answer(
      String path, Function<String, @Nullable String> query, boolean sealed) {
    return switch (path) {
      case "sys/health" -> Optional.of(health(query, sealed));
      case "sys/seal-status" -> Optional.of(new Answer(200, sealStatus(sealed)));
      case "sys/init" -> Optional.of(new Answer(200, Json.object().put("initialized", true)));
      default -> Optional.empty();
    };
  }

  private static Answer health(Function<String, @Nullable String> query, boolean sealed) {
    var body = Json.object();
    body.put("initialized", true).put("sealed", sealed).put("standby", false);
    body.put("performance_standby", false);
    body.put("replication_performance_mode", "disabled").put("replication_dr_mode", "disabled");
    body.put("server_time_utc", Instant.now().getEpochSecond());
    body.put("version", VERSION).put("cluster_name", "local");
    int status =
        sealed ? code(query.apply("sealedcode"), 503) : code(query.apply("activecode"), 200);
    return new Answer(status, body);
  }

  private static int code(@Nullable String asked, int otherwise) {
    return asked != null && asked.matches("[1-5]\\d\\d") ? Integer.parseInt(asked) : otherwise;
  }

  private static ObjectNode sealStatus(boolean sealed) {
    var body = Json.object();
    body.put("type", "shamir").put("initialized", true).put("sealed", sealed);
    body.put("t", 1).put("n", 1).put("progress", 0).put("nonce", "");
    body.put("version", VERSION).put("migration", false);
    body.put("cluster_name", "local").put("recovery_seal", false).put("storage_type", "file");
    return body;
  }
}
