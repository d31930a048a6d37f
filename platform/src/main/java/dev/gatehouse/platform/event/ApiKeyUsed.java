package dev.gatehouse.platform.event;

import java.time.Instant;

/**
 * An API key was good for something. Told now and then for keys in use, never for each call.
 *
 * @param at when it was taken last
 */
public record ApiKeyUsed(String organisation, String id, Instant at) implements DomainEvent {
  @Override
  public EventKey key() {
    return new EventKey(organisation, "api-key-use", id);
  }
}
