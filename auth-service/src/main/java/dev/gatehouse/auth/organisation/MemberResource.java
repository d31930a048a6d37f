package dev.gatehouse.auth.organisation;

import dev.gatehouse.auth.Transactions;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.PermissionsAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Members of the caller's organisation; every change holds at the gateways within seconds. */
@Path("/api/members")
@Produces(MediaType.APPLICATION_JSON)
class MemberResource {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Members members;
  private final CurrentCaller callers;
  private final Transactions transactions;
  private final Standing standing;

  MemberResource(
      Members members, CurrentCaller callers, Transactions transactions, Standing standing) {
    this.members = members;
    this.callers = callers;
    this.transactions = transactions;
    this.standing = standing;
  }

  @GET
  @PermissionsAllowed("mcp:admin")
  public List<MemberView> list() {
    String organisation = callers.get().organisation();
    return transactions.in(organisation, () -> members.list(organisation));
  }

  /** Gives a member another role, or suspends and readmits. */
  @PATCH
  @Path("/{user}")
  @Consumes(MediaType.APPLICATION_JSON)
  @PermissionsAllowed("mcp:admin")
  public MemberView change(String user, @NotNull MemberChange wish) {
    return act(
        user,
        caller -> members.change(caller, user, wish),
        caller -> members.find(caller.organisation(), user).orElseThrow());
  }

  /**
   * Ends a membership. The person's keys and grants in the organisation end with it, and do not
   * come back with a new membership.
   */
  @DELETE
  @Path("/{user}")
  @PermissionsAllowed("mcp:admin")
  public void remove(String user) {
    act(user, caller -> members.remove(caller, user), _ -> true);
  }

  private <T> T act(String user, Function<Caller, Members.Result> act, Function<Caller, T> answer) {
    Caller caller = callers.get();
    if (caller.gateway() != null) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "A key that is bound to a gateway cannot manage members.");
    }
    Members.Result result =
        ID.matcher(user).matches()
            ? standing.change(caller, () -> act.apply(caller))
            : Members.Result.NO_SUCH_MEMBER;
    return switch (result) {
      case DONE -> transactions.in(caller.organisation(), () -> answer.apply(caller));
      case NO_SUCH_MEMBER ->
          throw ProblemException.of(CommonProblem.NOT_FOUND, "There is no such member.");
      case OWNERS_ONLY ->
          throw ProblemException.of(
              CommonProblem.FORBIDDEN, "Only an owner makes, changes and removes owners.");
      case LAST_OWNER ->
          throw ProblemException.of(
              CommonProblem.CONFLICT, "This is the last owner; make somebody else an owner first.");
    };
  }
}
