package dev.gatehouse.gateway.catalog;

/** Something that is in one of a gateway's lists. */
interface Listed {
  /** As clients see it; unique within its list. */
  String name();

  /** The rendered definition. */
  byte[] definition();

  /** Where its list has it; those of one position are in the order of their names. */
  default int position() {
    return 0;
  }
}
