package dev.gatehouse.registry.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.change.IfMatch;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.Problem.FieldError;
import dev.gatehouse.platform.problem.ProblemException;
import dev.gatehouse.platform.security.CurrentCaller;
import dev.gatehouse.registry.audit.ChangeAudit;
import dev.gatehouse.registry.catalog.Catalog;
import dev.gatehouse.registry.text.StorableText;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An organisation's own servers: published for its members alone, changed in their status only.
 * Each change is one transaction with its audit record.
 */
@ApplicationScoped
class Publications {
  static final String SOURCE = "organisation";
  static final int MAX_SERVERS = 2_000;
  static final int MAX_STATUS_MESSAGE = 500;
  private static final String COUNT =
      """
      SELECT count(*), coalesce(sum(length(document)) FILTER (WHERE name = ?), 0)
      FROM private_server WHERE organisation = ?
      """;

  private final ServerRules rules;
  private final ServerStore store;
  private final ServerQueries queries;
  private final Catalog catalog;
  private final ChangeAudit audit;
  private final CurrentCaller callers;
  private final IfMatch ifMatch;
  private final AgroalDataSource dataSource;

  Publications(
      ServerRules rules,
      ServerStore store,
      ServerQueries queries,
      Catalog catalog,
      ChangeAudit audit,
      CurrentCaller callers,
      IfMatch ifMatch,
      AgroalDataSource dataSource) {
    this.rules = rules;
    this.store = store;
    this.queries = queries;
    this.catalog = catalog;
    this.audit = audit;
    this.callers = callers;
    this.ifMatch = ifMatch;
    this.dataSource = dataSource;
  }

  /** The status of one or all versions that is asked for. */
  record StatusChange(@Nullable String status, @Nullable String statusMessage) {}

  @Transactional
  ServerRow publish(String organisation, ObjectNode json) {
    List<FieldError> errors = rules.check(json);
    if (!errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    ServerDocument document = new ServerDocument(json);
    if (document.version().equals("latest")) {
      throw ProblemException.invalid(
          List.of(new FieldError("/version", "must be a version, not latest")));
    }
    catalog.beginChange(organisation); // one after the other
    requireMayPublish(organisation, document);
    store.put(new Shelf.Private(organisation), List.of(Offer.of(document, SOURCE)));
    audit.record("server.publish", target(document.name(), document.version()), null, json);
    return row(organisation, document.name(), document.version());
  }

  @Transactional
  ServerRow change(String organisation, String name, String version, StatusChange change) {
    catalog.beginChange(organisation);
    ServerRow before =
        find(organisation, name, version).orElseThrow(() -> notFound("Server version not found"));
    ifMatch.require(before.revision());
    if (!apply(organisation, List.of(before), change)) {
      throw noChange();
    }
    return row(organisation, name, version);
  }

  @Transactional
  List<ServerRow> changeAll(String organisation, String name, StatusChange change) {
    catalog.beginChange(organisation);
    List<ServerRow> before = own(organisation, name);
    if (before.isEmpty()) {
      throw notFound("Server not found");
    }
    ifMatch.require(ServerRow.revision(before));
    if (!apply(organisation, before, change)) {
      throw noChange();
    }
    return own(organisation, name);
  }

  private boolean apply(String organisation, List<ServerRow> rows, StatusChange change) {
    ServerStatus status = status(change);
    String message = status == ServerStatus.ACTIVE ? null : change.statusMessage();
    List<Offer> offers = new ArrayList<>();
    Instant now = Instant.now();
    for (ServerRow row : rows) {
      boolean same = row.status().equals(status.value());
      if (!same || !Objects.equals(row.statusMessage(), message)) {
        offers.add(
            new Offer(
                LatestVersions.read(row.document()),
                status,
                message,
                same ? row.statusChangedAt() : now,
                row.publishedAt(),
                false,
                SOURCE));
        audit.record(
            "server.status",
            target(row.name(), row.version()),
            new StatusChange(row.status(), row.statusMessage()),
            new StatusChange(status.value(), message));
      }
    }
    return !offers.isEmpty() && store.put(new Shelf.Private(organisation), offers) > 0;
  }

  private static ServerStatus status(StatusChange change) {
    List<FieldError> errors = new ArrayList<>();
    ServerStatus status =
        change.status() == null ? null : ServerStatus.of(change.status()).orElse(null);
    if (status == null) {
      errors.add(new FieldError("/status", "must be one of active, deprecated, deleted"));
    }
    String message = change.statusMessage();
    if (message != null && (message.length() > MAX_STATUS_MESSAGE || !StorableText.is(message))) {
      errors.add(
          new FieldError(
              "/statusMessage", "must be text of at most " + MAX_STATUS_MESSAGE + " characters"));
    }
    if (message != null && status == ServerStatus.ACTIVE) {
      errors.add(new FieldError("/statusMessage", "does not go with the status active"));
    }
    if (status == null || !errors.isEmpty()) {
      throw ProblemException.invalid(errors);
    }
    return status;
  }

  private void requireMayPublish(String organisation, ServerDocument document) {
    Size size = size(organisation, document.name());
    boolean isNew = size.characters == 0;
    if (isNew && queries.isPublic(document.name())) {
      throw ProblemException.of(
          CommonProblem.CONFLICT, "A public server has this name; publish under another one.");
    }
    if (find(organisation, document.name(), document.version()).isPresent()) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "This version is published already; versions do not change, publish another one.");
    }
    if (size.versions >= MAX_SERVERS) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "An organisation has at most " + MAX_SERVERS + " versions of servers.");
    }
    if (size.characters + document.json().toString().length() > ServerQueries.MAX_CHARACTERS) {
      throw ProblemException.of(
          CommonProblem.CONFLICT,
          "The versions of a server have at most %d characters together."
              .formatted(ServerQueries.MAX_CHARACTERS));
    }
    if (isNew) {
      requireMayUse(document.namespace());
    }
  }

  /**
   * A namespace that public servers have says whose they are. Nobody here can prove that it is
   * theirs too, so an administrator has to stand for it.
   */
  private void requireMayUse(String namespace) {
    if (!callers.get().may(Scope.ADMIN) && queries.isPublicNamespace(namespace)) {
      throw ProblemException.of(
          CommonProblem.FORBIDDEN,
          "Public servers have the namespace %s; only an administrator may publish a server in it."
              .formatted(namespace));
    }
  }

  /**
   * @param versions that the organisation has published
   * @param characters of the documents of one server
   */
  private record Size(int versions, long characters) {}

  private Size size(String organisation, String name) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(COUNT)) {
      select.setString(1, name);
      select.setString(2, organisation);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Size(row.getInt(1), row.getLong(2));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("servers could not be counted", e);
    }
  }

  private List<ServerRow> own(String organisation, String name) {
    return queries.versions(organisation, name, true).stream()
        .filter(row -> row.visibility().equals("private"))
        .toList();
  }

  private Optional<ServerRow> find(String organisation, String name, String version) {
    return queries
        .find(organisation, name, version, true)
        .filter(row -> row.visibility().equals("private"));
  }

  private ServerRow row(String organisation, String name, String version) {
    return queries.find(organisation, name, version, true).orElseThrow();
  }

  static ProblemException notFound(String detail) {
    return ProblemException.of(CommonProblem.NOT_FOUND, detail);
  }

  private static ProblemException noChange() {
    return ProblemException.of(
        CommonProblem.BAD_REQUEST, "No changes to apply: status and message are like that already");
  }

  private static Target target(String name, String version) {
    return Target.of("server", name + "@" + version, name);
  }
}
