package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.auth.organisation.Standing;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** API keys of the caller's organisation. */
@Path("/api/api-keys")
@Produces(MediaType.APPLICATION_JSON)
class ApiKeyResource {
  private static final Pattern ID = Pattern.compile("[a-z0-9]{16}");

  /** PostgreSQL cannot keep all that Java can say. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

  private final ApiKeys keys;
  private final ApiKeyRotation rotation;
  private final CurrentCaller callers;
  private final Transactions transactions;
  private final Standing standing;

  ApiKeyResource(
      ApiKeys keys,
      ApiKeyRotation rotation,
      CurrentCaller callers,
      Transactions transactions,
      Standing standing) {
    this.keys = keys;
    this.rotation = rotation;
    this.callers = callers;
    this.transactions = transactions;
    this.standing = standing;
  }

  /** Makes a key: a personal one, or one of the organisation. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed({"mcp:read", "mcp:write", "mcp:admin"})
  public Response create(@Valid @NotNull ApiKeyRequest request) {
    Caller caller = unboundCaller();
    if (request.expiresAt() != null && request.expiresAt().isAfter(LAST)) {
      throw ProblemException.of(CommonProblem.INVALID, "expiresAt is too far away.");
    }
    return answer(standing.change(caller, () -> keys.create(caller, request)));
  }

  /** Replaces a key by another of the same kind. */
  @POST
  @Path("/{id}/rotate")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed({"mcp:read", "mcp:write", "mcp:admin"})
  public Response rotate(String id, @Nullable Rotation wish) {
    Caller caller = unboundCaller();
    Duration keepOldFor = keepOldFor(wish == null ? null : wish.keepOldFor());
    if (!ID.matcher(id).matches()) {
      throw unknown();
    }
    return standing
        .change(caller, () -> rotation.rotate(caller, id, keepOldFor))
        .map(ApiKeyResource::answer)
        .orElseThrow(ApiKeyResource::unknown);
  }

  private static Duration keepOldFor(@Nullable String text) {
    try {
      Duration wish = text == null ? Duration.ZERO : Duration.parse(text);
      if (!wish.isNegative() && wish.compareTo(LONGEST_OVERLAP) <= 0) {
        return wish;
      }
    } catch (DateTimeParseException _) {
      // said below
    }
    throw ProblemException.of(
        CommonProblem.INVALID, "keepOldFor is an ISO 8601 duration of at most 7 days.");
  }

  private static Response answer(ApiKeys.Created result) {
    return switch (result) {
      case ApiKeys.Created.Key created ->
          Response.created(URI.create("/api/api-keys/" + created.view().id()))
              .header(HttpHeaders.CACHE_CONTROL, "no-store")
              .entity(created.view())
              .build();
      case ApiKeys.Created.BeyondCreator beyond ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN,
              "A key can have at most your own permissions: "
                  + Scope.format(beyond.permitted())
                  + ".");
      case ApiKeys.Created.AdministratorsOnly _ ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN,
              "Service keys, and keys made by keys, are for administrators; a personal key is"
                  + " replaced by its owner.");
      case ApiKeys.Created.TooMany many ->
          throw ProblemException.of(
              CommonProblem.CONFLICT,
              "There can be at most " + many.most() + " keys; revoke some.");
      case ApiKeys.Created.NotAllowed _ ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN, "The organisation does not allow API keys.");
    };
  }

  /** The organisation's keys for an administrator, else the caller's own. */
  @GET
  @PermissionsAllowed({"mcp:read", "mcp:write", "mcp:admin"})
  public List<ApiKeyView> list() {
    Caller caller = callers.get();
    return transactions.in(caller.organisation(), () -> keys.list(caller));
  }

  /** Revokes a key; it stops to work everywhere within seconds. */
  @DELETE
  @Path("/{id}")
  @PermissionsAllowed({"mcp:read", "mcp:write", "mcp:admin"})
  public void revoke(String id) {
    Caller caller = unboundCaller();
    if (!ID.matcher(id).matches() || !standing.change(caller, () -> keys.revoke(caller, id))) {
      throw unknown();
    }
  }

  private static ProblemException unknown() {
    return ProblemException.of(CommonProblem.NOT_FOUND, "There is no such API key.");
  }

  // Otherwise it could make itself a key that is good for everything.
  private Caller unboundCaller() {
    Caller caller = callers.get();
    if (caller.gateway() != null) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "A key that is bound to a gateway cannot manage keys.");
    }
    return caller;
  }

  /**
   * @param keepOldFor how long the old key stays good, such as {@code PT1H}; not at all unless
   *     given
   */
  record Rotation(@Nullable String keepOldFor) {}
}
