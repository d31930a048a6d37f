package dev.gatehouse.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.gateway.AuditTrail;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.mcp.fixture.UpstreamFixture;
import dev.gatehouse.mcp.fixture.UpstreamFixture.Speaks;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.FeatureKind;
import dev.gatehouse.platform.identity.IdentityView;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@GatewayTest
class FeatureCallTest {
  private static final String CONTENTS =
      "{\"contents\":[{\"uri\":\"test://a\",\"text\":\"héllo\"}], \"x\" : 1.50}";

  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject Vertx vertx;
  private Organisation organisation;
  private UpstreamFixture upstream;
  private Mcp client;

  @BeforeEach
  void anOrganisation() {
    organisation = new Organisation(view, catalog);
  }

  @AfterEach
  void close() {
    upstream.close();
    organisation.close();
  }

  private void serve(Speaks speaks) {
    upstream =
        UpstreamFixture.start(vertx, speaks)
            .on("resources/read", params -> CONTENTS)
            .on("prompts/get", params -> "{\"messages\":[]}")
            .on("completion/complete", params -> "{\"completion\":{\"values\":[\"v\"]}}");
    organisation
        .connector(upstream.uri())
        .capabilities("{\"resources\":{},\"prompts\":{},\"completions\":{}}")
        .feature(FeatureKind.RESOURCE, "test://a")
        .feature(FeatureKind.RESOURCE_TEMPLATE, "test://t/{id}/data")
        .feature(FeatureKind.PROMPT, "greet")
        .exposeFeatures()
        .gateway("g");
    client = new Mcp(organisation.path("g"), organisation.key());
  }

  @ParameterizedTest
  @CsvSource({
    "resources/list, result.resources.uri, test://a",
    "resources/templates/list, result.resourceTemplates.uriTemplate, test://t/{id}/data",
    "prompts/list, result.prompts.name, greet"
  })
  void listsWhatThereIsInBothEras(String method, String where, String what) {
    serve(Speaks.LEGACY);

    client.legacy(method, "{}").body(where, contains(what)).body("result", not(hasKey("ttlMs")));
    client.modern(method, "{}").body(where, contains(what)).body("result.ttlMs", equalTo(0));
  }

  @Test
  void saysWhatItOffersAtTheOpening() {
    serve(Speaks.LEGACY);

    client
        .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
        .body("result.capabilities.resources.listChanged", equalTo(true))
        .body("result.capabilities.prompts.listChanged", equalTo(true))
        .body("result.capabilities.completions", notNullValue());
  }

  @Test
  void passesOnWhatWasReadByteForByteToALegacyClient() {
    serve(Speaks.LEGACY);

    String body = client.legacy("resources/read", "{\"uri\":\"test://a\"}").extract().asString();

    assertThat(body).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"result\":" + CONTENTS + "}");
  }

  @Test
  void aLegacyClientIsToldInItsOwnWayThatAModernUpstreamHasNoSuchResource() {
    serve(Speaks.MODERN);
    upstream.failing(
        "resources/read",
        200,
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32602,\"message\":\"gone\",\"data\":{\"uri\":\"test://a\"}}}");

    client
        .legacy("resources/read", "{\"uri\":\"test://a\"}")
        .body("error.code", equalTo(-32002))
        .body("error.data.uri", equalTo("test://a"));
  }

  @ParameterizedTest
  @EnumSource(names = {"LEGACY", "MODERN"})
  void whatAModernClientReadsIsForItAlone(Speaks server) {
    serve(server);
    upstream.on(
        "resources/read",
        params ->
            server == Speaks.LEGACY
                ? CONTENTS
                : "{\"resultType\":\"complete\",\"ttlMs\":60000,\"contents\":[{\"text\":\"héllo\"}],"
                    + "\"cacheScope\":\"public\"}");

    modern("resources/read", "test://a", "{\"uri\":\"test://a\"}")
        .body("result.contents[0].text", equalTo("héllo"))
        .body("result.cacheScope", equalTo("private"))
        .body("result.ttlMs", equalTo(0))
        .body("result.resultType", equalTo("complete"));
  }

  @Test
  void readsWhatATemplateStandsFor() {
    serve(Speaks.MODERN);

    modern("resources/read", "test://t/7/data", "{\"uri\":\"test://t/7/data\"}").statusCode(200);

    assertThat(upstream.seen("resources/read").getFirst().headers())
        .containsEntry("mcp-name", "test://t/7/data");
  }

  @Test
  void getsAPromptWithItsArguments() {
    serve(Speaks.MODERN);

    client
        .legacy("prompts/get", "{\"name\":\"greet\",\"arguments\":{\"who\":\"ü\"}}")
        .body("result.messages", empty())
        .body("result.resultType", nullValue());

    assertThat(upstream.seen("prompts/get").getFirst().body().encode())
        .contains("\"arguments\":{\"who\":\"ü\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ref/prompt\",\"name\":\"greet\"}",
        "{\"type\":\"ref/resource\",\"uri\":\"test://t/{id}/data\"}"
      })
  void completesArguments(String ref) {
    serve(Speaks.LEGACY);
    String params = "{\"ref\":" + ref + ",\"argument\":{\"name\":\"a\",\"value\":\"x\"}}";

    client.modern("completion/complete", params).body("result.completion.values", contains("v"));
  }

  @Test
  void aResourceThatThereIsNotIsToldInTheWordsOfTheEra() {
    serve(Speaks.LEGACY);

    client
        .legacy("resources/read", "{\"uri\":\"test://none\"}")
        .body("error.code", equalTo(-32002))
        .body("error.data.uri", equalTo("test://none"));
    modern("resources/read", "test://none", "{\"uri\":\"test://none\"}")
        .body("error.code", equalTo(-32602));
    assertThat(upstream.seen("resources/read")).isEmpty();
  }

  @Test
  void aPromptThatThereIsNotIsUnknown() {
    serve(Speaks.LEGACY);

    client.legacy("prompts/get", "{\"name\":\"none\"}").body("error.code", equalTo(-32602));
  }

  @Test
  void whatIsNotOfferedIsNoMethod() {
    upstream = UpstreamFixture.start(vertx, Speaks.LEGACY);
    organisation.connector(upstream.uri()).tool("get_x").gateway("g");
    client = new Mcp(organisation.path("g"), organisation.key());

    client.legacy("prompts/list", "{}").body("error.code", equalTo(-32601));
    client.modern("resources/list", "{}").statusCode(404).body("error.code", equalTo(-32601));
  }

  @Test
  void whatIsReadIsOnRecord() {
    serve(Speaks.LEGACY);

    client.legacy("resources/read", "{\"uri\":\"test://a\"}").statusCode(200);

    AuditRecord record = AuditTrail.of(organisation.id(), 1).getFirst();
    assertThat(record.action()).isEqualTo("resource.read");
    assertThat(record.target().name()).isEqualTo("test://a");
    assertThat(record.decision().allowed()).isTrue();
  }

  @Test
  void anotherOrganisationReadsNothing() {
    serve(Speaks.LEGACY);
    try (Organisation other = new Organisation(view, catalog)) {
      new Mcp(organisation.path("g"), other.key())
          .legacy("resources/read", "{\"uri\":\"test://a\"}")
          .statusCode(404);
    }
  }

  private ValidatableResponse modern(String method, String name, String params) {
    return client.post(
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method, "Mcp-Name", name),
        Mcp.request(method, Mcp.withMeta(params)));
  }
}
