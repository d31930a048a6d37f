package dev.gatehouse.registry.search;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.registry.Organisation;
import dev.gatehouse.registry.RegistryTest;
import dev.gatehouse.registry.Servers;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a replica keeps the own servers of organisations. */
@RegistryTest
class OwnEntriesTest {
  @Inject AgroalDataSource dataSource;
  @Inject Tenancy tenancy;
  @Inject OwnEntries ownEntries;
  private Organisation organisation;

  @BeforeEach
  void anOrganisation() {
    organisation = Organisation.create();
  }

  @Test
  void whatSeemsToHaveChangedForGoodIsNotForgottenAgainAndAgain() throws SQLException {
    ObjectNode own = Servers.document(Servers.namespace() + "/own", "1.0.0");
    organisation.request().body(own.toString()).post("/v0.1/publish").then().statusCode(200);
    List<View> ofAll = Index.refresh();
    tenancy.in(organisation.id(), this::setAheadOfTheClock);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          List<View> before = views(ofAll);
          ownEntries.poll();
          return views(ofAll) == before;
        });
  }

  private List<View> views(List<View> ofAll) throws SQLException {
    return tenancy.in(
        organisation.id(),
        () -> {
          try (OnDemand database = new OnDemand(dataSource)) {
            return ownEntries.views(database, organisation.id(), ofAll);
          }
        });
  }

  /** As rows are that come out of a dump of another PostgreSQL, whose transactions were ahead. */
  private int setAheadOfTheClock() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          """
          UPDATE private_entry SET changed =
            (pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000000)::text::xid8
          """);
    }
  }
}
