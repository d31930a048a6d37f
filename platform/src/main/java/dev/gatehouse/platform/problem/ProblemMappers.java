package dev.gatehouse.platform.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.vault.VaultException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error of a REST endpoint as a problem; what was not foreseen says nothing of itself. */
public class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
  private static final int MAX_NAME = 100;

  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    return Problem.of(e.type(), e.getMessage(), e.errors()).response();
  }

  @ServerExceptionMapper(priority = 1)
  public Response unauthenticated(UnauthorizedException e) {
    return challenge("Present an access token or API key as a bearer token.");
  }

  @ServerExceptionMapper(priority = 1)
  public Response unauthenticated(AuthenticationFailedException e) {
    return challenge(
        e.getMessage() == null ? "The credential does not hold." : sentence(e.getMessage()));
  }

  @ServerExceptionMapper(priority = 1)
  public Response forbidden(ForbiddenException e) {
    return Problem.of(
            CommonProblem.FORBIDDEN,
            "Your role or the granted scopes do not allow this.",
            List.of())
        .response();
  }

  /** Where the place is known it is an error of that field; what was sent is never repeated. */
  @ServerExceptionMapper
  public Response malformedJson(JsonProcessingException e) {
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return Problem.of(
              CommonProblem.BAD_REQUEST, "The body is not the JSON that is expected.", List.of())
          .response();
    }
    String pointer = pointer(mapping);
    return Problem.of(
            CommonProblem.INVALID,
            "The body is not the JSON that is expected at " + pointer + ".",
            List.of(new FieldError(pointer, reason(mapping))))
        .response();
  }

  /** Quarkus REST has a mapper of its own for this subclass, which answers in another shape. */
  @ServerExceptionMapper
  public Response mismatchedJson(MismatchedInputException e) {
    return malformedJson(e);
  }

  @ServerExceptionMapper
  public Response invalid(ConstraintViolationException e) {
    List<FieldError> errors =
        e.getConstraintViolations().stream()
            .map(v -> new FieldError(pointer(v.getPropertyPath().toString()), v.getMessage()))
            .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
            .toList();
    return Problem.of(CommonProblem.INVALID, "See errors for what to change.", errors).response();
  }

  @ServerExceptionMapper
  public Response vault(VaultException e) {
    LOG.error("Vault could not be used", e);
    return Problem.of(
            CommonProblem.UNAVAILABLE, "The store of secrets cannot be used now.", List.of())
        .response();
  }

  @ServerExceptionMapper
  public Response framework(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status < 400 || e.getResponse().hasEntity()) {
      return e.getResponse();
    }
    if (e.getCause() instanceof JsonProcessingException json) {
      return malformedJson(json);
    }
    return Problem.of(CommonProblem.of(status), null, List.of()).response();
  }

  @ServerExceptionMapper
  public Response unforeseen(Exception e) {
    LOG.error("A request failed in a way that was not foreseen", e);
    return Problem.of(CommonProblem.INTERNAL, "Ask for help with the trace id.", List.of())
        .response();
  }

  private static Response challenge(String detail) {
    return Response.fromResponse(
            Problem.of(CommonProblem.UNAUTHENTICATED, detail, List.of()).response())
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .build();
  }

  private static String sentence(String reason) {
    return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + ".";
  }

  /** {@code create.request.name} of Bean Validation as {@code /name}. */
  private static String pointer(String path) {
    String[] parts = path.split("\\.");
    return "/"
        + String.join("/", Arrays.copyOfRange(parts, Math.min(2, parts.length - 1), parts.length));
  }

  private static String reason(JsonMappingException e) {
    return e instanceof UnrecognizedPropertyException ? "is not known here" : "is not of this form";
  }

  private static String pointer(JsonMappingException e) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      pointer.append('/').append(step(reference));
    }
    return pointer.toString();
  }

  /** A name comes from the client: cut, so that an answer stays small (RFC 6901 escapes). */
  private static String step(JsonMappingException.Reference reference) {
    String name = reference.getFieldName();
    return name == null
        ? String.valueOf(reference.getIndex())
        : name.substring(0, Math.min(name.length(), MAX_NAME))
            .replace("~", "~0")
            .replace("/", "~1");
  }
}
