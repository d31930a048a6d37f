package dev.gatehouse.auth.login;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import io.quarkus.security.Authenticated;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** The caller's own password. */
@Path("/api/me/password")
class PasswordResource {
  private final PasswordChange change;
  private final CurrentCaller callers;

  PasswordResource(PasswordChange change, CurrentCaller callers) {
    this.change = change;
    this.callers = callers;
  }

  /** Sets a new password; every signed-in browser of the person is signed out. */
  @POST
  @Authenticated
  @Consumes(MediaType.APPLICATION_JSON)
  public void change(@Valid @NotNull Request request, @Context HttpServerRequest http) {
    String user = callers.find().map(Caller::user).orElse(null);
    if (user == null || callers.find().map(Caller::apiKey).isPresent()) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN, "Only a person who has signed in changes a password.");
    }
    switch (change.change(
        user,
        request.currentPassword(),
        request.newPassword(),
        http.remoteAddress().hostAddress())) {
      case CHANGED -> {}
      case WRONG_PASSWORD ->
          throw ProblemException.of(CommonProblem.FORBIDDEN, "The current password is wrong.");
      case TOO_MANY_TRIES ->
          throw ProblemException.of(
              SignInProblem.TOO_MANY_TRIES, "There were too many wrong passwords; wait a while.");
    }
  }

  record Request(
      @NotNull @Size(max = 1000) String currentPassword,
      @NotNull @Size(min = 12, max = 800) String newPassword) {
    @Override
    public String toString() {
      return "Request[…]";
    }
  }
}
