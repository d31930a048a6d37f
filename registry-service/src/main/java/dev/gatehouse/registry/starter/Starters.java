package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.registry.connector.ConnectorCreation;
import dev.gatehouse.registry.connector.ConnectorCreation.Made;
import dev.gatehouse.registry.connector.ConnectorCreation.Wanted;
import dev.gatehouse.registry.connector.Transport;
import dev.gatehouse.registry.credential.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns servers of the catalogue into connectors: remotes by URL, packages by a command line. */
@ApplicationScoped
class Starters {
  private final ConnectorCreation connectors;

  Starters(ConnectorCreation connectors) {
    this.connectors = connectors;
  }

  /** Every way to reach a server, with what each asks for. */
  List<Option> options(String document) {
    return options(read(document), StarterRequest.NOTHING);
  }

  /**
   * Makes a connector.
   *
   * @throws ProblemException with pointers to what is missing or wrong
   */
  Made create(String document, StarterRequest request) {
    List<Option> options = options(read(document), request);
    Option chosen = choose(options, request);
    if (chosen.unavailable() != null) {
      throw invalid("/" + chosen.kind(), chosen.unavailable());
    }
    if (!chosen.errors().isEmpty()) {
      throw ProblemException.invalid(chosen.errors());
    }
    return connectors.create(chosen.wanted());
  }

  private static Option choose(List<Option> options, StarterRequest request) {
    if (request.remote() != null && request.pkg() != null) {
      throw invalid("/package", "does not go with remote; choose one");
    }
    String kind = request.remote() != null ? "remote" : "package";
    Integer index = request.remote() != null ? request.remote() : request.pkg();
    if (index != null) {
      int wanted = index;
      return options.stream()
          .filter(option -> option.kind().equals(kind) && wanted == option.index())
          .findFirst()
          .orElseThrow(() -> invalid("/" + kind, "is not one that the server has"));
    }
    return options.stream()
        .filter(option -> option.unavailable() == null)
        .findFirst()
        .or(() -> options.stream().findFirst())
        .orElseThrow(() -> invalid("/remote", "The server has neither remotes nor packages"));
  }

  private List<Option> options(JsonNode server, StarterRequest request) {
    String name = request.name() == null ? nameOf(server) : request.name();
    List<Option> options = new ArrayList<>();
    for (JsonNode remote : server.path("remotes")) {
      options.add(remote(options.size(), name, remote, request));
    }
    for (int i = 0; i < server.path("packages").size(); i++) {
      options.add(pkg(i, name, server.path("packages").path(i), request));
    }
    return options;
  }

  private static Option remote(int index, String name, JsonNode remote, StarterRequest request) {
    Answers answers = new Answers(request.given());
    String url = answers.filled(remote.path("url").asText(), remote.path("variables"));
    Map<String, String> headers = new LinkedHashMap<>();
    for (JsonNode header : remote.path("headers")) {
      String value = answers.value("headers", header.path("name").asText(), header);
      if (value != null) {
        headers.put(header.path("name").asText(), value);
      }
    }
    Transport transport =
        remote.path("type").asText().equals("sse") ? Transport.SSE : Transport.STREAMABLE_HTTP;
    return new Option(
        "remote",
        index,
        transport.value(),
        remote.path("url").asText(),
        null,
        answers.inputs(),
        new Wanted(name, transport, url, null, List.of(), credentials(headers, Map.of())),
        answers.errors());
  }

  private Option pkg(int index, String name, JsonNode pkg, StarterRequest request) {
    Answers answers = new Answers(request.given());
    CommandLine line = CommandLine.of(pkg, answers);
    String path = connectors.program(line.program()).orElse(null);
    String transport = pkg.path("transport").path("type").asText();
    return new Option(
        "package",
        index,
        Transport.STDIO.value(),
        line.program() + " " + pkg.path("identifier").asText(),
        unavailable(transport, line.program(), path),
        answers.inputs(),
        new Wanted(
            name,
            Transport.STDIO,
            null,
            path,
            line.args(),
            credentials(Map.of(), line.environment())),
        answers.errors());
  }

  private static @Nullable String unavailable(
      String transport, String program, @Nullable String path) {
    if (!transport.equals("stdio")) {
      return "has to be run by yourself; then connect it by its URL";
    }
    if (program.isEmpty()) {
      return "is of a kind that is not started from here";
    }
    return path == null ? "needs " + program + ", which the operator has not allowed" : null;
  }

  private static @Nullable Credentials credentials(
      Map<String, String> headers, Map<String, String> environment) {
    return headers.isEmpty() && environment.isEmpty()
        ? null
        : new Credentials(headers, environment, null, null, null);
  }

  private static String nameOf(JsonNode server) {
    return server.path("title").asText(server.path("name").asText());
  }

  private static ProblemException invalid(String pointer, String detail) {
    return ProblemException.invalid(List.of(new FieldError(pointer, detail)));
  }

  private static JsonNode read(String document) {
    try {
      return Json.mapper().readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored document is no JSON", e);
    }
  }
}
