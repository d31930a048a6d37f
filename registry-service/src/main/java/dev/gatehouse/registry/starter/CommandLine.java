package dev.gatehouse.registry.starter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a package is started, by the runtime of its registry.
 *
 * @param program such as {@code npx}; empty if there is no usual one
 * @param environment variables of the process
 */
record CommandLine(String program, List<String> args, Map<String, String> environment) {

  static CommandLine of(JsonNode pkg, Answers answers) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (JsonNode variable : pkg.path("environmentVariables")) {
      String name = variable.path("name").asText();
      String value = answers.value("environment", name, variable);
      if (value != null) {
        environment.put(name, value);
      }
    }
    String program = program(pkg);
    List<String> args = new ArrayList<>();
    String identifier = pkg.path("identifier").asText();
    String version = pkg.path("version").asText();
    List<String> own = arguments(pkg.path("runtimeArguments"), answers);
    switch (program) {
      case "npx" -> {
        args.addAll(own.contains("-y") ? List.of() : List.of("-y"));
        args.addAll(own);
        args.add(version.isEmpty() ? identifier : identifier + "@" + version);
      }
      case "uvx" -> {
        args.addAll(own);
        args.add(version.isEmpty() ? identifier : identifier + "==" + version);
      }
      case "dnx" -> {
        args.addAll(own);
        args.add(version.isEmpty() ? identifier : identifier + "@" + version);
        args.add("--yes");
      }
      case "docker" -> {
        args.addAll(List.of("run", "-i", "--rm"));
        environment.keySet().forEach(name -> args.addAll(List.of("-e", name)));
        args.addAll(own);
        args.add(identifier);
      }
      default -> args.addAll(own);
    }
    args.addAll(arguments(pkg.path("packageArguments"), answers));
    return new CommandLine(program, args, environment);
  }

  private static String program(JsonNode pkg) {
    String hint = pkg.path("runtimeHint").asText();
    return hint.isEmpty()
        ? switch (pkg.path("registryType").asText()) {
          case "npm" -> "npx";
          case "pypi" -> "uvx";
          case "nuget" -> "dnx";
          case "oci" -> "docker";
          default -> "";
        }
        : hint;
  }

  private static List<String> arguments(JsonNode arguments, Answers answers) {
    List<String> args = new ArrayList<>();
    for (JsonNode argument : arguments) {
      boolean named = argument.path("type").asText().equals("named");
      String name =
          named ? argument.path("name").asText() : argument.path("valueHint").asText("value");
      String value = answers.value("arguments", name, argument);
      if (value != null) {
        args.addAll(named ? List.of(name, value) : List.of(value));
      }
    }
    return args;
  }
}
