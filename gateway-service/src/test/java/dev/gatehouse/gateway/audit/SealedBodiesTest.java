package dev.gatehouse.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedBodiesTest {

  /** As many as a definition of 256 KiB can name. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40_000, 70_000, 250_000})
  void comeBackWithHoweverManySecretNames(int bytesOfNames) throws GeneralSecurityException {
    byte[] names = "n".repeat(bytesOfNames).getBytes(StandardCharsets.UTF_8);
    byte[] plain =
        BodiesFixture.plain(
            new Capture(true, 4096, names), content("{\"a\":1}"), content("out"), Content.NONE);

    SealedBodies bodies = SealedBodies.read(plain);

    assertThat(bodies.secretNames()).hasSize(bytesOfNames);
    assertThat(bodies.maxBytes()).isEqualTo(4096);
    assertThat(bodies.input().beginning()).asString().isEqualTo("{\"a\":1}");
    assertThat(bodies.output().beginning()).asString().isEqualTo("out");
    assertThat(bodies.answers().present()).isFalse();
  }

  @Test
  void ofTheVersionBeforeAreStillRead() throws GeneralSecurityException {
    ByteBuffer plain =
        ByteBuffer.allocate(200)
            .put((byte) 1)
            .put((byte) 1)
            .putInt(4096)
            .putShort((short) 5)
            .put("a\nbcd".getBytes(StandardCharsets.UTF_8));

    SealedBodies bodies = SealedBodies.read(plain.array());

    assertThat(bodies.secretNames()).isEqualTo("a\nbcd");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 300, Integer.MAX_VALUE})
  void saysSoWhereALengthCannotBeTrue(int length) {
    byte[] plain =
        ByteBuffer.allocate(200).put((byte) 2).put((byte) 1).putInt(4096).putInt(length).array();

    assertThatThrownBy(() -> SealedBodies.read(plain)).isInstanceOf(GeneralSecurityException.class);
  }

  private static Content content(String text) {
    return Content.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
