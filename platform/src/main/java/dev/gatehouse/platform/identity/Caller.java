package dev.gatehouse.platform.identity;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the current request, in which organisation, with what permission. The permission is
 * what the role of now and the granted scopes have in common.
 *
 * @param user the person, or null for a service key or a client that acts by itself
 * @param apiKey id of the key that was presented, or null
 * @param client OAuth client id, or null
 * @param grant id of the OAuth grant, or null
 * @param organisation id of the only organisation that the caller can see
 * @param role in that organisation, now
 * @param scopes granted to the token or key
 * @param gateway id of the only gateway that the key is good for, or null
 */
public record Caller(
    @Nullable String user,
    @Nullable String apiKey,
    @Nullable String client,
    @Nullable String grant,
    String organisation,
    Role role,
    Set<Scope> scopes,
    @Nullable String gateway) {

  public Caller {
    scopes = Set.copyOf(scopes);
  }

  /** Role now ∩ scopes granted. */
  public Set<Scope> permissions() {
    EnumSet<Scope> permissions = EnumSet.noneOf(Scope.class);
    for (Scope scope : role.scopes()) {
      if (scopes.contains(scope)) {
        permissions.add(scope);
      }
    }
    return permissions;
  }

  public boolean may(Scope scope) {
    return scopes.contains(scope) && role.scopes().contains(scope);
  }

  /** Stable name of the principal within its organisation: the user, else the key or client. */
  public String principal() {
    if (user != null) {
      return "user:" + user;
    }
    return apiKey != null ? "key:" + apiKey : "client:" + client;
  }
}
