package dev.gatehouse.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.api.AuditApi;
import dev.gatehouse.launcher.api.KeyedApi;
import dev.gatehouse.launcher.suite.Service;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Proves that the audit trail of the organisation {@code default} is as it was written, and tries
 * the dead letters of all organisations again.
 */
@Command(
    name = "audit",
    description = "Verifies the audit trail, replays dead letters.",
    mixinStandardHelpOptions = true)
public final class AuditCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AuditCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "What about it? One of: verify, replay.");
  }

  @Command(
      name = "verify",
      description = "Goes over records, chains and digests; exit code 1 if one is not as it was.")
  void verify(
      @Mixin DataOption data,
      @Option(
              names = "--from",
              paramLabel = "DAY",
              description = "First day; the oldest if absent.")
          @Nullable LocalDate from,
      @Option(names = "--to", paramLabel = "DAY", description = "Last day; the newest if absent.")
          @Nullable LocalDate to,
      @Option(
              names = "--timeout",
              paramLabel = "SECONDS",
              defaultValue = "3600",
              description = "How long it may take; ${DEFAULT-VALUE} unless given.")
          int timeout,
      @Option(names = "--json", description = "Prints the whole verdict.") boolean json) {
    if (timeout < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--timeout takes a number of seconds, not " + timeout + ".");
    }
    // Once: a second request would be told that the first is under way.
    var verdict =
        api(data).once("GET", "/api/audit/verify" + query(from, to), Duration.ofSeconds(timeout));
    if (json) {
      spec.commandLine().getOut().println(verdict.toPrettyString());
    }
    if (!verdict.path("intact").asBoolean()) {
      throw new Failure(wrong(verdict.path("first")));
    }
    if (!json) {
      spec.commandLine()
          .getOut()
          .printf(
              "Intact: %d records in %d chains, %d signed digests, %d records not signed yet,"
                  + " %d chains gone at their time.%n",
              verdict.path("records").asLong(),
              verdict.path("chains").asLong(),
              verdict.path("digests").asLong(),
              verdict.path("unsigned").asLong(),
              verdict.path("retired").asLong());
    }
  }

  @Command(
      name = "replay",
      description = "Stores what can be stored by now of the records among the dead letters.")
  void replay(@Mixin DataOption data) throws IOException {
    var audit = Objects.requireNonNull(data.run().endpoints().services().get(Service.AUDIT.id()));
    var result = new AuditApi(data.folder(), audit.url()).replay();
    var out = spec.commandLine().getOut();
    out.printf(
        "%d dead letters: %d stored now, %d in the trail already, %d left.%n",
        result.path("letters").asLong(),
        result.path("stored").asLong(),
        result.path("known").asLong(),
        result.path("left").asLong());
    result
        .path("reasons")
        .properties()
        .forEach(reason -> out.printf("  %d: %s%n", reason.getValue().asLong(), reason.getKey()));
  }

  private static String wrong(JsonNode first) {
    var what = new StringBuilder("The audit trail is not as it was written: ");
    what.append(first.path("kind").asText());
    if (first.hasNonNull("digest")) {
      what.append(", digest ").append(first.path("digest").asLong());
    } else if (first.hasNonNull("day")) {
      what.append(", ").append(first.path("day").asText());
      what.append(", place ").append(first.path("seq").asLong());
    }
    if (first.hasNonNull("record")) {
      what.append(", record ").append(first.path("record").asText());
    }
    return what.append(": ").append(first.path("detail").asText()).append('.').toString();
  }

  private static String query(@Nullable LocalDate from, @Nullable LocalDate to) {
    var query = new StringBuilder();
    if (from != null) {
      query.append("?from=").append(from);
    }
    if (to != null) {
      query.append(query.isEmpty() ? '?' : '&').append("to=").append(to);
    }
    return query.toString();
  }

  private static KeyedApi api(DataOption data) {
    var endpoints = data.run().endpoints();
    return new KeyedApi(endpoints.origin(), endpoints.apiKey());
  }
}
