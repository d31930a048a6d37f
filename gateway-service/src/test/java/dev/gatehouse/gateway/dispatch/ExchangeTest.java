package dev.gatehouse.gateway.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.gateway.audit.Content;
import dev.gatehouse.mcp.wire.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  @Test
  void ofAnswersBeyondABoundOnlyTheSizeIsKept() {
    Exchange exchange = new Exchange(null, null, null, reply -> {}); // of which nothing is asked
    byte[] member = Bytes.utf8("\"result\":{\"a\":\"" + "x".repeat(40_000) + "\"}");

    for (int i = 0; i < 50; i++) {
      exchange.answered("elicitation/create", member);
    }

    JsonArray kept = json(exchange.answers());
    assertThat(kept).hasSize(50);
    assertThat(kept.getJsonObject(0).getJsonObject("result").getString("a")).hasSize(40_000);
    assertThat(kept.getJsonObject(49).getString("method")).isEqualTo("elicitation/create");
    assertThat(kept.getJsonObject(49).getInteger("bytes")).isEqualTo(member.length);
    assertThat(exchange.answers().end()).isLessThan(64 << 10);
  }

  private static JsonArray json(Content content) {
    return new JsonArray(Buffer.buffer(content.source()).slice(content.start(), content.end()));
  }
}
