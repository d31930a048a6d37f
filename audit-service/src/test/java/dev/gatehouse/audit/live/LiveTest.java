package dev.gatehouse.audit.live;

import static dev.gatehouse.audit.testing.AuditTopic.call;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.audit.live.LiveClient.Event;
import dev.gatehouse.audit.query.Filter;
import dev.gatehouse.audit.tail.Tail;
import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.audit.testing.AuditTopic;
import dev.gatehouse.audit.testing.TestDatabase;
import dev.gatehouse.platform.event.AuditRecord;
import dev.gatehouse.platform.event.EventKey;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.identity.IdentityView;
import dev.gatehouse.platform.identity.Role;
import dev.gatehouse.platform.identity.Scope;
import dev.gatehouse.platform.testing.TestIdentities;
import io.quarkus.test.common.http.TestHTTPResource;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody watches the trail. */
@AuditTest
class LiveTest {
  private static final String CALLS = "?action=tool.call";

  @Inject IdentityView view;
  @Inject Tail tail;

  @TestHTTPResource("/api/audit/events/stream")
  String url;

  private final List<LiveClient> clients = new ArrayList<>();
  private TestIdentities identities;
  private AuditTopic topic;
  private String organisation;
  private String key;

  @BeforeEach
  void anOrganisationWithAKey() {
    identities = new TestIdentities(view);
    topic = new AuditTopic();
    organisation = identities.organisation("acme-" + TestIdentities.newId());
    key = identities.serviceKey(organisation, Role.VIEWER, Scope.READ);
  }

  @AfterEach
  void close() {
    clients.forEach(LiveClient::close);
    topic.close();
    identities.close();
  }

  @Test
  void tellsOfWhatIsAddedAndOfNothingElse() {
    store(call(organisation, "before"));
    LiveClient stream = open("?tool=wanted", null);
    AuditRecord wanted = call(organisation, "wanted");

    store(call(organisation, "other"), wanted);
    topic.publish(call(TestIdentities.newId(), "wanted"));
    store(call(organisation, "wanted"));

    assertThat(stream.await("record", 2).getFirst().data().path("id").asText())
        .isEqualTo(wanted.id());
    assertThat(stream.of("record"))
        .hasSize(2)
        .allSatisfy(event ->
            assertThat(event.data().path("organisation").asText()).isEqualTo(organisation));
  }

  @Test
  void goesOnWhereItBrokeOff() {
    LiveClient stream = open(CALLS, null);
    AuditRecord[] records =
        IntStream.range(0, 10)
            .mapToObj(i -> call(organisation, "t" + i))
            .toArray(AuditRecord[]::new);
    store(records);
    Event third = stream.await("record", 10).get(2);
    stream.close();
    AuditRecord later = call(organisation, "later");
    store(later);

    LiveClient again = open(CALLS, third.id());

    List<String> expected =
        new ArrayList<>(IntStream.range(3, 10).mapToObj(i -> records[i].id()).toList());
    expected.add(later.id());
    assertThat(again.await("record", 8))
        .extracting(event -> event.data().path("id").asText())
        .containsExactlyElementsOf(expected);
  }

  @Test
  void tellsOfARecordThatComesLate() {
    LiveClient stream = open(CALLS, null);
    AuditRecord late = daysAgo(30);

    store(late);

    assertThat(stream.await("record", 1).getFirst().data().path("id").asText())
        .isEqualTo(late.id());
  }

  @Test
  void saysHowManyRecordsOfOldDaysCameMeanwhile() {
    LiveClient stream = open(CALLS, null);
    String place = stream.await("open", 1).getFirst().id();
    stream.close();
    store(daysAgo(30), daysAgo(31));

    LiveClient again = open(CALLS, place);

    assertThat(again.of("open").getFirst().data().path("missed").asLong()).isEqualTo(2);
  }

  @Test
  void comesBackToWhereItBeganIfItBrokeOffBeforeTheFirstRecord() {
    AuditRecord missed = daysAgo(5);
    store(missed);
    LiveClient stream = open(CALLS, emptyTrail(7));
    String began = stream.await("open", 1).getFirst().id();
    stream.close();

    LiveClient again = open(CALLS, began);

    assertThat(again.of("open").getFirst().data().path("missed").asLong()).isZero();
    assertThat(again.await("record", 1))
        .extracting(event -> event.data().path("id").asText())
        .containsExactly(missed.id());
  }

  @Test
  void saysHowManyRecordsCameMeanwhileOfDaysThatAreTooOldNow() {
    String place = emptyTrail(110);
    TestDatabase.administer(
        "INSERT INTO audit_chain (organisation, day, retention_class, records, head)"
            + " VALUES ('%s', current_date - 100, 'standard', 3, '')".formatted(organisation));

    try {
      LiveClient stream = open(CALLS, place);

      assertThat(stream.of("open").getFirst().data().path("missed").asLong()).isEqualTo(3);
    } finally {
      TestDatabase.administer(
          "DELETE FROM audit_chain WHERE organisation = '%s'".formatted(organisation));
    }
  }

  @Test
  void whoAsksForTheHeadOnlyTakesNoSeat() {
    for (int i = 0; i < 5; i++) {
      given()
          .header("Authorization", "Bearer " + key)
          .head(url)
          .then()
          .statusCode(200)
          .contentType("text/event-stream");
    }

    assertThat(open(CALLS, null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 10, 30})
  void whoLeavesAtOnceLeavesNoSeatTaken(int millis) throws Exception {
    URI uri = URI.create(url);
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nAccept: text/event-stream\r\n\r\n"
            .formatted(uri.getPath(), uri.getAuthority(), key)
            .getBytes(StandardCharsets.US_ASCII);

    for (int i = 0; i < 4; i++) {
      try (Socket client = new Socket(uri.getHost(), uri.getPort())) {
        client.setSoLinger(true, 0); // a reset, not a proper end
        client.getOutputStream().write(request);
        Thread.sleep(millis);
      }
    }

    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> open(CALLS, null).status() == 200);
  }

  @Test
  void endsWhenTheKeyIsRevoked() {
    LiveClient stream = open(CALLS, null);
    String id = key.split("_")[1];

    identities.send(
        new ProducerRecord<>(
            Topics.IDENTITY, new EventKey(organisation, "api-key", id).toString(), null));

    assertThat(stream.await("end", 1).getFirst().data().path("reason").asText())
        .isEqualTo("not-permitted");
    await().atMost(Duration.ofSeconds(20)).until(stream::ended);
  }

  @Test
  void oneCallerHasSoManyStreamsAndNoMore() {
    LiveClient first = open(CALLS, null);
    open(CALLS, null);
    open(CALLS, null);
    open(CALLS, null);

    assertThat(open(CALLS, null).status()).isEqualTo(409);

    first.close();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> open(CALLS, null).status() == 200);
  }

  @Test
  void aSeatIsGivenBackWhenNothingIsLookedForAnyMore() throws Exception {
    AtomicBoolean back = new AtomicBoolean();
    LiveStream stream =
        new LiveStream(
            Watch.from(tail, Filter.all(organisation), null),
            access(),
            view,
            Bounds.patient(Duration.ofMillis(100)),
            null,
            () -> back.set(true));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<LiveStream.Batch> looking = threads.submit(stream::next);
      await().pollDelay(Duration.ofMillis(500)).until(() -> !looking.isDone() && !back.get());

      stream.stop();

      assertThat(looking.get(30, TimeUnit.SECONDS).last()).isTrue();
      assertThat(back).isTrue();
    }
  }

  @Test
  void aStreamEndsWhenItsTimeIsOver() throws Exception {
    LiveStream stream = limited(Bounds.silent(Duration.ZERO), () -> {});

    LiveStream.Batch batch = stream.next();

    assertThat(batch.last()).isTrue();
    assertThat(batch.events())
        .extracting(OutboundSseEvent::getName, OutboundSseEvent::getData)
        .containsExactly(tuple("end", "{\"reason\":\"time\"}"));
  }

  @Test
  void whoReadsOnIsToldThatTheTimeIsOver() throws Exception {
    AtomicBoolean back = new AtomicBoolean();
    LiveStream stream = limited(Bounds.silent(Duration.ofMillis(300)), () -> back.set(true));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<OutboundSseEvent> events =
          stream.events(threads).collect().asList().await().atMost(Duration.ofSeconds(60));

      assertThat(events).extracting(OutboundSseEvent::getName).containsExactly("open", "end");
      assertThat(back).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void whoReadsNoFurtherIsEndedAllTheSame(int read) throws Exception {
    AtomicBoolean back = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AssertSubscriber<OutboundSseEvent> client =
          limited(Bounds.chatty(Duration.ofMillis(300)), () -> back.set(true))
              .events(threads)
              .subscribe()
              .withSubscriber(AssertSubscriber.create(read));

      client.awaitCompletion(Duration.ofSeconds(60));

      await().atMost(Duration.ofSeconds(60)).untilTrue(back);
    }
  }

  @Test
  void whatAFilterLeavesOutIsPassedWithoutAPause() throws Exception {
    Filter wanted =
        new Filter(
            organisation,
            null,
            null,
            "wanted",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    LiveStream stream =
        new LiveStream(
            Watch.from(tail, wanted, null),
            access(),
            view,
            Bounds.patient(Duration.ofHours(1)),
            new SseImpl(),
            () -> {});
    List<AuditRecord> records = new ArrayList<>();
    IntStream.range(0, 1_200).forEach(_ -> records.add(call(organisation, "other")));
    records.add(call(organisation, "wanted"));
    store(records.toArray(AuditRecord[]::new));

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<LiveStream.Batch> looking = threads.submit(stream::next);
      try {
        assertThat(looking.get(30, TimeUnit.SECONDS).events()).hasSize(1);
      } finally {
        looking.cancel(true);
      }
    }
  }

  @Test
  void aPlaceOfAnotherOrganisationLeadsToNothingOfIt() {
    String theirs = identities.organisation("other-" + TestIdentities.newId());
    String theirKey = identities.serviceKey(theirs, Role.VIEWER, Scope.READ);
    LiveClient other = LiveClient.open(url + CALLS, theirKey, null);
    clients.add(other);
    String place = other.await("open", 1).getFirst().id();
    topic.publish(call(theirs, "theirs"));
    other.await("record", 1);

    LiveClient stream = open(CALLS, place);
    AuditRecord ours = call(organisation, "ours");
    store(ours);

    assertThat(stream.await("record", 1))
        .extracting(event -> event.data().path("id").asText())
        .containsExactly(ours.id());
  }

  @Test
  void aPlaceThatIsNoneIsRefused() {
    assertThat(open(CALLS, "nowhere").status()).isEqualTo(400);
  }

  @Test
  void watchingIsOnRecord() {
    open(CALLS, null);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT record FROM audit_record WHERE organisation = '%s' AND action = 'audit.read'"
                            .formatted(organisation)))
                .singleElement()
                .asString()
                .contains("\"live\":\"true\""));
  }

  @Test
  void fromWhereAStreamGoesOnIsOnRecord() {
    LiveClient stream = open(CALLS, null);
    String place = stream.await("open", 1).getFirst().id();
    stream.close();
    AuditRecord later = call(organisation, "later");
    store(later);

    open(CALLS, place);

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() ->
            assertThat(
                    TestDatabase.select(
                        "SELECT record FROM audit_record WHERE organisation = '%s' AND action = 'audit.read'"
                            .formatted(organisation)))
                .anySatisfy(record -> assertThat(record).contains("\"since\":", "\"again\":")));
  }

  /** Of somebody who was there so many days ago, when there was nothing. */
  private static String emptyTrail(int days) {
    return new Place(LocalDate.now(ZoneOffset.UTC).minusDays(days), 0, new TreeMap<>()).encode();
  }

  private LiveStream limited(Bounds bounds, Runnable giveBack) throws SQLException {
    return new LiveStream(
        Watch.from(tail, Filter.all(organisation), null),
        access(),
        view,
        bounds,
        new SseImpl(),
        giveBack);
  }

  private Access access() {
    String id = key.split("_")[1];
    return Access.of(
        new Caller(null, id, null, null, organisation, Role.VIEWER, Set.of(Scope.READ), null),
        null,
        false);
  }

  private LiveClient open(String query, String lastEventId) {
    LiveClient client = LiveClient.open(url + query, key, lastEventId);
    clients.add(client);
    return client;
  }

  private AuditRecord daysAgo(int days) {
    return AuditTopic.at(Instant.now().minus(days, ChronoUnit.DAYS), call(organisation, "late"));
  }

  private void store(AuditRecord... records) {
    topic.publish(records);
    List<String> ids = List.of(records).stream().map(AuditRecord::id).toList();
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> TestDatabase.idsOf(organisation).containsAll(ids));
  }
}
