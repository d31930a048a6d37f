package dev.gatehouse.launcher.stdio;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.platform.stdio.StdioCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an operator allows to be started: whole command lines, each as it stands in a connector,
 * placeholders and all. Nothing that a tenant writes becomes part of a command line.
 *
 * @param commands the command lines
 * @param variables what {@code {{env.NAME}}} in them stands for
 */
public record AllowList(List<Allowed> commands, Map<String, String> variables) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{env\\.([A-Za-z0-9_]+)}}");

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "fish", "busybox", "env", "xargs");

  /**
   * A command line.
   *
   * @param env variables that the program is started with; may have placeholders
   * @param settable names of variables that a connector's credential may set
   */
  public record Allowed(
      String command, List<String> args, Map<String, String> env, Set<String> settable) {
    @SuppressWarnings("NullAway") // the file may leave them out
    public Allowed {
      args = args == null ? List.of() : List.copyOf(args);
      env = env == null ? Map.of() : Map.copyOf(env);
      settable = settable == null ? Set.of() : Set.copyOf(settable);
    }
  }

  @SuppressWarnings("NullAway") // the file may leave them out
  public AllowList {
    commands = commands == null ? List.of() : List.copyOf(commands);
    variables = variables == null ? Map.of() : Map.copyOf(variables);
  }

  /**
   * Reads the operator's file.
   *
   * @throws Failure if it cannot be read or allows what must not be
   */
  public static AllowList read(Path file) {
    try {
      ObjectMapper strict =
          new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
      AllowList list = strict.readValue(Files.readAllBytes(file), AllowList.class);
      list.commands.forEach(allowed -> list.check(file, allowed));
      return list;
    } catch (IOException e) {
      throw new Failure(file + " is no list of commands: " + e.getMessage(), e);
    }
  }

  private void check(Path file, Allowed allowed) {
    Path program = Path.of(String.valueOf(allowed.command()));
    if (!program.isAbsolute() || SHELLS.contains(String.valueOf(program.getFileName()))) {
      throw new Failure(
          "%s allows '%s': name single programs by their absolute path, no shells."
              .formatted(file, allowed.command()));
    }
    List<String> templates = new ArrayList<>(allowed.args());
    templates.addAll(allowed.env().values());
    for (String template : templates) {
      PLACEHOLDER
          .matcher(template)
          .results()
          .map(found -> found.group(1))
          .filter(name -> !variables.containsKey(name))
          .findFirst()
          .ifPresent(name -> {
            throw new Failure("%s uses {{env.%s}} and has no such variable.".formatted(file, name));
          });
    }
  }

  /** The programs, for whoever judges a connector. */
  public Set<String> programs() {
    return commands.stream().map(Allowed::command).collect(Collectors.toSet());
  }

  /**
   * What is started for a connector's command line; empty if it is not allowed.
   *
   * @param given variables out of the connector's credential
   */
  Optional<Program> program(StdioCommand wanted, Map<String, String> given) {
    return commands.stream()
        .filter(it -> it.command().equals(wanted.command()) && it.args().equals(wanted.args()))
        .filter(it -> it.settable().containsAll(given.keySet()))
        .findFirst()
        .map(it -> program(it, given));
  }

  private Program program(Allowed allowed, Map<String, String> given) {
    List<String> line = new ArrayList<>(List.of(allowed.command()));
    allowed.args().forEach(arg -> line.add(fill(arg)));
    Map<String, String> environment = new HashMap<>();
    allowed.env().forEach((name, value) -> environment.put(name, fill(value)));
    environment.putAll(given);
    List<String> secrets = new ArrayList<>(variables.values());
    secrets.addAll(given.values());
    return new Program(line, environment, secrets);
  }

  private String fill(String template) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(found -> Matcher.quoteReplacement(variables.get(found.group(1))));
  }

  @Override
  public String toString() {
    return "AllowList[" + commands.size() + " commands]";
  }
}
