package dev.gatehouse.audit.settings;

import dev.gatehouse.audit.query.ReadRecords;
import dev.gatehouse.platform.event.AuditRecord.Outcome;
import dev.gatehouse.platform.event.AuditRecord.Target;
import dev.gatehouse.platform.event.Topics;
import dev.gatehouse.platform.identity.Caller;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;

/** Changes settings, tells the gateways and puts it on record, in one transaction. */
@ApplicationScoped
class SettingsService {
  /** In characters; a record has a size limit and before and after go into one. */
  private static final int MAX_DOCUMENT = 32_000;

  private final SettingsStore store;
  private final Outbox outbox;
  private final ReadRecords records;

  SettingsService(SettingsStore store, Outbox outbox, ReadRecords records) {
    this.store = store;
    this.outbox = outbox;
    this.records = records;
  }

  @Transactional
  SettingsDocument get(Caller caller) {
    return store.find(caller.organisation());
  }

  @Transactional
  SettingsDocument put(Caller caller, SettingsDocument wanted) {
    String organisation = caller.organisation();
    SettingsDocument complete = wanted.complete();
    outbox.lock(organisation);
    SettingsDocument before = store.find(organisation);
    store.put(organisation, complete);
    outbox.append(Topics.AUDIT_SETTINGS, complete.event(organisation));
    records.append(
        caller,
        "audit.settings.change",
        Target.of("audit-settings", organisation, null),
        Outcome.SUCCESS,
        Map.of("before", text(before), "after", text(complete)));
    return complete;
  }

  private static String text(SettingsDocument settings) {
    String json = CanonicalJson.of(Json.mapper().valueToTree(settings));
    return json.length() <= MAX_DOCUMENT ? json : json.substring(0, MAX_DOCUMENT) + "…";
  }
}
