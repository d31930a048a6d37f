package dev.gatehouse.platform.redact;

/**
 * Takes secrets out of one text: values beside a secret name ({@code password=…}, {@code "token":
 * "…"}, headers, parameters of URLs), what stands before the {@code @} of a URL's host, words that
 * look like tokens, card numbers and private keys.
 */
public final class TextRedaction {
  /** Stands where a secret stood. */
  public static final String MARK = "[redacted]";

  private TextRedaction() {}

  /**
   * @param found how many secrets were taken out
   */
  public record Redacted(String text, int found) {}

  public static Redacted of(String text, SecretNames names) {
    SecretScan scan = new SecretScan(names);
    int found = scan.scan(SecretScan.seen(text), 0, text.length());
    if (found == 0) {
      return new Redacted(text, 0);
    }
    StringBuilder out = new StringBuilder(text.length());
    int copied = 0;
    for (int i = 0; i < found; i++) {
      out.append(text, copied, scan.start(i)).append(MARK);
      copied = scan.end(i);
    }
    return new Redacted(out.append(text, copied, text.length()).toString(), found);
  }
}
