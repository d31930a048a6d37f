package dev.gatehouse.sync.connect;

import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.Origin;
import dev.gatehouse.platform.vault.VaultException;
import dev.gatehouse.sync.limit.WaitingRequests;
import dev.gatehouse.sync.oauth.OAuthFailure;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What browsers open to connect an account at an upstream. Whoever holds a link or an answer gets
 * nowhere with it without being signed in as the person who asked for it.
 */
@Path("/")
class ConnectResource {
  private static final Logger LOG = Logger.getLogger(ConnectResource.class);
  private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final ConnectTickets tickets;
  private final Connecting connecting;
  private final Browsers browsers;
  private final Profiles profiles;
  private final Origin origin;
  private final WaitingRequests waiting;

  ConnectResource(
      ConnectTickets tickets,
      Connecting connecting,
      Browsers browsers,
      Profiles profiles,
      Origin origin,
      WaitingRequests waiting) {
    this.waiting = waiting;
    this.tickets = tickets;
    this.connecting = connecting;
    this.browsers = browsers;
    this.profiles = profiles;
    this.origin = origin;
  }

  /** Our client metadata document (draft-ietf-oauth-client-id-metadata-document). */
  @GET
  @Path(Profiles.DOCUMENT)
  @PermitAll
  @Produces(MediaType.APPLICATION_JSON)
  public Response document() {
    return Response.ok(
            Map.of(
                "client_id",
                origin.value() + Profiles.DOCUMENT,
                "client_name",
                Profiles.NAME,
                "client_uri",
                origin.value(),
                "redirect_uris",
                List.of(profiles.redirectUri()),
                "grant_types",
                List.of("authorization_code", "refresh_token"),
                "response_types",
                List.of("code"),
                "token_endpoint_auth_method",
                "none"))
        .header("Cache-Control", "max-age=3600")
        .build();
  }

  @GET
  @Path("/connect/{ticket}")
  @PermitAll
  public Response open(
      String ticket,
      @QueryParam("go") @Nullable String go,
      @HeaderParam("Cookie") @Nullable String cookies)
      throws InterruptedException {
    Optional<ConnectTickets.Ticket> known =
        TICKET.matcher(ticket).matches() ? tickets.look(ticket) : Optional.empty();
    if (known.isEmpty()) {
      return Pages.page(
          404, "This link is not good", "It is too old or was used. Ask for another.");
    }
    return answered(() -> {
      Optional<String> user = browsers.user(cookies);
      if (user.isEmpty()) {
        return seeOther(
            URI.create(origin.value() + "/login?next=/connect/" + ticket + "%3Fgo%3D1"));
      }
      if (!user.get().equals(known.get().opener())) {
        return Pages.page(
            403,
            "This link is for somebody else",
            "Sign in as the person who asked for it, or ask for a link of your own.");
      }
      try (var _ = waiting.enter(known.get().organisation())) {
        if (!tickets.use(ticket)) {
          return Pages.page(404, "This link is not good", "It was used just now.");
        }
        URI location = connecting.begin(known.get());
        // A browser that comes from the form of the sign-in page follows no redirect to elsewhere.
        return go == null ? seeOther(location) : Pages.onward(location);
      }
    });
  }

  /**
   * A member's own account at a connector where each has their own: what gateways name to who has
   * not connected yet. Needs no ticket, as whoever opens it connects nothing but themselves.
   */
  @GET
  @Path("/connect/to/{connector}")
  @PermitAll
  public Response own(
      UUID connector,
      @QueryParam("go") @Nullable String go,
      @HeaderParam("Cookie") @Nullable String cookies)
      throws InterruptedException {
    return answered(() -> {
      Optional<String> user = browsers.user(cookies);
      if (user.isEmpty()) {
        return seeOther(
            URI.create(origin.value() + "/login?next=/connect/to/" + connector + "%3Fgo%3D1"));
      }
      Optional<URI> location = connecting.beginOwn(connector, user.get());
      if (location.isEmpty()) {
        return Pages.page(404, "This link is not good", "There is nothing to connect to for you.");
      }
      return go == null ? seeOther(location.get()) : Pages.onward(location.get());
    });
  }

  /** The one redirect URI. */
  @GET
  @Path(Profiles.CALLBACK)
  @PermitAll
  public Response callback(
      @Context UriInfo request, @HeaderParam("Cookie") @Nullable String cookies)
      throws InterruptedException {
    return finish(request, cookies, null);
  }

  /** The same, for one connector. */
  @GET
  @Path("/api/mcps/{connector}/oauth/callback")
  @PermitAll
  @Operation(operationId = "ConnectResource_callbackOfConnector")
  public Response callback(
      UUID connector, @Context UriInfo request, @HeaderParam("Cookie") @Nullable String cookies)
      throws InterruptedException {
    return finish(request, cookies, connector);
  }

  private Response finish(UriInfo request, @Nullable String cookies, @Nullable UUID only)
      throws InterruptedException {
    Map<String, List<String>> parameters = request.getQueryParameters();
    List<String> states = parameters.getOrDefault("state", List.of());
    if (states.size() != 1) {
      return Pages.page(400, "That did not work", "What came back has no state.");
    }
    return answered(() -> {
      Optional<String> user = browsers.user(cookies);
      if (user.isEmpty()) {
        return Pages.page(
            403, "Sign in first", "You were signed out meanwhile. Sign in and start again.");
      }
      Connecting.Connected done =
          connecting.finish(states.getFirst(), user.get(), parameters, only);
      return Pages.page(
          200,
          "Connected",
          done.shared()
              ? "%s is connected. You can close this page.".formatted(done.connector())
              : "Your account is connected to %s. You can close this page."
                  .formatted(done.connector()));
    });
  }

  /** What a browser asks for, or a page that says why not. */
  private interface Step {
    Response take() throws OAuthFailure, IOException, InterruptedException;
  }

  private static Response answered(Step step) throws InterruptedException {
    try {
      return step.take();
    } catch (OAuthFailure e) {
      return Pages.page(
          e.kind() == OAuthFailure.Kind.UNAVAILABLE ? 502 : 400, "That did not work", e.reason());
    } catch (IOException e) {
      LOG.warnf(e, "It is not known who is signed in at a browser");
      return Pages.page(503, "Not now", "It cannot be told who is signed in. Try again.");
    } catch (ProblemException e) {
      return Pages.page(503, "Not now", "Too many of your organisation do so. Try again.");
    } catch (VaultException e) {
      LOG.warnf(e, "An account cannot be connected without Vault");
      return Pages.page(503, "Not now", "Secrets cannot be kept at the moment. Start again.");
    }
  }

  private static Response seeOther(URI location) {
    return Pages.headers(Response.seeOther(location)).build();
  }
}
