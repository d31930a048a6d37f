package dev.gatehouse.gateway.stream;

import dev.gatehouse.gateway.catalog.Capabilities;

/** Whose changes a client wants to hear of. */
public record Interests(boolean tools, boolean resources, boolean prompts) {
  public static final Interests ALL = new Interests(true, true, true);

  /** What of it there is at a gateway; tools are always there. */
  public Interests within(Capabilities offered) {
    return new Interests(tools, resources && offered.resources(), prompts && offered.prompts());
  }
}
