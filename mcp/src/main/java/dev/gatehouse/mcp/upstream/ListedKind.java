package dev.gatehouse.mcp.upstream;

import dev.gatehouse.mcp.wire.McpMethod;

/** What an upstream can be asked to list. */
public enum ListedKind {
  TOOLS(McpMethod.TOOLS_LIST, "tools", "name", "tools"),
  RESOURCES(McpMethod.RESOURCES_LIST, "resources", "uri", "resources"),
  RESOURCE_TEMPLATES(
      McpMethod.RESOURCE_TEMPLATES_LIST, "resourceTemplates", "uriTemplate", "resources"),
  PROMPTS(McpMethod.PROMPTS_LIST, "prompts", "name", "prompts");

  private final String method;
  private final String member;
  private final String nameMember;
  private final String capability;

  ListedKind(String method, String member, String nameMember, String capability) {
    this.method = method;
    this.member = member;
    this.nameMember = nameMember;
    this.capability = capability;
  }

  String method() {
    return method;
  }

  /** Member of the result that holds the list. */
  String member() {
    return member;
  }

  /** Member of a definition that it is called by. */
  String nameMember() {
    return nameMember;
  }

  /** The server capability without which it is not to be asked for. */
  public String capability() {
    return capability;
  }
}
