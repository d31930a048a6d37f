package dev.gatehouse.registry.starter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.registry.Servers;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static final String ARGUMENTS =
      """
      "runtimeArguments": [{"type": "named", "name": "--quiet", "value": "1"}],
      "packageArguments": [{"type": "positional", "valueHint": "folder", "isRequired": true},
                           {"type": "named", "name": "--mode", "default": "safe"},
                           {"type": "named", "name": "--port"}],
      "environmentVariables": [{"name": "KEY"}, {"name": "LEVEL", "value": "info"}]
      """;

  @Test
  void anNpmPackageIsStartedByNpx() {
    CommandLine line =
        line("\"registryType\": \"npm\", \"identifier\": \"@a/b\", \"version\": \"1.2.3\"");

    assertThat(line.program()).isEqualTo("npx");
    assertThat(line.args())
        .containsExactly("-y", "--quiet", "1", "@a/b@1.2.3", "/data", "--mode", "safe");
    assertThat(line.environment())
        .containsExactly(Map.entry("KEY", "k"), Map.entry("LEVEL", "info"));
  }

  @Test
  void aPythonPackageIsStartedByUvx() {
    assertThat(
            line("\"registryType\": \"pypi\", \"identifier\": \"b\", \"version\": \"1.2.3\"")
                .args())
        .startsWith("--quiet", "1", "b==1.2.3", "/data");
  }

  @Test
  void anImageIsStartedByDockerWithTheNamesOfItsVariables() {
    CommandLine line = line("\"registryType\": \"oci\", \"identifier\": \"docker.io/a/b:1\"");

    assertThat(line.program()).isEqualTo("docker");
    assertThat(line.args())
        .startsWith(
            "run", "-i", "--rm", "-e", "KEY", "-e", "LEVEL", "--quiet", "1", "docker.io/a/b:1")
        .doesNotContain("k");
  }

  @Test
  void whatIsOfAnotherKindHasNoProgram() {
    assertThat(line("\"registryType\": \"mcpb\", \"identifier\": \"https://a/b\"").program())
        .isEmpty();
  }

  @Test
  void aMissingArgumentIsNamedByItsPlace() {
    Answers answers = new Answers(Map.of());

    CommandLine.of(
        Servers.read("{\"registryType\": \"npm\", \"identifier\": \"a\", " + ARGUMENTS + "}"),
        answers);

    assertThat(answers.errors())
        .extracting(FieldError::pointer)
        .containsExactly("/arguments/folder");
  }

  private static CommandLine line(String pkg) {
    return CommandLine.of(
        Servers.read("{" + pkg + ", " + ARGUMENTS + "}"),
        new Answers(
            Map.of("arguments", Map.of("folder", "/data"), "environment", Map.of("KEY", "k"))));
  }
}
