package dev.gatehouse.registry.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
  private static final List<String> ASCENDING =
      List.of(
          "0.0.9",
          "0.0.10",
          "1.0.0-alpha",
          "1.0.0-alpha.1",
          "1.0.0-alpha.beta",
          "1.0.0-beta",
          "1.0.0-beta.2",
          "1.0.0-beta.11",
          "1.0.0-rc.1",
          "1.0.0",
          "1.2.3",
          "2.0.0",
          "2025.6.18",
          "99999999999999999999.0.0",
          "100000000000000000000.0.0");

  @Test
  void versionsAreInTheOrderOfTheSpecification() {
    List<SemanticVersion> versions = new ArrayList<>(ASCENDING.stream().map(this::parsed).toList());
    Collections.shuffle(versions, new Random(7));

    Collections.sort(versions);

    assertThat(versions).containsExactlyElementsOf(ASCENDING.stream().map(this::parsed).toList());
  }

  @Test
  void buildMetadataHasNoPartInTheOrder() {
    assertThat(parsed("1.0.0+a")).isEqualByComparingTo(parsed("1.0.0+b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1.0", "v1.0.0", "01.0.0", "2025.06.18", "1.0.0-01", "1.0.0-", "", "latest"})
  void otherFormsAreNone(String text) {
    assertThat(SemanticVersion.parse(text)).isEmpty();
  }

  @Test
  void aSemanticVersionIsLaterThanAnotherFormThatCameLater() {
    assertThat(
            StoredVersion.latest(
                List.of(version(1, "1.0.0", 10, false), version(2, "2025-12-01", 20, false))))
        .extracting(StoredVersion::id)
        .isEqualTo(1L);
  }

  @Test
  void ofTwoOtherFormsTheOnePublishedLaterIsTheLatest() {
    assertThat(
            StoredVersion.latest(List.of(version(1, "v9", 10, false), version(2, "v1", 20, false))))
        .extracting(StoredVersion::id)
        .isEqualTo(2L);
  }

  @Test
  void whatItsRegistryMarksIsTheLatest() {
    assertThat(
            StoredVersion.latest(
                List.of(version(1, "2.0.0", 10, false), version(2, "1.0.0", 20, true))))
        .extracting(StoredVersion::id)
        .isEqualTo(2L);
  }

  @Test
  void aDeletedVersionIsNotTheLatestWhileThereIsAnother() {
    assertThat(
            StoredVersion.latest(
                List.of(
                    version(1, "1.0.0", 10, false),
                    new StoredVersion(
                        2, "2.0.0", ServerStatus.DELETED, Instant.ofEpochSecond(20), true))))
        .extracting(StoredVersion::id)
        .isEqualTo(1L);
  }

  private SemanticVersion parsed(String text) {
    return SemanticVersion.parse(text).orElseThrow();
  }

  private static StoredVersion version(long id, String version, long at, boolean marked) {
    return new StoredVersion(id, version, ServerStatus.ACTIVE, Instant.ofEpochSecond(at), marked);
  }
}
