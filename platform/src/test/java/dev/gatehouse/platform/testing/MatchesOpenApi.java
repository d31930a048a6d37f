package dev.gatehouse.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.platform.testing.OpenApiDocument.Operation;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.Optional;

/**
 * Holds every answer that a test gets against the OpenAPI document that the service serves: its
 * status, its content type, and its body against the schema. Add it to requests with {@code
 * given().filter(new MatchesOpenApi())}.
 */
public final class MatchesOpenApi implements Filter {

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification responseSpecification,
      FilterContext context) {
    Response response = context.next(request, responseSpecification);
    String path = URI.create(request.getURI()).getRawPath(); // a slash in a name is no separator
    if (response.statusCode() == 414) {
      return response; // the HTTP layer's, before any endpoint was looked for
    }
    Optional<Operation> operation = OpenApiDocument.current().find(request.getMethod(), path);
    if (operation.isEmpty()) {
      assertThat(response.statusCode())
          .as("%s %s is not in the OpenAPI document", request.getMethod(), path)
          .isIn(404, 405);
      return response;
    }
    assertThat(
            OpenApiDocument.current()
                .violations(
                    operation.get(),
                    response.statusCode(),
                    response.contentType(),
                    response.asString()))
        .as("%s answers %d as described", operation.get(), response.statusCode())
        .isEmpty();
    return response;
  }
}
