package dev.gatehouse.gateway.catalog;

/** Something that is in one of a gateway's lists. */
interface Listed {
  /** As clients see it; unique within its list. */
  String name();

  /** The rendered definition. */
  byte[] definition();
}
