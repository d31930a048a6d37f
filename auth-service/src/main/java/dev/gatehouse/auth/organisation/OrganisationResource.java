package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The organisation of the caller. People make others at {@code /login/organisations}. */
@Path("/api/orgs")
@Produces(MediaType.APPLICATION_JSON)
class OrganisationResource {
  private final OrganisationChange changes;
  private final Organisations organisations;
  private final CurrentCaller callers;
  private final Transactions transactions;
  private final Standing standing;

  OrganisationResource(
      OrganisationChange changes,
      Organisations organisations,
      CurrentCaller callers,
      Transactions transactions,
      Standing standing) {
    this.changes = changes;
    this.organisations = organisations;
    this.callers = callers;
    this.transactions = transactions;
    this.standing = standing;
  }

  /** The caller's own: a credential is for one organisation, and tells nothing of others. */
  @GET
  @PermissionsAllowed("mcp:admin")
  public List<View> list() {
    Caller caller = callers.get();
    return transactions.in(
        caller.organisation(),
        () ->
            organisations.find(caller.organisation()).stream()
                .map(own -> View.of(own, caller.role()))
                .toList());
  }

  /** Changes the organisation of the caller; what is left out stays as it is. */
  @PATCH
  @Path("/{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  public Settings change(String id, @Valid @NotNull Change wish) {
    Caller caller = callers.get();
    if (!caller.organisation().equals(id)) {
      throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such organisation here.");
    }
    if (caller.gateway() != null || (wish.needsOwner() && caller.role() != Role.OWNER)) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "Only an owner renames or suspends an organisation.");
    }
    return standing
        .change(caller, () -> changes.change(caller, wish))
        .map(Settings::of)
        .orElseThrow(
            () -> ProblemException.of(CommonProblem.NOT_FOUND, "The organisation is gone."));
  }

  /** The caller's own organisation. */
  @GET
  @Path("/{id}")
  @PermissionsAllowed("mcp:admin")
  public Settings get(String id) {
    String own = callers.get().organisation();
    return transactions
        .in(own, () -> organisations.find(own).filter(found -> own.equals(id)))
        .map(Settings::of)
        .orElseThrow(() ->
            ProblemException.of(CommonProblem.NOT_FOUND, "There is no such organisation here."));
  }

  /**
   * @param apiKeysAllowed false for sign-in by OAuth only: all keys stop to work while it is so
   * @param suspended true to close the organisation for everybody; only the operator opens it again
   */
  record Change(
      @Nullable
          @Size(min = 1, max = 100)
          @Pattern(regexp = "\\P{C}*\\S\\P{C}*", message = "must be a name of printable characters")
          String name,
      @Nullable Boolean apiKeysAllowed,
      @Nullable Boolean suspended) {
    boolean needsOwner() {
      return name != null || suspended != null;
    }
  }

  record Settings(String id, String slug, String name, boolean apiKeysAllowed, boolean suspended) {
    static Settings of(Organisation organisation) {
      return new Settings(
          organisation.id(),
          organisation.slug(),
          organisation.name(),
          organisation.apiKeysAllowed(),
          organisation.suspended());
    }
  }

  /**
   * @param role the caller's
   */
  record View(String id, String slug, String name, Role role) {
    static View of(Organisation organisation, Role role) {
      return new View(organisation.id(), organisation.slug(), organisation.name(), role);
    }
  }
}
