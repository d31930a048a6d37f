package dev.gatehouse.audit.settings;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.settings.SettingsDocument.Retention;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.audit.trail.RetentionClass;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.tenancy.Tenancy;
import dev.gatehouse.platform.testing.TestIdentities;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Which class records get right after the start, and when settings cannot be read. */
@AuditTest
class RetentionChoiceTest {
  private static final Retention LONG =
      new Retention(RetentionClass.LONG, RetentionClass.LONG, RetentionClass.LONG);

  @Inject SettingsStore settings;
  @Inject AgroalDataSource dataSource;
  @Inject Tenancy tenancy;

  private final String organisation = TestIdentities.newId();

  /** Cannot be read at first. */
  private static final class AwayStore extends SettingsStore {
    private final CountDownLatch asked = new CountDownLatch(3);
    private volatile boolean back;

    AwayStore(AgroalDataSource dataSource) {
      super(dataSource);
    }

    @Override
    Map<String, SettingsDocument> all() throws SQLException {
      asked.countDown();
      if (back) {
        return super.all();
      }
      throw new SQLException("away, as the test wants it");
    }
  }

  @Test
  void recordsWaitUntilItIsKnownHowLongTheyAreKept() throws InterruptedException {
    put(LONG);
    AwayStore away = new AwayStore(dataSource);
    QuarkusMock.installMockForType(new RetentionChoice(away, tenancy), RetentionChoice.class);
    AuditRecord call = call(organisation, "echo");
    try (AuditTopic topic = new AuditTopic()) {
      topic.publish(call);
    }
    away.asked.await();
    assertThat(TestDatabase.idsOf(organisation)).isEmpty();

    away.back = true;

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT retention_class FROM audit_record WHERE id = '" + call.id() + "'"))
                .containsExactly("long"));
  }

  @Test
  void nobodyIsGivenAClassBeforeItIsKnown() {
    AwayStore away = new AwayStore(dataSource);
    RetentionChoice choice = new RetentionChoice(away, tenancy);

    assertThatThrownBy(() -> choice.of(organisation, "tool.call"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(choice::learn).isInstanceOf(SQLException.class);
    assertThat(choice.isKnown()).isFalse();
  }

  @Test
  void whatIsKnownHoldsWhileItCannotBeRead() throws SQLException {
    put(LONG);
    AwayStore away = new AwayStore(dataSource);
    away.back = true;
    RetentionChoice choice = new RetentionChoice(away, tenancy);
    choice.learn();
    away.back = false;

    choice.forget();

    assertThat(choice.of(organisation, "tool.call")).isEqualTo(RetentionClass.LONG);
  }

  @Test
  void settingsThatCannotBeReadKeepTheirOwnRecordsLongestAndNoOthers() throws SQLException {
    String broken = TestIdentities.newId();
    TestDatabase.administer(
        "INSERT INTO audit_settings (organisation, document) VALUES ('%s', '{\"retention\":7}')"
            .formatted(broken));
    try {
      RetentionChoice choice = new RetentionChoice(settings, tenancy);

      choice.learn();

      assertThat(choice.of(broken, "tool.call")).isEqualTo(RetentionClass.LONG);
      assertThat(choice.of(organisation, "tool.call")).isEqualTo(RetentionClass.STANDARD);
    } finally {
      TestDatabase.administer("DELETE FROM audit_settings WHERE organisation = '" + broken + "'");
    }
  }

  private void put(Retention retention) {
    tenancy.asPlatform(() -> {
      settings.put(organisation, new SettingsDocument(null, null, null, null, retention));
      return true;
    });
  }
}
