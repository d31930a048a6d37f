package dev.gatehouse.audit;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.gatehouse.audit.testing.AuditTest;
import dev.gatehouse.platform.testing.ServiceContract;
import io.quarkus.test.common.http.TestHTTPResource;
import java.net.URL;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@AuditTest
class ServiceContractTest extends ServiceContract {
  @TestHTTPResource(value = "/", management = true)
  URL own;

  @Test
  void saysThatIngestIsWell() {
    given()
        .get(own + "health/well")
        .then()
        .statusCode(200)
        .body("checks.find { it.name == 'audit ingest' }.status", equalTo("UP"));
  }

  @Test
  void measuresIngest() {
    given()
        .get(own + "metrics")
        .then()
        .body(containsString("gatehouse_audit_ingest_records_total{result=\"dead_letter\"}"))
        .body(containsString("gatehouse_audit_ingest_records_total{result=\"conflict\"}"))
        .body(containsString("gatehouse_audit_ingest_batch_records_count"))
        .body(containsString("gatehouse_audit_ingest_delay_seconds_count"))
        .body(containsString("gatehouse_audit_ingest_waiting"));
  }

  @Test
  void measuresHowManyRecordsLieAhead() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            given()
                .get(own + "metrics")
                .then()
                .body(containsString("kafka_consumer_fetch_manager_records_lag_max")));
  }
}
