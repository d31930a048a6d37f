package dev.gatehouse.registry.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.idempotency.Claim.Answer;
import dev.gatehouse.registry.idempotency.IdempotencyKeys.Key;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header {@code Idempotency-Key} of POST requests: the first request with a key is
 * carried out, and whoever sends the same again gets its answer. An answer that says that something
 * went wrong on our side gives the key free. If the service ends in the middle of a request, nobody
 * knows whether it was carried out: its key then stays in use.
 */
public class IdempotencyFilter {
  static final String HEADER = "Idempotency-Key";
  static final String REPLAYED = "Idempotency-Replayed";
  private static final String CLAIMED = "gatehouse.idempotency";
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final IdempotencyKeys keys;
  private final CurrentCaller callers;
  private final ObjectMapper mapper;

  IdempotencyFilter(IdempotencyKeys keys, CurrentCaller callers, ObjectMapper mapper) {
    this.keys = keys;
    this.callers = callers;
    this.mapper = mapper;
  }

  @ServerRequestFilter
  public @Nullable Response claim(ContainerRequestContext request) throws IOException {
    String name = request.getHeaderString(HEADER);
    Optional<Caller> caller = callers.find();
    if (name == null || !request.getMethod().equals("POST") || caller.isEmpty()) {
      return null;
    }
    if (!FORM.matcher(name).matches()) {
      throw ProblemException.invalid(
          List.of(new FieldError("/" + HEADER, "must be 1 to 255 visible characters of ASCII")));
    }
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    Key key =
        new Key(
            caller.get().organisation(),
            caller.get().principal(),
            request.getUriInfo().getRequestUri().getRawPath()
                + "?"
                + request.getUriInfo().getRequestUri().getRawQuery(),
            name);
    return switch (keys.claim(key, sha256(body))) {
      case Claim.First() -> {
        request.setProperty(CLAIMED, key);
        yield null;
      }
      case Claim.InUse() ->
          throw ProblemException.of(
              IdempotencyProblem.IN_USE,
              "The first request with this key has no answer yet. If that stays so, look whether"
                  + " it was carried out before you send it with another key.");
      case Claim.Other() ->
          throw ProblemException.of(
              IdempotencyProblem.REUSED, "Send another request with a key of its own.");
      case Claim.Answered(Answer answer) -> response(answer);
    };
  }

  @ServerResponseFilter
  public void keep(ContainerRequestContext request, ContainerResponseContext response)
      throws JsonProcessingException {
    if (!(request.getProperty(CLAIMED) instanceof Key key)) {
      return;
    }
    if (response.getStatus() >= 500) {
      keys.release(key);
    } else {
      keys.answered(key, answer(response));
    }
  }

  private Answer answer(ContainerResponseContext response) throws JsonProcessingException {
    Object entity = response.getEntity();
    return new Answer(
        response.getStatus(),
        response.getMediaType() == null ? null : response.getMediaType().toString(),
        response.getLocation(),
        response.getHeaderString(HttpHeaders.ETAG),
        entity == null ? null : text(entity));
  }

  /** What goes out as it is, is kept as it is. */
  private String text(Object entity) throws JsonProcessingException {
    return switch (entity) {
      case String text -> text;
      case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
      default -> mapper.writeValueAsString(entity);
    };
  }

  private static Response response(Answer answer) {
    Response.ResponseBuilder response = Response.status(answer.status()).header(REPLAYED, "true");
    if (answer.body() != null) {
      response.type(answer.type()).entity(answer.body());
    }
    if (answer.location() != null) {
      response.location(answer.location());
    }
    if (answer.tag() != null) {
      response.header(HttpHeaders.ETAG, answer.tag());
    }
    return response.build();
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
