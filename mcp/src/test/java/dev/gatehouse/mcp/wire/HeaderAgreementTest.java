package dev.gatehouse.mcp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderAgreementTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2026-07-28, tools/call, été, false",
        "2026-07-28, tools/call, =?base64?w6l0w6k=?=, true",
        "2026-07-28, tools/call, =?BASE64?w6l0w6k=?=, false",
        "2026-07-28, tools/call, =?base64?!!?=, false",
        "2026-07-28, tools/call, -, false",
        "2026-07-28, tools/list, =?base64?w6l0w6k=?=, false",
        "2026-07-28, Tools/Call, =?base64?w6l0w6k=?=, false",
        "2026-07-28, -, =?base64?w6l0w6k=?=, false",
        "2025-11-25, tools/call, =?base64?w6l0w6k=?=, false",
        "-, tools/call, =?base64?w6l0w6k=?=, false"
      })
  void holdsHeadersAgainstTheBody(String version, String method, String name, boolean agrees) {
    ClientMessage.Request request =
        (ClientMessage.Request)
            ClientMessageScanner.scan(
                ("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"été\","
                        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}}")
                    .getBytes(StandardCharsets.UTF_8),
                ScanLimits.REQUEST);

    assertThat(HeaderAgreement.disagreement(version, method, name, request).isEmpty())
        .isEqualTo(agrees);
  }
}
