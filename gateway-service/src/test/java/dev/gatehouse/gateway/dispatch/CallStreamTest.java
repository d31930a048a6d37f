package dev.gatehouse.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Stage;
import dev.gatehouse.platform.identity.IdentityView;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@GatewayTest
class CallStreamTest {
  private static final String ALL_CAPABILITIES =
      "{\"sampling\":{},\"roots\":{},\"elicitation\":{\"form\":{},\"url\":{}}}";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private String path;
  private String key;

  @BeforeEach
  void anOrganisation() {
    organisation = new Organisation(view, catalog);
    key = organisation.key();
  }

  @AfterEach
  void close() {
    upstream.close();
    organisation.close();
  }

  private void serve(Speaks speaks) {
    upstream = UpstreamFixture.start(vertx, speaks);
    organisation.connector(upstream.uri()).tool("get_x").gateway("g");
    path = organisation.path("g");
  }

  @ParameterizedTest
  @CsvSource({"LEGACY,LEGACY", "LEGACY,MODERN", "MODERN,LEGACY", "MODERN,MODERN"})
  void passesProgressOnUnderTheClientsOwnToken(Speaks client, Speaks server) {
    serve(server);
    upstream.playing(stage -> progress(stage).answer());

    EventReader events = call(client, "\"progressToken\":\"mine\"");

    JsonObject progress = events.next();
    assertThat(progress.getString("method")).isEqualTo("notifications/progress");
    assertThat(progress.getJsonObject("params").getString("progressToken")).isEqualTo("mine");
    assertThat(progress.getJsonObject("params").getInteger("progress")).isOne();
    assertThat(events.next().getString("id")).isEqualTo("r1");
    assertThat(upstream.seen("tools/call").getFirst().body().encode()).doesNotContain("mine");
  }

  @Test
  void aClientThatAskedForNoProgressHearsNone() {
    serve(Speaks.LEGACY);
    upstream.playing(stage -> stage.notify("notifications/progress", progress(1)).answer());

    JsonObject first = call(Speaks.LEGACY, "").next();

    assertThat(first.getString("id")).isEqualTo("r1");
  }

  @Test
  void aClientThatTakesNoEventsGetsTheAnswerAlone() {
    serve(Speaks.LEGACY);
    upstream.playing(stage -> progress(stage).answer());

    new Mcp(path, key)
        .legacy("tools/call", params("\"progressToken\":7"))
        .statusCode(200)
        .contentType("application/json")
        .body("id", equalTo("r1"));
  }

  @ParameterizedTest
  @CsvSource({"LEGACY", "MODERN"})
  void aModernClientHearsLogMessagesFromTheLevelThatItNames(Speaks server) {
    serve(server);
    upstream.playing(stage ->
        stage
            .notify("notifications/message", log("info"))
            .notify("notifications/message", log("error"))
            .answer());

    EventReader events = call(Speaks.MODERN, "\"io.modelcontextprotocol/logLevel\":\"warning\"");

    assertThat(events.next().getJsonObject("params").getString("level")).isEqualTo("error");
    assertThat(events.next().getString("id")).isEqualTo("r1");
  }

  @Test
  void aModernClientThatNamesNoLevelHearsNoLogMessages() {
    serve(Speaks.MODERN);
    upstream.playing(stage -> stage.notify("notifications/message", log("emergency")).answer());

    assertThat(call(Speaks.MODERN, "").next().getString("id")).isEqualTo("r1");
  }

  @Test
  void aSessionHearsLogMessagesFromTheLevelThatItSet() {
    serve(Speaks.LEGACY);
    upstream.playing(stage ->
        stage
            .notify("notifications/message", log("info"))
            .notify("notifications/message", log("error"))
            .answer());
    Map<String, String> session = session("{}");
    new Mcp(path, key)
        .post(session, Mcp.request("logging/setLevel", "{\"level\":\"error\"}"))
        .statusCode(200)
        .body("result", equalTo(Map.of()));

    EventReader events = call(session, "");

    assertThat(events.next().getJsonObject("params").getString("level")).isEqualTo("error");
    assertThat(events.next().getString("id")).isEqualTo("r1");
  }

  @Test
  void theLevelThatASessionSetReachesALegacyUpstreamBeforeTheNextCall() {
    serve(Speaks.LEGACY);
    Map<String, String> session = session("{}");
    new Mcp(path, key).post(session, Mcp.request("logging/setLevel", "{\"level\":\"error\"}"));

    call(session, "").next();
    call(session, "").next();

    assertThat(upstream.seen())
        .extracting(UpstreamFixture.Seen::rpcMethod)
        .containsSubsequence("initialize", "logging/setLevel", "tools/call", "tools/call");
    assertThat(upstream.seen("logging/setLevel"))
        .singleElement()
        .satisfies(seen ->
            assertThat(seen.body().getJsonObject("params").getString("level")).isEqualTo("error"));
  }

  @Test
  void aSessionThatSetNoLevelLeavesItsUpstreamAlone() {
    serve(Speaks.LEGACY);

    call(session("{}"), "").next();

    assertThat(upstream.seen("tools/call")).hasSize(1);
    assertThat(upstream.seen("logging/setLevel")).isEmpty();
  }

  @Test
  void theLevelOfAModernRequestReachesALegacyUpstream() {
    serve(Speaks.LEGACY);

    call(Speaks.MODERN, "\"io.modelcontextprotocol/logLevel\":\"warning\"").next();

    assertThat(upstream.seen("logging/setLevel").getFirst().body().encode()).contains("warning");
  }

  @Test
  void aSessionHearsOnItsStreamThatAQuestionByUrlIsDone() {
    serve(Speaks.LEGACY);
    upstream.telling();
    JsonObject byUrl = new JsonObject().put("mode", "url").put("elicitationId", "e1");
    upstream.playing(
        stage -> stage.ask("q", "elicitation/create", byUrl, answer -> stage.answer()));
    Map<String, String> session = session(ALL_CAPABILITIES);
    Map<String, String> listening = new HashMap<>(session);
    listening.put("Accept", "text/event-stream");
    EventReader stream = EventReader.get(path, key, listening);
    EventReader events = call(session, "");
    answer(session, events.next(), "{\"action\":\"accept\"}");
    Awaitility.await().until(() -> !upstream.streams().isEmpty());

    upstream.tell(
        "notifications/elicitation/complete", new JsonObject().put("elicitationId", "e1"));

    JsonObject complete = stream.next();
    assertThat(complete.getString("method")).isEqualTo("notifications/elicitation/complete");
    assertThat(complete.getJsonObject("params").getString("elicitationId")).isEqualTo("e1");
    stream.close();
  }

  @Test
  void refusesALogLevelThatThereIsNot() {
    serve(Speaks.LEGACY);

    new Mcp(path, key)
        .post(session("{}"), Mcp.request("logging/setLevel", "{\"level\":\"loud\"}"))
        .body("error.code", equalTo(-32602));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void aModernClientCancelsByClosingTheConnection(Speaks server) {
    serve(server);
    upstream.playing(Stage -> progress(Stage));
    EventReader events = call(Speaks.MODERN, "\"progressToken\":1");
    events.next();

    events.close();

    Awaitility.await().until(() -> upstream.brokenOff() == 1);
    assertThat(AuditTrail.of(organisation.id(), 1).getFirst().outcome().code())
        .isEqualTo("cancelled");
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void aLegacyClientCancelsByANotification(Speaks server) {
    serve(server);
    upstream.playing(stage -> progress(stage));
    Map<String, String> session = session("{}");
    EventReader events = call(session, "\"progressToken\":1");
    events.next();

    new Mcp(path, key).post(session, cancelled()).statusCode(202);

    assertThat(events.ends()).isTrue();
    Awaitility.await().until(() -> upstream.brokenOff() == 1);
  }

  @Test
  void nobodyCancelsTheCallOfAnotherSession() {
    serve(Speaks.LEGACY);
    List<Stage> stages = new CopyOnWriteArrayList<>();
    upstream.playing(stage -> stages.add(progress(stage)));
    EventReader events = call(session("{}"), "\"progressToken\":1");
    events.next();

    new Mcp(path, key).post(session("{}"), cancelled()).statusCode(202);

    vertx.runOnContext(ignored -> stages.forEach(Stage::answer));
    assertThat(events.next().getString("id")).isEqualTo("r1");
  }

  @Test
  void aLegacyClientThatDisconnectsHasNotCancelled() {
    serve(Speaks.LEGACY);
    List<Stage> stages = new CopyOnWriteArrayList<>();
    upstream.playing(stage -> stages.add(progress(stage)));
    EventReader events = call(session("{}"), "\"progressToken\":1");
    events.next();

    events.close();

    vertx.runOnContext(ignored -> stages.forEach(Stage::answer));
    assertThat(AuditTrail.of(organisation.id(), 1).getFirst().outcome().code()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"sampling/createMessage", "roots/list", "elicitation/create"})
  void aLegacyUpstreamMayAskALegacyClient(String method) {
    serve(Speaks.LEGACY);
    List<JsonObject> answers = new CopyOnWriteArrayList<>();
    upstream.playing(stage ->
        stage.ask(
            "q",
            method,
            new JsonObject().put("x", 1),
            answer -> {
              answers.add(answer);
              stage.answer();
            }));
    Map<String, String> session = session(ALL_CAPABILITIES);
    EventReader events = call(session, "");
    JsonObject question = events.next();
    assertThat(question.getString("method")).isEqualTo(method);
    assertThat(question.getJsonObject("params").getInteger("x")).isOne();

    answer(session, question, "{\"said\":\"yes\"}");

    assertThat(events.next().getString("id")).isEqualTo("r1");
    assertThat(answers.getFirst().getString("id")).isEqualTo("q");
    assertThat(answers.getFirst().getJsonObject("result").getString("said")).isEqualTo("yes");
    assertThat(
            upstream
                .seen("initialize")
                .getLast()
                .body()
                .getJsonObject("params")
                .getJsonObject("capabilities")
                .getMap())
        .containsKeys("sampling", "roots", "elicitation");
  }

  @Test
  void whatIsAskedOutsideTheStreamOfTheOneCallIsAskedOfItsClient() {
    serve(Speaks.LEGACY);
    upstream.telling();
    upstream.playing(stage ->
        upstream.askOutside(
            "q", "elicitation/create", new JsonObject().put("message", "m"), a -> stage.answer()));
    Map<String, String> session = session(ALL_CAPABILITIES);
    Map<String, String> listening = new HashMap<>(session);
    listening.put("Accept", "text/event-stream");
    try (EventReader _ = EventReader.get(path, key, listening);
        EventReader events = call(session, "")) {
      JsonObject question = events.next();
      answer(session, question, "{\"action\":\"accept\"}");

      assertThat(question.getString("method")).isEqualTo("elicitation/create");
      assertThat(events.next().getString("id")).isEqualTo("r1");
    }
  }

  @Test
  void aClientIsNotAskedForWhatItDidNotDeclare() {
    serve(Speaks.LEGACY);
    List<JsonObject> answers = new CopyOnWriteArrayList<>();
    upstream.playing(stage ->
        stage.ask(
            "q",
            "elicitation/create",
            new JsonObject(),
            answer -> {
              answers.add(answer);
              stage.answer();
            }));

    JsonObject first = call(session("{\"sampling\":{}}"), "").next();

    assertThat(first.getString("id")).isEqualTo("r1");
    assertThat(answers.getFirst().getJsonObject("error").getInteger("code")).isEqualTo(-32601);
  }

  @Test
  void anotherSessionCannotAnswerAQuestion() {
    serve(Speaks.LEGACY);
    upstream.playing(
        stage -> stage.ask("q", "roots/list", new JsonObject(), answer -> stage.answer()));
    Map<String, String> session = session(ALL_CAPABILITIES);
    EventReader events = call(session, "");
    JsonObject question = events.next();

    answer(session(ALL_CAPABILITIES), question, "{\"roots\":[\"theirs\"]}");

    answer(session, question, "{\"roots\":[]}");
    assertThat(events.next().getString("id")).isEqualTo("r1");
    assertThat(upstream.seen()).noneMatch(seen -> seen.body().encode().contains("theirs"));
  }

  @Test
  void aLegacyClientIsAskedWhatAModernUpstreamRequires() {
    serve(Speaks.MODERN);
    upstream.onCall(params ->
        params.containsKey("inputResponses")
            ? "{\"content\":[],\"resultType\":\"complete\"}"
            : inputRequired("\"s1\"").encode());
    Map<String, String> session = session(ALL_CAPABILITIES);
    EventReader events = call(session, "");
    JsonObject question = events.next();
    assertThat(question.getString("method")).isEqualTo("elicitation/create");

    answer(session, question, "{\"action\":\"accept\",\"content\":{\"n\":1}}");

    JsonObject reply = events.next();
    assertThat(reply.getString("id")).isEqualTo("r1");
    assertThat(reply.getJsonObject("result").containsKey("resultType")).isFalse();
    JsonObject again = upstream.seen("tools/call").getLast().body().getJsonObject("params");
    assertThat(again.getString("requestState")).isEqualTo("s1");
    assertThat(again.getJsonObject("inputResponses").getJsonObject("who").getString("action"))
        .isEqualTo("accept");
  }

  @Test
  void aModernClientGetsAStateOfOursAndTheUpstreamItsOwnBack() {
    serve(Speaks.MODERN);
    upstream.onCall(params -> inputRequired("\"s1\"").encode());
    Mcp client = new Mcp(path, key);
    String state = client.modernCall("get_x", "{}").extract().path("result.requestState");
    assertThat(state).isNotEqualTo("s1");

    retry(key, state);

    JsonObject again = upstream.seen("tools/call").getLast().body().getJsonObject("params");
    assertThat(again.getString("requestState")).isEqualTo("s1");
    assertThat(again.getJsonObject("inputResponses").containsKey("who")).isTrue();
  }

  @Test
  void aStateOfSomebodyElseIsRefused() {
    serve(Speaks.MODERN);
    upstream.onCall(params -> inputRequired("\"s1\"").encode());
    String state =
        new Mcp(path, key).modernCall("get_x", "{}").extract().path("result.requestState");

    int code = retry(organisation.key(), state);

    assertThat(code).isEqualTo(-32602);
    assertThat(upstream.seen("tools/call")).hasSize(1);
  }

  @Test
  void aStateThatWasTamperedWithIsRefused() {
    serve(Speaks.MODERN);
    upstream.onCall(params -> inputRequired("\"s1\"").encode());
    String state =
        new Mcp(path, key).modernCall("get_x", "{}").extract().path("result.requestState");

    int code = retry(key, (state.charAt(0) == 'A' ? 'B' : 'A') + state.substring(1));

    assertThat(code).isEqualTo(-32602);
  }

  @Test
  void theUpstreamsWordThatACapabilityIsMissingReachesAModernClient() {
    serve(Speaks.MODERN);
    upstream.failing(
        "tools/call",
        400,
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32021,\"message\":\"m\",\"data\":{\"requiredCapabilities\":{\"sampling\":{}}}}}");

    new Mcp(path, key)
        .modernCall("get_x", "{}")
        .statusCode(400)
        .body("error.code", equalTo(-32021))
        .body("error.data.requiredCapabilities.sampling", equalTo(Map.of()));
  }

  private int retry(String credential, String state) {
    String params =
        "{\"name\":\"get_x\",\"arguments\":{},\"inputResponses\":{\"who\":{}},\"requestState\":\""
            + state
            + "\"}";
    Integer code =
        new Mcp(path, credential)
            .post(modernHeaders(), Mcp.request("tools/call", Mcp.withMeta(params)))
            .extract()
            .path("error.code");
    return code == null ? 0 : code;
  }

  private static JsonObject inputRequired(String state) {
    return new JsonObject()
        .put("resultType", "input_required")
        .put("requestState", new JsonArray("[" + state + "]").getString(0))
        .put(
            "inputRequests",
            new JsonObject()
                .put(
                    "who",
                    new JsonObject()
                        .put("method", "elicitation/create")
                        .put("params", new JsonObject().put("message", "m"))));
  }

  private Stage progress(Stage stage) {
    return stage.notify("notifications/progress", progress(stage.progressToken()));
  }

  private static JsonObject progress(Object token) {
    return new JsonObject().put("progress", 1).put("progressToken", token).put("total", 2);
  }

  private static JsonObject log(String level) {
    return new JsonObject().put("level", level).put("data", "d");
  }

  private static String cancelled() {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"r1\"}}";
  }

  private void answer(Map<String, String> session, JsonObject question, String result) {
    new Mcp(path, key)
        .post(
            session,
            "{\"jsonrpc\":\"2.0\",\"id\":\""
                + question.getString("id")
                + "\",\"result\":"
                + result
                + "}")
        .statusCode(202);
  }

  private Map<String, String> session(String capabilities) {
    String id =
        new Mcp(path, key)
            .legacy(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities + "}")
            .extract()
            .header("Mcp-Session-Id");
    return Map.of("Mcp-Session-Id", id, "MCP-Protocol-Version", "2025-11-25");
  }

  private EventReader call(Map<String, String> headers, String meta) {
    return EventReader.post(path, key, headers, Mcp.request("tools/call", params(meta)));
  }

  private EventReader call(Speaks era, String meta) {
    if (era == Speaks.LEGACY) {
      return call(Map.of("MCP-Protocol-Version", "2025-11-25"), meta);
    }
    String params = Mcp.withMeta("{\"name\":\"get_x\",\"arguments\":{}}");
    String body =
        meta.isEmpty() ? params : params.replace("\"_meta\":{", "\"_meta\":{" + meta + ",");
    return EventReader.post(path, key, modernHeaders(), Mcp.request("tools/call", body));
  }

  private static Map<String, String> modernHeaders() {
    return new HashMap<>(
        Map.of(
            "MCP-Protocol-Version", "2026-07-28",
            "Mcp-Method", "tools/call",
            "Mcp-Name", "get_x"));
  }

  private static String params(String meta) {
    return "{\"name\":\"get_x\",\"arguments\":{},\"_meta\":{" + meta + "}}";
  }
}
