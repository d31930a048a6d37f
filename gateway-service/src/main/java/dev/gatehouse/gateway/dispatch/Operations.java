package dev.gatehouse.gateway.dispatch;

import dev.gatehouse.gateway.catalog.Capabilities;
import dev.gatehouse.mcp.wire.McpMethod;
import dev.gatehouse.mcp.wire.ProtocolVersion.Era;
import dev.gatehouse.platform.event.FeatureKind;
import jakarta.inject.Singleton;

/** The methods that both eras have. What a gateway does not offer is not a method of it. */
@Singleton
final class Operations {
  private final ToolsList toolsList;
  private final ToolsCall toolsCall;
  private final FeaturesList featuresList;
  private final FeatureCall featureCall;

  Operations(
      ToolsList toolsList,
      ToolsCall toolsCall,
      FeaturesList featuresList,
      FeatureCall featureCall) {
    this.toolsList = toolsList;
    this.toolsCall = toolsCall;
    this.featuresList = featuresList;
    this.featureCall = featureCall;
  }

  /**
   * @return false if there is no such method here; then nothing was answered
   */
  boolean serve(Exchange exchange, Era era) {
    Capabilities offered = exchange.conversation().gateway().capabilities();
    switch (exchange.request().method()) {
      case McpMethod.TOOLS_LIST -> toolsList.serve(exchange, era);
      case McpMethod.TOOLS_CALL -> toolsCall.serve(exchange, era);
      case McpMethod.RESOURCES_LIST -> {
        return offered.resources() && list(exchange, era, FeatureKind.RESOURCE);
      }
      case McpMethod.RESOURCE_TEMPLATES_LIST -> {
        return offered.resources() && list(exchange, era, FeatureKind.RESOURCE_TEMPLATE);
      }
      case McpMethod.PROMPTS_LIST -> {
        return offered.prompts() && list(exchange, era, FeatureKind.PROMPT);
      }
      case McpMethod.RESOURCES_READ -> {
        return offered.resources() && call(exchange, era);
      }
      case McpMethod.PROMPTS_GET -> {
        return offered.prompts() && call(exchange, era);
      }
      case McpMethod.COMPLETE -> {
        return offered.completions() && call(exchange, era);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean list(Exchange exchange, Era era, FeatureKind kind) {
    featuresList.serve(exchange, era, kind);
    return true;
  }

  private boolean call(Exchange exchange, Era era) {
    featureCall.serve(exchange, era);
    return true;
  }
}
