package dev.gatehouse.auth.organisation;

import dev.gatehouse.platform.identity.Role;

/**
 * An active member's place in an organisation, as it is now.
 *
 * @param organisation its id
 */
public record Member(String organisation, String slug, String name, Role role) {

  static Member of(Organisation organisation, Role role) {
    return new Member(organisation.id, organisation.slug, organisation.name, role);
  }
}
