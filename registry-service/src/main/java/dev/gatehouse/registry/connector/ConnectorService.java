package dev.gatehouse.registry.connector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.event.CatalogEvent.CredentialReference;
import dev.gatehouse.platform.event.CatalogEvent.UpstreamOAuth;
import dev.gatehouse.platform.http.TargetGuard;
import dev.gatehouse.platform.http.TargetVerdict;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.credential.CredentialKeeper;
import dev.gatehouse.registry.credential.Credentials;
import dev.gatehouse.registry.patch.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is asked for, moves credentials to Vault, then has the change made. Nothing is stored
 * where any of it fails.
 */
@ApplicationScoped
class ConnectorService {
  private final ConnectorRules rules;
  private final TargetGuard guard;
  private final CredentialKeeper credentials;
  private final ConnectorQueries queries;
  private final ConnectorChanges changes;
  private final CurrentCaller callers;
  private final ObjectMapper mapper;

  ConnectorService(
      ConnectorRules rules,
      TargetGuard guard,
      CredentialKeeper credentials,
      ConnectorQueries queries,
      ConnectorChanges changes,
      CurrentCaller callers,
      ObjectMapper mapper) {
    this.rules = rules;
    this.guard = guard;
    this.credentials = credentials;
    this.queries = queries;
    this.changes = changes;
    this.callers = callers;
    this.mapper = mapper;
  }

  ConnectorView create(ConnectorRequest request) {
    Caller caller = callers.get();
    require(rules.check(request));
    ConnectorSettings settings = request.settings();
    requireMayTrust(caller, settings.trustedAnnotations());
    requireReachable(settings.url());
    UUID id = UuidCreator.getTimeOrderedEpoch();
    CredentialReference reference = write(caller, id, request.credentials());
    changes.create(caller.organisation(), id, settings, reference);
    return queries.view(id);
  }

  /** Applies a merge patch (RFC 7396). */
  ConnectorView update(UUID id, JsonNode patch) throws JsonProcessingException {
    Caller caller = callers.get();
    Connector current = queries.get(id);
    JsonNode merged =
        MergePatch.apply(mapper.valueToTree(ConnectorRequest.of(current.settings())), patch);
    ConnectorRequest request = mapper.treeToValue(merged, ConnectorRequest.class);
    require(rules.check(request));
    ConnectorSettings settings = request.settings();
    requireMayTrust(caller, settings.trustedAnnotations() && !current.trustedAnnotations);
    if (!Objects.equals(settings.url(), current.url)) {
      requireReachable(settings.url());
    }
    if (!patch.has("credentials")) {
      requireSameTarget(current, settings);
    }
    CredentialChange change = change(caller, id, patch, request.credentials());
    changes.update(caller.organisation(), id, current.version, settings, change);
    return queries.view(id);
  }

  void delete(UUID id) {
    changes.delete(callers.get().organisation(), id);
  }

  private CredentialChange change(
      Caller caller, UUID id, JsonNode patch, @Nullable Credentials given) {
    if (!patch.has("credentials")) {
      return new CredentialChange.Keep();
    }
    CredentialReference reference = write(caller, id, given);
    return reference == null
        ? new CredentialChange.Remove()
        : new CredentialChange.Replace(reference);
  }

  private @Nullable CredentialReference write(
      Caller caller, UUID connector, @Nullable Credentials given) {
    return given == null || given.isEmpty()
        ? null
        : credentials.write(caller.organisation(), connector, given);
  }

  private void requireReachable(@Nullable String url) {
    if (url == null) {
      return;
    }
    switch (guard.check(url).toCompletionStage().toCompletableFuture().join()) {
      case TargetVerdict.Permitted _ -> {}
      case TargetVerdict.Unresolved _ ->
          require(List.of(new FieldError("/url", TargetVerdict.Unresolved.MESSAGE)));
      case TargetVerdict.Blocked _ ->
          require(List.of(new FieldError("/url", TargetVerdict.Blocked.MESSAGE)));
    }
  }

  /** Whoever may change a URL must not be able to have the stored credentials sent elsewhere. */
  private static void requireSameTarget(Connector current, ConnectorSettings settings) {
    boolean sameIssuer =
        Objects.equals(issuer(current.oauth), issuer(settings.oauth()))
            && Objects.equals(clientId(current.oauth), clientId(settings.oauth()));
    boolean same =
        sameIssuer
            && Objects.equals(current.command, settings.command())
            && current.args.equals(settings.args())
            && Objects.equals(origin(current.url), origin(settings.url()));
    if (current.credential().isPresent() && !same) {
      require(
          List.of(
              new FieldError(
                  "/credentials",
                  "must be given again or removed (null), because they would go elsewhere")));
    }
  }

  private static @Nullable String issuer(@Nullable UpstreamOAuth oauth) {
    return oauth == null ? null : oauth.issuer();
  }

  private static @Nullable String clientId(@Nullable UpstreamOAuth oauth) {
    return oauth == null ? null : oauth.clientId();
  }

  private static @Nullable String origin(@Nullable String url) {
    if (url == null) {
      return null;
    }
    URI uri = URI.create(url);
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  private static void requireMayTrust(Caller caller, boolean trusts) {
    if (trusts && !caller.may(Scope.ADMIN)) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN,
          "Only an administrator may mark a connector's annotations as trusted.");
    }
  }

  private static void require(List<FieldError> errors) {
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
  }
}
