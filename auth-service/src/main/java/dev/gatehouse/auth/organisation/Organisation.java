package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.event.IdentityEvent.OrganisationChanged;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;

/** A tenant. */
@Entity
public class Organisation {
  @Id String id;
  String slug;
  String name;
  boolean apiKeysAllowed;
  boolean suspended;
  Instant createdAt;

  @SuppressWarnings("NullAway.Init")
  protected Organisation() {}

  Organisation(String id, String slug, String name, Instant createdAt) {
    this.id = id;
    this.slug = slug;
    this.name = name;
    this.apiKeysAllowed = true;
    this.suspended = false;
    this.createdAt = createdAt;
  }

  public String id() {
    return id;
  }

  /** Its name in URLs. */
  public String slug() {
    return slug;
  }

  public String name() {
    return name;
  }

  public boolean apiKeysAllowed() {
    return apiKeysAllowed;
  }

  public boolean suspended() {
    return suspended;
  }

  OrganisationChanged event() {
    return new OrganisationChanged(id, slug, name, apiKeysAllowed, suspended);
  }
}
