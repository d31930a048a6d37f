package dev.gatehouse.registry.connector;

import dev.gatehouse.platform.readiness.ReadinessRule;
import dev.gatehouse.platform.readiness.RunMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/** A program that a tenant may start is named exactly, and is no shell. */
@ApplicationScoped
class StdioCommandsRule implements ReadinessRule {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "dash", "zsh", "ksh", "fish", "busybox", "env", "cmd.exe");

  private final ConnectorConfig config;

  StdioCommandsRule(ConnectorConfig config) {
    this.config = config;
  }

  @Override
  public List<Violation> check(RunMode mode) {
    return config.stdioCommands().orElse(Set.of()).stream()
        .filter(command -> !command.startsWith("/") || SHELLS.contains(nameOf(command)))
        .map(command ->
            new Violation(
                "gatehouse.connectors.stdio-commands",
                "'" + command + "' would let tenants run programs of their choice.",
                "Name single programs by their absolute path, no shells."))
        .toList();
  }

  private static String nameOf(String command) {
    return command.substring(command.lastIndexOf('/') + 1);
  }
}
