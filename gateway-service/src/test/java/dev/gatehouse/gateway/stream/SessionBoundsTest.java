package dev.gatehouse.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.EventReader;
import dev.gatehouse.gateway.GatewayTest;
import dev.gatehouse.gateway.Mcp;
import dev.gatehouse.gateway.Organisation;
import dev.gatehouse.gateway.catalog.Catalog;
import dev.gatehouse.gateway.session.SessionConfig;
import dev.gatehouse.platform.identity.IdentityView;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one principal has does not push out what others have. */
@GatewayTest
class SessionBoundsTest {
  @Inject IdentityView view;
  @Inject Catalog catalog;
  @Inject SessionConfig config;
  private Organisation organisation;
  private final List<EventReader> streams = new ArrayList<>();

  @BeforeEach
  void aGateway() {
    organisation = new Organisation(view, catalog).gateway("g");
  }

  @AfterEach
  void close() {
    streams.forEach(EventReader::close);
    organisation.close();
  }

  @Test
  void whoOpensManySessionsLosesItsOwnEldest() {
    EventReader others = listen(organisation.key());
    String greedy = organisation.key();
    EventReader eldest = listen(greedy);

    for (int i = 0; i < config.maxStatesPerPrincipal(); i++) {
      Mcp client = new Mcp(organisation.path("g"), greedy);
      client
          .post(session(greedy), Mcp.request("logging/setLevel", "{\"level\":\"info\"}"))
          .statusCode(200);
    }

    assertThat(eldest.ends()).isTrue();
    assertThat(others.endedAlready()).isFalse();
  }

  private EventReader listen(String key) {
    Map<String, String> session = session(key);
    EventReader stream =
        EventReader.get(
            organisation.path("g"),
            key,
            Map.of("Accept", "text/event-stream", "Mcp-Session-Id", session.get("Mcp-Session-Id")));
    streams.add(stream);
    return stream;
  }

  private Map<String, String> session(String key) {
    String id =
        new Mcp(organisation.path("g"), key)
            .legacy("initialize", "{\"protocolVersion\":\"2025-11-25\"}")
            .extract()
            .header("Mcp-Session-Id");
    return Map.of("Mcp-Session-Id", id);
  }
}
