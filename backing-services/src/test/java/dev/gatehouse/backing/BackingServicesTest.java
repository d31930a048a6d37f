package dev.gatehouse.backing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.backing.BackingServices.Part;
import dev.gatehouse.backing.postgres.PostgresDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackingServicesTest {

  @Test
  void startsAllThree() throws Exception {
    try (var backing = BackingServices.start()) {
      backing.postgres().ensure(new PostgresDatabase("a", "a_owner", "1", "a", "2"));
      backing.kafka().ensure(List.of());
      backing.vault().admin().enableKv("kv");
    }
  }

  @Test
  void startsOnlyWhatIsAskedFor() throws Exception {
    try (var backing = BackingServices.start(Part.VAULT)) {
      assertThat(backing.vault().port()).isPositive();
      assertThatThrownBy(backing::kafka).hasMessage("KAFKA was not started");
    }
  }
}
