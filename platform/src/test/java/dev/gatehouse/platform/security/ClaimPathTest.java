package dev.gatehouse.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimPathTest {

  @Test
  void readsATextAndAList() {
    assertThat(new ClaimPath("org").texts(Map.of("org", "acme"))).containsExactly("acme");
    assertThat(new ClaimPath("org").texts(Map.of("org", List.of("a", "b"))))
        .containsExactly("a", "b");
  }

  @Test
  void leadsInside() {
    assertThat(
            new ClaimPath("realm_access.roles")
                .texts(Map.of("realm_access", Map.of("roles", List.of("admin")))))
        .containsExactly("admin");
  }

  @Test
  void takesTheNamesInAnObject() {
    assertThat(
            new ClaimPath("organization").texts(Map.of("organization", Map.of("acme", Map.of()))))
        .containsExactly("acme");
  }

  @Test
  void takesAWholeNameWithDotsFirst() {
    assertThat(
            new ClaimPath("https://example.com/roles")
                .texts(Map.of("https://example.com/roles", List.of("admin"))))
        .containsExactly("admin");
  }

  @Test
  void findsNothingWhereThereIsNothing() {
    assertThat(new ClaimPath("a.b.c").texts(Map.of("a", "text"))).isEmpty();
  }
}
