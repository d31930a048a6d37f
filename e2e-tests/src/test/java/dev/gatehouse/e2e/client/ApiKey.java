package dev.gatehouse.e2e.client;

/** The parts of {@code ghk_<id>_<secret>}. A secret may have underscores in it, an id has none. */
public record ApiKey(String id, String secret) {

  public static ApiKey of(String key) {
    String[] parts = key.split("_", 3);
    return new ApiKey(parts[1], parts[2]);
  }
}
