package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.credential.CredentialRules;
import dev.gatehouse.registry.credential.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a connector must look like; which fields it needs and which it must not have follows from
 * its transport. Whether its URL may be reached is judged elsewhere.
 */
@ApplicationScoped
class ConnectorRules {
  static final int MAX_NAME = 200;
  static final int MAX_URL = 2048;
  static final int MAX_ARGS = 64;
  static final int MAX_ARG = 4096;
  static final int MAX_TOOLS = 10_000;
  static final int MAX_TOOL_NAME = 256;
  static final int MAX_HEADERS = 32;
  static final long MAX_TIMEOUT_MILLIS = 600_000;
  static final long MIN_INTERVAL = 60;
  static final long MAX_INTERVAL = 604_800;

  private final Set<String> stdioCommands;

  ConnectorRules(ConnectorConfig config) {
    this.stdioCommands = config.stdioCommands().orElse(Set.of());
  }

  /** Everything that is wrong; empty if nothing is. */
  List<FieldError> check(ConnectorRequest request) {
    List<FieldError> errors = new ArrayList<>();
    if (!isLine(request.name(), MAX_NAME)) {
      errors.add(new FieldError("/name", "must be one line of 1 to " + MAX_NAME + " characters"));
    }
    Credentials credentials = request.credentials();
    if (credentials != null) {
      errors.addAll(CredentialRules.check(credentials));
    }
    if (request.transport() == null) {
      errors.add(new FieldError("/transport", "is required"));
    } else if (request.transport() == Transport.STDIO) {
      checkProcess(request, credentials, errors);
    } else {
      checkServer(request, credentials, errors);
    }
    checkLists(request, errors);
    if (request.oauth() != null) {
      OAuthRules.check(request.oauth(), request.transport(), credentials, errors);
    } else if (credentials != null && credentials.clientSecret() != null) {
      errors.add(new FieldError("/credentials/clientSecret", "goes with oauth only"));
    }
    Long interval = request.syncIntervalSeconds();
    if (interval != null && (interval < MIN_INTERVAL || interval > MAX_INTERVAL)) {
      errors.add(
          new FieldError(
              "/syncIntervalSeconds",
              "must be from %d to %d".formatted(MIN_INTERVAL, MAX_INTERVAL)));
    }
    Long timeout = request.timeoutMillis();
    if (timeout != null && (timeout < 1 || timeout > MAX_TIMEOUT_MILLIS)) {
      errors.add(new FieldError("/timeoutMillis", "must be from 1 to " + MAX_TIMEOUT_MILLIS));
    }
    return errors;
  }

  private void checkServer(
      ConnectorRequest request, @Nullable Credentials credentials, List<FieldError> errors) {
    String url = request.url();
    if (url == null || url.isBlank()) {
      errors.add(new FieldError("/url", "is required with this transport"));
    } else if (url.length() > MAX_URL) {
      errors.add(new FieldError("/url", "must be at most " + MAX_URL + " characters"));
    }
    if (request.command() != null) {
      errors.add(new FieldError("/command", "goes with the transport stdio only"));
    }
    if (isFilled(request.args())) {
      errors.add(new FieldError("/args", "goes with the transport stdio only"));
    }
    if (credentials != null && !credentials.env().isEmpty()) {
      errors.add(new FieldError("/credentials/env", "goes with the transport stdio only"));
    }
  }

  private void checkProcess(
      ConnectorRequest request, @Nullable Credentials credentials, List<FieldError> errors) {
    String command = request.command();
    if (command == null || command.isBlank()) {
      errors.add(new FieldError("/command", "is required with the transport stdio"));
    } else if (!stdioCommands.contains(command)) {
      errors.add(new FieldError("/command", "is not one that the operator has allowed"));
    }
    if (request.url() != null) {
      errors.add(new FieldError("/url", "does not go with the transport stdio"));
    }
    if (credentials != null && credentials.hasHeaders()) {
      errors.add(new FieldError("/credentials/headers", "does not go with the transport stdio"));
    }
  }

  private static void checkLists(ConnectorRequest request, List<FieldError> errors) {
    checkList(
        "/args", request.args(), MAX_ARGS, "an argument", arg -> arg.length() <= MAX_ARG, errors);
    checkList(
        "/allowedTools",
        request.allowedTools(),
        MAX_TOOLS,
        "a name of a tool",
        tool -> isLine(tool, MAX_TOOL_NAME),
        errors);
    checkList(
        "/forwardedHeaders",
        request.forwardedHeaders(),
        MAX_HEADERS,
        "a header that can be passed on",
        header ->
            CredentialRules.isUsableHeader(header)
                && !Set.of("authorization", "cookie").contains(header.toLowerCase(Locale.ROOT)),
        errors);
  }

  private static void checkList(
      String pointer,
      @Nullable List<String> values,
      int most,
      String what,
      Predicate<String> rule,
      List<FieldError> errors) {
    if (values == null) {
      return;
    }
    if (values.size() > most) {
      errors.add(new FieldError(pointer, "must not have more than " + most + " entries"));
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      String value = values.get(i);
      if (value == null || value.indexOf('\0') >= 0 || !rule.test(value)) {
        errors.add(new FieldError(pointer + "/" + i, "is not " + what));
      }
    }
  }

  private static boolean isLine(@Nullable String text, int most) {
    return text != null
        && !text.isBlank()
        && text.length() <= most
        && text.chars().noneMatch(Character::isISOControl);
  }

  private static boolean isFilled(@Nullable Collection<?> values) {
    return values != null && !values.isEmpty();
  }
}
