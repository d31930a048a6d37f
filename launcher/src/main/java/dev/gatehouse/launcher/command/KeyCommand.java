package dev.gatehouse.launcher.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.launcher.api.AuthApi;
import dev.gatehouse.launcher.suite.Service;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and revokes API keys of the organisation {@code default}. */
@Command(
    name = "key",
    description = "Makes, lists and revokes API keys.",
    mixinStandardHelpOptions = true)
public final class KeyCommand implements Runnable {

  @Spec private CommandLine.Model.CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  KeyCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "What about keys? One of: create, list, revoke.");
  }

  @Command(name = "create", description = "Makes a key and shows it once.")
  void create(
      @Mixin DataOption data,
      @Parameters(paramLabel = "NAME", description = "What the key is for.") String name,
      @Option(
              names = "--scope",
              paramLabel = "SCOPE",
              description =
                  "mcp:read, mcp:write or mcp:admin; repeatable; read and write unless given.")
          @Nullable List<String> scopes,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "When it ends, for example 2027-01-31T00:00:00Z; never unless given.")
          @Nullable String expires)
      throws IOException {
    var key = api(data).createKey(name, scopes == null ? List.of() : scopes, expires);
    spec.commandLine().getOut().println(key);
  }

  @Command(name = "list", description = "Lists the keys without their secrets.")
  void list(@Mixin DataOption data) throws IOException {
    for (JsonNode key : api(data).keys()) {
      spec.commandLine()
          .getOut()
          .printf(
              "%-18s %-24s %-34s %s%n",
              key.path("id").asText(),
              key.path("name").asText(),
              scopes(key),
              key.path("createdAt").asText());
    }
  }

  @Command(name = "revoke", description = "Revokes a key.")
  void revoke(
      @Mixin DataOption data,
      @Parameters(paramLabel = "ID", description = "As key list shows it.") String id)
      throws IOException {
    if (!id.matches("[a-z0-9]{1,64}")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "'" + id + "' is no key id; ./gatehouse key list shows them.");
    }
    api(data).revokeKey(id);
    spec.commandLine().getOut().println("The key " + id + " is revoked.");
  }

  private static String scopes(JsonNode key) {
    var scopes = new StringBuilder();
    key.path("scopes").forEach(scope -> scopes.append(scope.asText()).append(' '));
    return scopes.toString().strip();
  }

  private static AuthApi api(DataOption data) {
    var auth = Objects.requireNonNull(data.run().endpoints().services().get(Service.AUTH.id()));
    return new AuthApi(data.folder(), auth.url());
  }
}
