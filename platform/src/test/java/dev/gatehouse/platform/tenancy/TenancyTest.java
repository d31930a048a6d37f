package dev.gatehouse.platform.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.gatehouse.platform.testing.BackingServices;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = BackingServices.class,
    initArgs = @ResourceArg(name = "database", value = "platform"))
class TenancyTest {
  @Inject Tenancy tenancy;
  @Inject EntityManager entities;
  @Inject AgroalDataSource dataSource;

  private final String ours = UUID.randomUUID().toString();
  private final String theirs = UUID.randomUUID().toString();

  @BeforeEach
  void aNoteOfEach() {
    write(ours, "ours");
    write(theirs, "theirs");
  }

  @Test
  void hibernateShowsTheOwnOrganisationOnly() {
    List<String> texts = tenancy.in(ours, () -> read("select n.text from Note n"));
    assertThat(texts).containsExactly("ours");
  }

  @Test
  void aNativeQueryShowsTheOwnOrganisationOnly() {
    List<?> texts =
        tenancy.in(
            ours,
            () ->
                QuarkusTransaction.requiringNew()
                    .call(
                        () -> entities.createNativeQuery("SELECT text FROM note").getResultList()));
    assertThat(texts).hasToString("[ours]");
  }

  @Test
  void nobodySeesNothing() {
    assertThat(count()).isZero();
  }

  @Test
  void nobodySeesNothingOfThePlatform() {
    tenancy.asPlatform(() -> insertDirectly("-"));
    assertThat(count()).isZero();
  }

  @Test
  void thePlatformSeesAll() {
    List<String> texts =
        tenancy.asPlatform(() ->
            read(
                "select n.text from Note n where n.organisation in ('%s', '%s') order by n.text"
                    .formatted(ours, theirs)));
    assertThat(texts).containsExactly("ours", "theirs");
  }

  @Test
  void aConnectionThatWentBackToThePoolForgetsTheOrganisation() {
    tenancy.in(ours, this::count);
    assertThat(count()).isZero();
  }

  @Test
  void rowsOfAnotherOrganisationCannotBeWritten() {
    assertThatThrownBy(() -> tenancy.in(ours, () -> insertDirectly(theirs)))
        .hasRootCauseInstanceOf(SQLException.class)
        .hasStackTraceContaining("row-level security");
  }

  @Test
  void connectionsThatWereCutLeaveThePool() {
    // More cuts than the pool has places: one that stayed occupied each time would empty it.
    for (int round = 0;
        round <= dataSource.getConfiguration().connectionPoolConfiguration().maxSize();
        round++) {
      cutConnections();
      use("SELECT 1");
    }

    Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> count() == 0);
  }

  private void cutConnections() {
    use("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user");
  }

  private void use(String sql) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException _) {
      // The connection was cut: by this statement or by the one before.
    }
  }

  private void write(String organisation, String text) {
    tenancy.in(
        organisation,
        () ->
            QuarkusTransaction.requiringNew()
                .call(() -> {
                  Note note = new Note();
                  note.id = UuidCreator.getTimeOrderedEpoch();
                  note.text = text;
                  entities.persist(note);
                  return note;
                }));
  }

  private List<String> read(String query) {
    return QuarkusTransaction.requiringNew()
        .call(() -> entities.createQuery(query, String.class).getResultList());
  }

  private int count() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM note")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private int insertDirectly(String organisation) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(
          "INSERT INTO note VALUES (gen_random_uuid(), '%s', 'x')".formatted(organisation));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
