package dev.gatehouse.launcher.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.launcher.data.Ports;
import dev.gatehouse.mcp.upstream.EraCache;
import dev.gatehouse.mcp.upstream.StdioClient;
import dev.gatehouse.mcp.upstream.StdioRunner;
import dev.gatehouse.mcp.upstream.ToolCall;
import dev.gatehouse.mcp.upstream.ToolReply;
import dev.gatehouse.mcp.upstream.UpstreamEndpoint;
import dev.gatehouse.mcp.upstream.UpstreamFailure;
import dev.gatehouse.mcp.upstream.UpstreamResult;
import dev.gatehouse.mcp.upstream.UpstreamSession;
import dev.gatehouse.mcp.upstream.UpstreamSettings;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.stdio.StdioCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A runner in a process of its own, asked by the client that gateway and sync ask it with. */
class StdioRunnerTest {
  private static final String TOKEN = "token-of-the-runner";
  private static final String SECRET = "canary-of-the-credential";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final EraCache eras = new EraCache();

  /** Is on the command lines of this test's programs alone. */
  private final String mark = Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1);

  private int port;
  private Process runner;

  @BeforeEach
  void startRunner() throws IOException {
    port = Ports.anyFree();
    Path list = folder.resolve("stdio.json");
    Json.mapper()
        .writeValue(
            list.toFile(),
            Map.of(
                "commands",
                List.of(
                    Map.of("command", JAVA, "args", arguments(), "settable", List.of("SECRET")))));
    ProcessBuilder builder =
        new ProcessBuilder(
                JAVA,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.gatehouse.launcher.Launcher",
                "stdio-runner",
                "--allow",
                list.toString(),
                "--port",
                Integer.toString(port),
                "--programs-per-organisation",
                "2")
            .redirectError(folder.resolve("log").toFile());
    builder.environment().put(StdioRunnerCommand.TOKEN, TOKEN);
    runner = builder.start();
    BufferedReader output = runner.inputReader();
    assertThat(output.readLine()).contains("listens on");
  }

  @AfterEach
  void stop() {
    runner.destroyForcibly();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aProgramIsCalledWithItsVariablesAndNoneOfTheRunners() {
    String variables = call(session(TOKEN), "env");

    assertThat(variables).contains("SECRET=" + SECRET).doesNotContain(TOKEN, "GATEHOUSE", "JAVA");
  }

  @Test
  void eachSessionHasAProgramOfItsOwnThatEndsWithIt() throws Exception {
    UpstreamSession one = session(TOKEN);
    UpstreamSession other = session(TOKEN);
    call(one, "env");
    call(other, "env");
    assertThat(programs()).hasSize(2);

    on(one::close);

    await(() -> programs().size() == 1);
    assertThat(call(other, "env")).contains(SECRET);
  }

  @Test
  void aProgramThatHasEndedIsStartedAgain() {
    UpstreamSession session = session(TOKEN);
    assertThat(failure(session, "end")).isInstanceOf(UpstreamFailure.Disconnected.class);

    assertThat(call(session, "env")).contains(SECRET);
  }

  @Test
  void nothingOutlivesAKilledRunner() throws Exception {
    call(session(TOKEN), "linger");
    assertThat(started("sleep")).hasSize(1);

    runner.destroyForcibly();

    await(() -> programs().isEmpty() && started("sleep").isEmpty());
  }

  @Test
  void aProgramThatDoesNotEndWithItsInputIsKilledWithAllThatItStarted() throws Exception {
    UpstreamSession session = session(TOKEN);
    call(session, "linger");

    on(session::close);

    await(() -> programs().isEmpty() && started("sleep").isEmpty());
  }

  @Test
  void whoHasAnotherTokenStartsNothing() {
    assertThat(failure(session("another"), "env")).isInstanceOf(UpstreamFailure.Unauthorized.class);
    assertThat(programs()).isEmpty();
  }

  @Test
  void aCommandLineThatIsNotAllowedIsNotStarted() {
    UpstreamSession session =
        session(
            "own", TOKEN, new StdioCommand(JAVA, List.of("-cp", "/tmp", "Evil", mark)), Map.of());

    assertThat(failure(session, "env"))
        .isInstanceOfSatisfying(
            UpstreamFailure.RpcError.class,
            error ->
                assertThat(error.message())
                    .contains("The operator has not allowed this command line"));
  }

  @Test
  void theLogHasNoSecretOfAProgram() throws Exception {
    call(session(TOKEN), "env");

    await(() -> log().contains("started with ***"));
    assertThat(log()).doesNotContain(SECRET, TOKEN);
  }

  @Test
  void anOrganisationThatHasAllItsProgramsAtWorkLeavesRoomForOthers() throws Exception {
    waits(session(TOKEN));
    waits(session(TOKEN));
    await(() -> log().split("waits", -1).length > 2);

    assertThat(failure(session(TOKEN), "env"))
        .isInstanceOfSatisfying(
            UpstreamFailure.RpcError.class,
            error ->
                assertThat(error.message())
                    .contains("Too many programs of this organisation run already"));
    assertThat(call(session("other", TOKEN), "env")).contains(SECRET);
  }

  @Test
  void theIdlestProgramOfAnOrganisationGivesWayToItsNext() throws Exception {
    UpstreamSession first = session(TOKEN);
    call(first, "env");
    Long idlest = programs().getFirst();
    call(session(TOKEN), "env");

    assertThat(call(session(TOKEN), "env")).contains(SECRET);

    await(() -> programs().size() == 2);
    assertThat(programs()).doesNotContain(idlest);
  }

  private List<String> arguments() {
    return List.of(
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-cp",
        Path.of("target/test-classes").toAbsolutePath().toString(),
        StdioFixture.class.getName(),
        mark);
  }

  private UpstreamSession session(String token) {
    return session("own", token);
  }

  private UpstreamSession session(String organisation, String token) {
    return session(
        organisation, token, new StdioCommand(JAVA, arguments()), Map.of("SECRET", SECRET));
  }

  private UpstreamSession session(
      String organisation, String token, StdioCommand command, Map<String, String> given) {
    StdioRunner at = new StdioRunner(URI.create("http://127.0.0.1:" + port), token);
    return new StdioClient(
            vertx, vertx.createHttpClient(), at, eras, UpstreamSettings.defaults("test", "1"))
        .open(new UpstreamEndpoint(command.uri(), given, organisation));
  }

  private String call(UpstreamSession session, String tool) {
    return switch (asked(session, tool)) {
      case UpstreamResult.Ok<ToolReply>(ToolReply reply) ->
          new String(reply.body(), StandardCharsets.UTF_8);
      case UpstreamResult.Failed<ToolReply>(UpstreamFailure failure) ->
          throw new AssertionError(failure + "\n" + log());
    };
  }

  private UpstreamFailure failure(UpstreamSession session, String tool) {
    return switch (asked(session, tool)) {
      case UpstreamResult.Ok<ToolReply>(ToolReply reply) -> throw new AssertionError(reply);
      case UpstreamResult.Failed<ToolReply>(UpstreamFailure failure) -> failure;
    };
  }

  private UpstreamResult<ToolReply> asked(UpstreamSession session, String tool) {
    return on(() -> session.callTool(toolCall(tool)));
  }

  /** A call that is not answered. */
  private void waits(UpstreamSession session) {
    loop.runOnContext(_ -> session.callTool(toolCall("wait")));
  }

  private static ToolCall toolCall(String tool) {
    return ToolCall.of(tool, "{\n}".getBytes(StandardCharsets.UTF_8), Duration.ofSeconds(60));
  }

  private <T> T on(Supplier<Future<T>> action) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(_ -> action.get().onComplete(done));
    return done.future().toCompletionStage().toCompletableFuture().join();
  }

  /** Java processes of this test, seen from outside of their namespaces, without what guards. */
  private List<Long> programs() {
    return running(line -> line.startsWith(JAVA) && line.contains("StdioFixture"));
  }

  private List<Long> started(String program) {
    return running(line -> line.startsWith(program));
  }

  private List<Long> running(java.util.function.Predicate<String> wanted) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> {
          String line = commandLine(pid);
          return line.contains(mark) && wanted.test(line);
        })
        .toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(
              Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "";
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(until);
      Thread.sleep(50);
    }
  }
}
