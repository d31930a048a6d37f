package dev.gatehouse.backing.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Who sends a request.
 *
 * @param token as sent
 * @param entry what is stored of it
 * @param acl what its policies allow
 */
record Identity(String token, ObjectNode entry, Acl acl) {

  @Override
  public String toString() {
    return "Identity[accessor=" + entry.path("accessor").asText() + "]";
  }
}
