package dev.gatehouse.auth.apikey;

import dev.gatehouse.auth.Transactions;
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
import java.util.List;
import java.util.regex.Pattern;

/** API keys of the caller's organisation. */
@Path("/api/api-keys")
@Produces(MediaType.APPLICATION_JSON)
class ApiKeyResource {
  private static final Pattern ID = Pattern.compile("[a-z0-9]{16}");

  private final ApiKeys keys;
  private final CurrentCaller callers;
  private final Transactions transactions;

  ApiKeyResource(ApiKeys keys, CurrentCaller callers, Transactions transactions) {
    this.keys = keys;
    this.callers = callers;
    this.transactions = transactions;
  }

  /** Makes a key: a personal one for a user, a service key where the caller is one itself. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  public Response create(@Valid @NotNull ApiKeyRequest request) {
    Caller caller = unboundCaller();
    return switch (transactions.in(caller.organisation(), () -> keys.create(caller, request))) {
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
      case ApiKeys.Created.NotAllowed _ ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN, "The organisation does not allow API keys.");
    };
  }

  @GET
  @PermissionsAllowed("mcp:admin")
  public List<ApiKeyView> list() {
    return transactions.in(callers.get().organisation(), keys::list);
  }

  /** Revokes a key; it stops to work everywhere within seconds. */
  @DELETE
  @Path("/{id}")
  @PermissionsAllowed("mcp:admin")
  public void revoke(String id) {
    Caller caller = unboundCaller();
    if (!ID.matcher(id).matches()
        || !transactions.in(caller.organisation(), () -> keys.revoke(caller, id))) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such API key.");
    }
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
}
