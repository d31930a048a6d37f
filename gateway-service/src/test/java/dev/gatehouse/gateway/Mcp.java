package dev.gatehouse.gateway;

import static io.restassured.RestAssured.given;

import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** A client of one gateway, in either era; every call is one POST. */
public final class Mcp {
  private final String path;
  private final String credential;

  public Mcp(String path, String credential) {
    this.path = path;
    this.credential = credential;
  }

  /** A legacy request without a session. */
  public ValidatableResponse legacy(String method, String params) {
    return post(Map.of(), request(method, params));
  }

  public ValidatableResponse legacyCall(String tool, String arguments) {
    return legacy("tools/call", callParams(tool, arguments));
  }

  /** A modern request with all that it must declare. */
  public ValidatableResponse modern(String method, String params) {
    return post(
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method),
        request(method, withMeta(params)));
  }

  public ValidatableResponse modernCall(String tool, String arguments) {
    return post(
        Map.of("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool),
        request("tools/call", withMeta(callParams(tool, arguments))));
  }

  public ValidatableResponse post(Map<String, String> headers, String body) {
    RequestSpecification request =
        given().contentType("application/json").headers(headers).body(body);
    if (credential != null) {
      request.header("Authorization", "Bearer " + credential);
    }
    return request.post(path).then();
  }

  public static String request(String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":\"r1\",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  public static String callParams(String tool, String arguments) {
    return "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}";
  }

  public static String withMeta(String params) {
    String meta =
        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{},"
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}";
    return params.equals("{}")
        ? "{" + meta + "}"
        : params.substring(0, params.length() - 1) + "," + meta + "}";
  }
}
