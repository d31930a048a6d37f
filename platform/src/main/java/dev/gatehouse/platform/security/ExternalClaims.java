package dev.gatehouse.platform.security;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.identity.AccessTokenRules.Claims;
import dev.gatehouse.platform.identity.Role;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of another authorization server by the operator's mapping of claims. */
final class ExternalClaims {
  /** Where access tokens have no type of their own, these tell an ID token from one. */
  private static final Set<String> ID_TOKEN_ONLY = Set.of("nonce", "at_hash", "c_hash");

  private final String issuer;
  private final ClaimPath organisation;
  private final ClaimPath roles;
  private final Map<String, String> roleValues;

  ExternalClaims(String issuer, AuthorizationServerConfig config) {
    this.issuer = issuer;
    this.organisation = new ClaimPath(config.organisationClaim());
    this.roles = new ClaimPath(config.roleClaim());
    this.roleValues = Map.copyOf(config.roleValues());
  }

  Claims map(Claims read, Map<String, ?> all) {
    return new Claims(
        ID_TOKEN_ONLY.stream().anyMatch(all::containsKey) ? "" : read.type(),
        user(read.subject()),
        read.audience(),
        onlyOne(organisation.texts(all)),
        read.client() == null ? onlyOne(new ClaimPath("azp").texts(all)) : read.client(),
        null,
        read.tokenId(),
        read.scope(),
        role(Set.copyOf(roles.texts(all))));
  }

  /** A subject is one person at its issuer only, and users are named by UUIDs everywhere. */
  private @Nullable String user(@Nullable String subject) {
    return subject == null
        ? null
        : UuidCreator.getNameBasedSha1(issuer + "\n" + subject).toString();
  }

  private @Nullable Role role(Set<String> said) {
    return Arrays.stream(Role.values())
        .filter(role -> said.contains(roleValues.getOrDefault(role.value(), role.value())))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  // A token for several organisations names none: it has to be clear whose data it is about.
  private static @Nullable String onlyOne(List<String> texts) {
    return texts.size() == 1 ? texts.getFirst() : null;
  }
}
