package dev.gatehouse.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.api.KeyedApi;
import dev.gatehouse.launcher.data.Endpoints;
import dev.gatehouse.launcher.suite.LocalRun;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves that the audit trail of the organisation {@code default} is as it was written. */
@Command(name = "audit", description = "Verifies the audit trail.", mixinStandardHelpOptions = true)
public final class AuditCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AuditCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "What about it? One of: verify.");
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
      @Option(names = "--json", description = "Prints the whole verdict.") boolean json)
      throws IOException {
    var verdict = api(data).call("GET", "/api/audit/verify" + query(from, to), null);
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
              "Intact: %d records in %d chains, %d signed digests, %d records not signed yet.%n",
              verdict.path("records").asLong(),
              verdict.path("chains").asLong(),
              verdict.path("digests").asLong(),
              verdict.path("unsigned").asLong());
    }
  }

  private static String wrong(JsonNode first) {
    var what = new StringBuilder("The audit trail is not as it was written: ");
    what.append(first.path("kind").asText());
    if (first.hasNonNull("digest")) {
      what.append(", digest ").append(first.path("digest").asLong());
    } else {
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
    var folder = data.folder();
    var endpoints =
        Endpoints.read(folder)
            .filter(_ -> new LocalRun(folder, DataOption.home()).launcher().isPresent());
    if (endpoints.isEmpty()) {
      throw new Failure(
          "Gatehouse does not run on " + folder.path() + "; start it with ./gatehouse up.");
    }
    return new KeyedApi(endpoints.get().origin(), endpoints.get().apiKey());
  }
}
