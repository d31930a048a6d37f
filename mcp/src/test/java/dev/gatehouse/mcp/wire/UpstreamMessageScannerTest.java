package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamMessageScannerTest {

  @Test
  void findsTheResultWhereverItStands() {
    String body = " {\"result\" : {\"isError\":true , \"content\":[{\"x\":\"}\"}]} ,\"id\" : 17} ";

    UpstreamMessage message = scan(body);

    assertThat(message)
        .isInstanceOfSatisfying(
            UpstreamMessage.Result.class,
            result -> {
              assertThat(result.result().text(bytes(body)))
                  .isEqualTo("{\"isError\":true , \"content\":[{\"x\":\"}\"}]}");
              assertThat(result.id().text(bytes(body))).isEqualTo("17");
              assertThat(result.isError()).isTrue();
              assertThat(result.resultType()).isNull();
            });
  }

  @Test
  void doesNotTakeANestedFieldForOneOfTheResult() {
    UpstreamMessage message =
        scan(
            "{\"id\":1,\"result\":{\"structuredContent\":{\"isError\":true,\"resultType\":\"x\"}}}");

    assertThat(message)
        .isInstanceOfSatisfying(
            UpstreamMessage.Result.class,
            result -> {
              assertThat(result.isError()).isFalse();
              assertThat(result.resultType()).isNull();
            });
  }

  @Test
  void readsAnErrorWithoutAnId() {
    UpstreamMessage message =
        scan("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"message\":\"no\",\"code\":-32000}}");

    assertThat(message)
        .isInstanceOfSatisfying(
            UpstreamMessage.Failure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(-32000);
              assertThat(failure.id().present()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "<html>",
        "{\"id\":1}",
        "{\"result\":{}}",
        "{\"id\":1,\"result\":\"text\"}",
        "{\"id\":1,\"result\":{},\"result\":{}}",
        "{\"id\":1,\"result\":{},\"error\":{\"code\":1}}",
        "{\"id\":1,\"result\":{}} {}",
        "{\"id\":1,\"result\":{\"a\":[}}"
      })
  void refusesWhatIsNoMessage(String body) {
    assertThat(scan(body)).isInstanceOf(UpstreamMessage.Malformed.class);
  }

  @Test
  void tellsRequestsAndNotificationsOfTheServer() {
    assertThat(scan("{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"ping\"}"))
        .isInstanceOf(UpstreamMessage.ServerRequest.class);
    assertThat(scan("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}"))
        .isInstanceOf(UpstreamMessage.ServerNotification.class);
  }

  private static UpstreamMessage scan(String body) {
    return UpstreamMessageScanner.scan(bytes(body), ScanLimits.REPLY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
