package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.platform.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecordCompletionTest {
  private static final byte[] VALUE = bytes("{\"data\":{\"detail\":{}}}");

  @Test
  void aRecordWhoseBodiesCannotBeToldGoesWithoutThem() throws IOException {
    DigestKey failing =
        new DigestKey(() -> {
          throw new IllegalStateException("never thought of");
        });

    byte[] completed = new RecordCompletion(BodiesFixture.seal(), failing).complete(frame());

    JsonNode data = Json.mapper().readTree(completed).path("data");
    assertThat(data.path("input").path("truncated").asBoolean()).isTrue();
    assertThat(data.path("input").has("content")).isFalse();
  }

  private static Frame frame() {
    byte[] plain =
        BodiesFixture.plain(
            new Capture(true, 4096, new byte[0]),
            Content.of(bytes("{\"a\":1}")),
            Content.NONE,
            Content.NONE);
    return new Frame(bytes("o/audit/1"), BodiesFixture.seal().seal(bytes("1"), plain), VALUE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
