package dev.gatehouse.mcp.wire;

/** Carries a {@link Flaw} out of the parsing code; scanners do not let it out. */
public final class FlawException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Flaw flaw;

  FlawException(Flaw flaw) {
    super(flaw.sentence(), null, false, false);
    this.flaw = flaw;
  }

  Flaw flaw() {
    return flaw;
  }
}
