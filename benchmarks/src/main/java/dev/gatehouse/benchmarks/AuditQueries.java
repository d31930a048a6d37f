package dev.gatehouse.benchmarks;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Queries over HTTP of an organisation with millions of records of thirty days, with one client and
 * with eight.
 */
final class AuditQueries {
  private static final int DAYS = 30;
  private static final int SECONDS = 10;
  private static final int VARIANTS = 500;

  /** Written past the service, so these days do not verify: this is about reading them. */
  private static final String FILL =
      """
      INSERT INTO audit_record (id, day, retention_class, organisation, occurred_at, service, phase, action, tool,
        connector, gateway, actor, client, outcome, duration_micros, trace_id, record, seq, chain)
      SELECT
        (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || '7' || substr(md5(i::text), 1, 3)
          || '8' || substr(md5(i::text), 4, 15))::uuid,
        (t AT TIME ZONE 'UTC')::date, 'standard', '%1$s', t, 'filled', 'EVENT', 'tool.call', 'tool_' || i %% 200,
        'connector-' || i %% 20, 'gateway-' || i %% 4, 'user-' || i %% 500, 'client-' || i %% 5,
        CASE WHEN i %% 50 = 0 THEN 'ERROR' ELSE 'SUCCESS' END, 1000 + (i * 7919) %% 100000, md5(i::text),
        format('{"action":"tool.call","actor":{"client":"client-%%s","user":"user-%%s"},"decision":{"allowed":true,"rule":'
          || '"permission"},"detail":{},"durationMicros":%%s,"id":"%%s","input":{"bytes":64,"content":{"customer":"C-%%s",'
          || '"limit":10,"token":"[redacted]"},"digest":"%%s%%s","redactions":1,"truncated":false},"occurredAt":"%%s",'
          || '"organisation":"%1$s","outcome":{"status":"SUCCESS"},"output":{"bytes":128,"content":{"content":[{"text":'
          || '"Order of the customer was found and is on its way","type":"text"}]},"digest":"%%s%%s","truncated":false},'
          || '"phase":"EVENT","schemaVersion":1,"service":"gateway","target":{"kind":"tool","name":"tool_%%s"}}',
          i %% 5, i %% 500, 1000 + (i * 7919) %% 100000, i, i %% 100000, md5(i::text), md5('a' || i), t, md5('b' || i),
          md5('c' || i), i %% 200),
        i, ''::bytea
      FROM (SELECT i, date_trunc('day', now()) - interval '%2$d days' + i * (interval '1 second' * 86400 / %3$d) AS t
            FROM generate_series(1, %3$d) AS i) AS rows
      """;

  private final Suite suite;
  private final AuditTrail trail;
  private final Random random = new Random(3);
  private long failed;

  AuditQueries(Suite suite, AuditTrail trail) {
    this.suite = suite;
    this.trail = trail;
  }

  void run(int rows) throws Exception {
    String organisation = suite.get("/api/me").at("/organisation/id").asText();
    fill(organisation, rows);
    for (int clients : List.of(1, 8)) {
      System.out.printf(
          "%n## Queries, %s rows of the organisation, %d at a time%n%n%s%n",
          trail
              .row("SELECT count(*) FROM audit_record WHERE organisation = '" + organisation + "'")
              .getFirst(),
          clients,
          Clients.HEADER);
      Clients http =
          new Clients(
              suite.audit(), suite.apiKey(), clients, suite.auditPid(), suite.postgresPid());
      measure(http, "newest", _ -> events(""));
      measure(http, "an hour", _ -> events(hour()));
      measure(http, "actor", i -> events("&actor=user-" + i % 500));
      measure(http, "tool", i -> events("&tool=tool_" + i % 200));
      measure(http, "tool and actor", i -> events("&tool=tool_" + i % 200 + "&actor=user-" + i));
      measure(http, "errors of a tool", i -> events("&outcome=ERROR&tool=tool_" + 50 * (i % 4)));
      measure(http, "text, a day", _ -> events(day() + "&text=C-" + random.nextInt(100_000)));
      measure(http, "text and actor", i -> events("&text=on+its+way&actor=user-" + i % 500));
      measure(http, "statistics by hour, a day", _ -> statistics("time", day()));
      measure(http, "statistics by tool, a day", _ -> statistics("tool", day()));
      measure(
          http,
          "statistics of a tool, 30 days",
          i -> statistics("time", "&bucket=day&tool=tool_" + i % 200 + days(DAYS)));
    }
    System.out.println("\n" + Verdict.HEADER);
    System.out.println(new Verdict("failed replies", failed, 0, 0).row());
  }

  private void fill(String organisation, int rows) throws Exception {
    if (trail.row("SELECT 1 FROM audit_record WHERE service = 'filled' LIMIT 1").isEmpty()) {
      System.err.println("The trail is filled …");
      trail.run(
          "SELECT audit_partition_ensure(current_date - d, 'standard') FROM generate_series(0, %d) d"
              .formatted(DAYS + 1));
      int perDay = rows / DAYS;
      for (int day = DAYS; day > 0; day--) {
        trail.run(FILL.formatted(organisation, day, perDay));
      }
      trail.run("VACUUM ANALYZE audit_record");
    }
  }

  private void measure(Clients clients, String what, IntFunction<String> path) throws Exception {
    List<String> paths = IntStream.range(0, VARIANTS).mapToObj(path).toList();
    Clients.Latency latency = clients.run(paths, SECONDS);
    failed += latency.failed();
    System.out.println(latency.row(what, clients.number()));
  }

  private static String events(String filter) {
    return "/api/audit/events?limit=50&action=tool.call" + filter;
  }

  private static String statistics(String by, String filter) {
    return "/api/audit/statistics?by=" + by + filter;
  }

  private String hour() {
    Instant from =
        Instant.now()
            .truncatedTo(ChronoUnit.HOURS)
            .minus(1 + random.nextInt(DAYS * 24 - 48), ChronoUnit.HOURS);
    return "&from=" + from + "&to=" + from.plus(1, ChronoUnit.HOURS);
  }

  private String day() {
    Instant from =
        Instant.now()
            .truncatedTo(ChronoUnit.DAYS)
            .minus(1 + random.nextInt(DAYS - 1), ChronoUnit.DAYS);
    return "&from=" + from + "&to=" + from.plus(1, ChronoUnit.DAYS);
  }

  private static String days(int days) {
    return "&from=" + Instant.now().truncatedTo(ChronoUnit.DAYS).minus(days, ChronoUnit.DAYS);
  }
}
