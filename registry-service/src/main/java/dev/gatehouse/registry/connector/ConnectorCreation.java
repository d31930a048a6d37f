package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.registry.credential.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes connectors for other features, by the same rules as for people. */
@ApplicationScoped
public class ConnectorCreation {
  /** Where connectors are, below the origin. */
  public static final String PATH = ConnectorResource.PATH;

  private final ConnectorService service;
  private final ConnectorConfig config;
  private final ObjectMapper mapper;

  ConnectorCreation(ConnectorService service, ConnectorConfig config, ObjectMapper mapper) {
    this.service = service;
    this.config = config;
    this.mapper = mapper;
  }

  /** What a connector is to be; what is not said has its default. */
  public record Wanted(
      String name,
      Transport transport,
      @Nullable String url,
      @Nullable String command,
      List<String> args,
      @Nullable Credentials credentials) {

    /** URL and arguments may have secrets in them. */
    @Override
    public String toString() {
      return "Wanted[name=" + name + ", transport=" + transport + "]";
    }
  }

  /** A connector that was made, as clients see it. */
  public record Made(UUID id, JsonNode view) {}

  /**
   * Makes a connector of the caller's organisation.
   *
   * @throws dev.gatehouse.platform.problem.ProblemException if it must not be like that
   */
  public Made create(Wanted wanted) {
    ConnectorView view =
        service.create(
            new ConnectorRequest(
                wanted.name(),
                wanted.transport(),
                wanted.url(),
                wanted.command(),
                wanted.args(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                wanted.credentials()));
    return new Made(view.id(), mapper.valueToTree(view));
  }

  /** The whole path of a program that stdio connectors may start, such as {@code npx}. */
  public Optional<String> program(String name) {
    return config.stdioCommands().orElse(Set.of()).stream()
        .filter(path -> path.endsWith("/" + name))
        .sorted()
        .findFirst();
  }
}
