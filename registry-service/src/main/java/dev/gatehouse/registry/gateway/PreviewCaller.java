package dev.gatehouse.registry.gateway;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.IdentityView.KeyCheck;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who a preview is for: a member with some scopes, or an API key. */
@ApplicationScoped
class PreviewCaller {
  private final IdentityView identities;

  PreviewCaller(IdentityView identities) {
    this.identities = identities;
  }

  /** Whether the gateway lets the caller in, as it stands now. */
  sealed interface Foreseen {
    record In(Caller caller) implements Foreseen {}

    record Out(String reason) implements Foreseen {}
  }

  /**
   * @param user id of a member; or
   * @param apiKey id of a key
   * @param scopes of a member's token; all unless given
   */
  Foreseen of(
      Gateway gateway, @Nullable String user, @Nullable String apiKey, @Nullable String scopes) {
    if ((user == null) == (apiKey == null)) {
      throw ProblemException.invalid(
          List.of(new FieldError("/user", "give either user or apiKey")));
    }
    return apiKey != null ? key(gateway, apiKey) : member(gateway, user, scopes);
  }

  private Foreseen key(Gateway gateway, String apiKey) {
    return switch (identities.foresee(gateway.organisation, apiKey)) {
      case KeyCheck.Refused(String reason) -> new Foreseen.Out(reason);
      case KeyCheck.Accepted(Caller caller) ->
          gateway.apiKeysAllowed
              ? new Foreseen.In(caller)
              : new Foreseen.Out("this gateway does not take API keys");
    };
  }

  private Foreseen member(Gateway gateway, @Nullable String user, @Nullable String scopes) {
    String id = String.valueOf(user);
    Role role = identities.role(gateway.organisation, id);
    if (role == null) {
      return new Foreseen.Out("no active member of the organisation");
    }
    Set<Scope> granted = scopes == null ? Set.of(Scope.values()) : Scope.parseList(scopes);
    return new Foreseen.In(
        new Caller(id, null, null, null, gateway.organisation, role, granted, null));
  }
}
