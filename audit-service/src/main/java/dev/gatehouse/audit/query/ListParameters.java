package dev.gatehouse.audit.query;

import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which page of the list, as it was asked for. */
record ListParameters(
    @Parameter(description = "1 to 200") @QueryParam("limit") @DefaultValue("50") String limit,
    @Parameter(description = "nextCursor of the page before") @QueryParam("cursor")
        @Nullable String cursor) {

  static final int MAX_LIMIT = 200;

  /**
   * @throws ProblemException naming every parameter that cannot be read
   */
  AuditQuery query(Caller caller, FilterParameters filters) {
    List<FieldError> errors = new ArrayList<>();
    Filter filter = filters.filter(caller, errors);
    Cursor after =
        Parsing.of("cursor", cursor, "the nextCursor of a page", ListParameters::place, errors);
    Integer most = Parsing.count("limit", limit, MAX_LIMIT, errors);
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return new AuditQuery(filter, after, most == null ? 0 : most);
  }

  private static Cursor place(String text) {
    return Cursor.decode(text).orElseThrow(IllegalArgumentException::new);
  }
}
