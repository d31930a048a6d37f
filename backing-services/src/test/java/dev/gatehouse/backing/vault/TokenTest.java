package dev.gatehouse.backing.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenTest {

  private final VaultUnderTest vault = VaultUnderTest.get();

  @Test
  void refusesARequestWithoutToken() throws Exception {
    assertThat(vault.as(null).get("sys/mounts").status()).isEqualTo(403);
  }

  @Test
  void refusesAnUnknownToken() throws Exception {
    var answer = vault.as("s.unknown").get("sys/mounts");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.errors()).contains("permission denied");
  }

  @Test
  void createsATokenWithPoliciesAndTimeToLive() throws Exception {
    var created =
        vault.post("auth/token/create", "{'policies': ['web'], 'ttl': '1h', 'meta': {'u': 'e'}}");

    var auth = created.body().path("auth");
    assertThat(created.status()).isEqualTo(200);
    assertThat(auth.path("client_token").asText()).isNotEmpty();
    assertThat(auth.path("policies").toString()).isEqualTo("[\"default\",\"web\"]");
    assertThat(auth.path("lease_duration").asInt()).isEqualTo(3600);
    assertThat(auth.path("renewable").asBoolean()).isTrue();
    assertThat(auth.path("metadata").path("u").asText()).isEqualTo("e");
    assertThat(auth.path("orphan").asBoolean()).isFalse();
  }

  @Test
  void looksUpItself() throws Exception {
    var token = token("{'policies': ['web'], 'ttl': '1h', 'display_name': 'shop'}");

    var found = vault.as(token).get("auth/token/lookup-self").data();

    assertThat(found.path("id").asText()).isEqualTo(token);
    assertThat(found.path("display_name").asText()).isEqualTo("token-shop");
    assertThat(found.path("policies").toString()).isEqualTo("[\"default\",\"web\"]");
    assertThat(found.path("ttl").asInt()).isBetween(3500, 3600);
    assertThat(found.path("creation_ttl").asInt()).isEqualTo(3600);
    assertThat(found.path("expire_time").asText()).isNotEmpty();
    assertThat(found.path("type").asText()).isEqualTo("service");
  }

  @Test
  void renewsItself() throws Exception {
    var token = token("{'ttl': '1h', 'policies': ['default']}");

    var renewed = vault.as(token).post("auth/token/renew-self", "{'increment': '2h'}");

    assertThat(renewed.status()).isEqualTo(200);
    assertThat(renewed.body().path("auth").path("lease_duration").asInt()).isBetween(7100, 7200);
  }

  @Test
  void neverRenewsBeyondTheExplicitMaximum() throws Exception {
    var token = token("{'ttl': '1h', 'explicit_max_ttl': '90m', 'policies': ['default']}");

    var renewed = vault.as(token).post("auth/token/renew-self", "{'increment': '5h'}");

    assertThat(renewed.body().path("auth").path("lease_duration").asInt()).isBetween(5300, 5400);
  }

  @Test
  void refusesToRenewWhatIsNotRenewable() throws Exception {
    var token = token("{'ttl': '1h', 'renewable': false, 'policies': ['default']}");

    assertThat(vault.as(token).post("auth/token/renew-self", "{}").status()).isEqualTo(400);
  }

  @Test
  void renewsAPeriodicTokenByItsPeriod() throws Exception {
    var token = token("{'period': '24h', 'policies': ['default']}");

    var renewed = vault.as(token).post("auth/token/renew-self", "{'increment': '1h'}");

    assertThat(renewed.body().path("auth").path("lease_duration").asInt()).isBetween(86300, 86400);
  }

  @Test
  void endsWithItsTimeToLive() throws Exception {
    var token = token("{'ttl': '4s', 'policies': ['default']}");
    var during = vault.as(token).get("auth/token/lookup-self").status();

    Thread.sleep(5500);

    assertThat(during).isEqualTo(200);
    assertThat(vault.as(token).get("auth/token/lookup-self").status()).isEqualTo(403);
  }

  @Test
  void endsAfterItsLastUse() throws Exception {
    var token = token("{'num_uses': 2, 'policies': ['default']}");
    vault.as(token).get("auth/token/lookup-self");
    vault.as(token).get("auth/token/lookup-self");

    assertThat(vault.as(token).get("auth/token/lookup-self").status()).isEqualTo(403);
  }

  @Test
  void revokesItself() throws Exception {
    var token = token("{'policies': ['default']}");

    var revoked = vault.as(token).post("auth/token/revoke-self", "{}");

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(vault.as(token).get("auth/token/lookup-self").status()).isEqualTo(403);
  }

  @Test
  void revokesAnotherWithItsChildren() throws Exception {
    var policy = "path \"auth/token/create\" { capabilities = [\"update\"] }";
    var parent = vault.limitedTo(policy);
    var child =
        parent.post("auth/token/create", "{}").body().path("auth").path("client_token").asText();

    var revoked = vault.post("auth/token/revoke", "{'token': '%s'}".formatted(parent.token()));

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(vault.as(child).post("auth/token/create", "{}").status()).isEqualTo(403);
  }

  @Test
  void childMayNotHaveMorePoliciesThanItsParent() throws Exception {
    var parent = vault.limitedTo("path \"auth/token/create\" { capabilities = [\"update\"] }");

    var created = parent.post("auth/token/create", "{'policies': ['admin']}");

    assertThat(created.status()).isEqualTo(400);
    assertThat(created.errors()).contains("child policies must be subset of parent");
  }

  @Test
  void childOfALimitedTokenIsNeverRoot() throws Exception {
    var parent =
        vault.limitedTo("path \"auth/token/create\" { capabilities = [\"update\", \"sudo\"] }");

    assertThat(parent.post("auth/token/create", "{'policies': ['root']}").status()).isEqualTo(400);
  }

  @Test
  void onlyThePrivilegedChooseAnId() throws Exception {
    var id = "chosen-" + System.nanoTime();
    var parent = vault.limitedTo("path \"auth/token/create\" { capabilities = [\"update\"] }");

    var limited = parent.post("auth/token/create", "{'id': '%s'}".formatted(id));
    var root = vault.post("auth/token/create", "{'id': '%s', 'policies': ['web']}".formatted(id));

    assertThat(limited.status()).isEqualTo(400);
    assertThat(root.body().path("auth").path("client_token").asText()).isEqualTo(id);
  }

  private String token(String request) throws Exception {
    return vault
        .post("auth/token/create", request)
        .body()
        .path("auth")
        .path("client_token")
        .asText();
  }
}
