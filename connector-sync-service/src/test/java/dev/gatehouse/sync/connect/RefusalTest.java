package dev.gatehouse.sync.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.gatehouse.platform.event.CredentialEvent.CredentialRefused;
import dev.gatehouse.platform.event.CredentialEvent.CredentialRotated;
import dev.gatehouse.platform.event.EventCodec;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.sync.Rows;
import dev.gatehouse.sync.SyncTest;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What gateways tell of tokens that upstreams refuse. */
@SyncTest
class RefusalTest extends ConnectSteps {
  private static final int ONE_PARTITION = 0;

  @Test
  void aTokenThatWasRefusedAtAGatewayIsRenewed() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    CredentialRotated told = rotations(connector, 1).getFirst();
    isAnHourOld(connector);

    refuse(connector, null, told.version(), null);

    assertThat(rotations(connector, 2)).hasSize(2);
    assertThat(upstream.tokenRequests("refresh_token")).hasSize(1);
  }

  @Test
  void manyRefusalsOfOneTokenRenewItOnceAndThatOfAFreshOneRenewsNothing() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    CredentialRotated told = rotations(connector, 1).getFirst();
    isAnHourOld(connector);
    for (int i = 0; i < 20; i++) {
      refuse(connector, null, told.version(), null);
    }
    CredentialRotated fresh = rotations(connector, 2).get(1);

    refuse(connector, null, fresh.version(), null);
    refuse(connector, null, told.version(), null);
    awaitTaken(connector);

    assertThat(upstream.tokenRequests("refresh_token")).hasSize(1);
  }

  @Test
  void theAccountOfOneUserIsRenewedAlone() {
    String connector = connector(oauth(true, null));
    connect(connector).statusCode(200);
    CredentialRotated told = rotations(connector, 1).getFirst();
    isAnHourOld(connector);

    refuse(connector, user, told.version(), null);

    assertThat(rotations(connector, 2)).extracting(CredentialRotated::user).containsOnly(user);
  }

  @Test
  void anotherOrganisationRenewsNothing() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    CredentialRotated told = rotations(connector, 1).getFirst();
    isAnHourOld(connector);

    refuse("somebody-else", connector, null, told.version(), null);
    awaitTaken(connector);

    assertThat(upstream.tokenRequests("refresh_token")).isEmpty();
  }

  @Test
  void moreRightsAreAskedForAtTheNextSignIn() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    CredentialRotated told = rotations(connector, 1).getFirst();

    refuse(connector, null, told.version(), "write");

    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            account(connector)
                .body("wantedScope", equalTo("write"))
                .body("state", equalTo("connected")));
    assertThat(at(user).get(start(connector)).getHeader("Location")).contains("write");
  }

  @Test
  void whatTokensOfBeforeLackedIsNotAskedForAfterAnotherSignIn() {
    String connector = connector(oauth(false, null));
    connect(connector).statusCode(200);
    CredentialRotated told = rotations(connector, 1).getFirst();
    connect(connector).statusCode(200);
    CredentialRotated fresh = rotations(connector, 2).get(1);
    isAnHourOld(connector);

    refuse(connector, null, told.version(), "write");
    refuse(connector, null, fresh.version(), null); // which is taken after

    assertThat(rotations(connector, 3)).hasSize(3);
    account(connector).body("wantedScope", nullValue());
  }

  /** Records are taken in order: what was sent before is done when this shows. */
  private void awaitTaken(String connector) {
    refuse(connector, null, version(connector), "marker");
    Awaitility.await()
        .atMost(PATIENCE)
        .untilAsserted(() -> account(connector).body("wantedScope", equalTo("marker")));
    // Whatever was to be renewed would be under way by now.
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() ->
            Rows.number(
                    "SELECT count(*) FROM upstream_credential WHERE refresh_at <= now() AND"
                        + " connector_id = '"
                        + connector
                        + "'")
                == 0);
  }

  private static long version(String connector) {
    return Rows.number(
        "SELECT version FROM upstream_credential WHERE connector_id = '" + connector + "'");
  }

  private static void isAnHourOld(String connector) {
    Rows.change(
        "UPDATE upstream_credential SET renewed_at = now() - interval '1 hour'"
            + " WHERE connector_id = '"
            + connector
            + "'");
  }

  private void refuse(String connector, String whose, long version, String scope) {
    refuse(connectors.organisation(), connector, whose, version, scope);
  }

  private void refuse(
      String organisation, String connector, String whose, long version, String scope) {
    CredentialRefused refused =
        new CredentialRefused(organisation, connector, whose, version, scope);
    identities.send(
        new ProducerRecord<>(
            Topics.CREDENTIAL_REFUSED,
            ONE_PARTITION, // of all organisations, so that they are taken in order
            refused.key().toString(),
            EventCodec.encode(EventCodec.envelope("gateway", refused, null))));
  }
}
