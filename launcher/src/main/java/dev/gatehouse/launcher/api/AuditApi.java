package dev.gatehouse.launcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gatehouse.launcher.Failure;
import dev.gatehouse.launcher.data.AssertionKeys;
import dev.gatehouse.launcher.data.DataFolder;
import dev.gatehouse.platform.identity.CallerAssertion;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** What the operator asks of audit-service, by caller assertions of the launcher's own. */
public final class AuditApi {

  private static final String HEADER = "Gatehouse-Caller";
  private static final String AUDIENCE = "audit";
  private static final String REPLAY = "/internal/audit/dead-letters/replay";
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final String url;
  private final CallerAssertion.Signer signer;

  /**
   * @param url internal address of audit-service
   */
  public AuditApi(DataFolder folder, String url) {
    this.url = url;
    this.signer =
        new CallerAssertion.Signer(
            new AssertionKeys(folder).read(AssertionKeys.LAUNCHER), Clock.systemUTC());
  }

  /** Tries all dead letters again; says what became of them. */
  public JsonNode replay() throws IOException {
    var answer =
        Http.send("POST", url + REPLAY, HEADER, signer.sign(AUDIENCE, null), null, PATIENCE);
    if (!answer.isSuccess()) {
      throw new Failure("audit-service refused to replay: " + answer.problem());
    }
    return answer.body();
  }
}
