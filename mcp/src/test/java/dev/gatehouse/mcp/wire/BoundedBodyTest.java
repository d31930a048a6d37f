package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBodyTest {
  @Test
  void aBodyInOneChunkIsNotCopied() {
    byte[] bytes = bytes("all of it");
    BoundedBody body = new BoundedBody(100, "9");

    body.add(Buffer.buffer(Unpooled.wrappedBuffer(bytes)));

    assertThat(body.toArray()).isSameAs(bytes);
  }

  @Test
  void aChunkThatIsAPartOfSomethingElseIsCopied() {
    byte[] shared = bytes("not of it, all of it, not of it");
    BoundedBody body = new BoundedBody(100, "9");

    body.add(Buffer.buffer(Unpooled.wrappedBuffer(shared, 11, 9)));

    assertThat(body.toArray()).isNotSameAs(shared).isEqualTo(bytes("all of it"));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"9", "3", "1000", "0", "-4", "99999999999", "nonsense"})
  void piecesAreJoinedWhateverLengthWasClaimed(@Nullable String claimed) {
    BoundedBody body = new BoundedBody(100, claimed);

    for (String piece : new String[] {"all", "", " of", " it"}) {
      body.add(Buffer.buffer(piece));
    }

    assertThat(body.toArray()).isEqualTo(bytes("all of it"));
  }

  @Test
  void whatComesAfterTheExpectedLengthIsStillCounted() {
    BoundedBody body = new BoundedBody(10, "9");
    body.add(Buffer.buffer(Unpooled.wrappedBuffer(bytes("all of it"))));

    boolean taken = body.add(Buffer.buffer("!!"));

    assertThat(taken).isFalse();
    assertThat(body.tooLarge()).isTrue();
    assertThat(body.toArray()).isEmpty();
  }

  @Test
  void aBodyUpToTheBoundIsTaken() {
    BoundedBody body = new BoundedBody(9, null);

    boolean taken = body.add(Buffer.buffer("all of it"));

    assertThat(taken).isTrue();
    assertThat(body.toArray()).isEqualTo(bytes("all of it"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
