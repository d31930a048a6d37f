package dev.gatehouse.audit.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.platform.json.CanonicalJson;
import dev.gatehouse.platform.json.Json;
import dev.gatehouse.platform.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** The settings in the database. */
@ApplicationScoped
class SettingsStore {
  private static final Logger LOG = Logger.getLogger(SettingsStore.class);
  private static final String FIND = "SELECT document FROM audit_settings WHERE organisation = ?";
  private static final String ALL = "SELECT organisation, document FROM audit_settings";
  private static final String PUT =
      "INSERT INTO audit_settings (organisation, document) VALUES (?, ?)"
          + " ON CONFLICT (organisation) DO UPDATE SET document = excluded.document";

  private final AgroalDataSource dataSource;

  SettingsStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  SettingsDocument find(String organisation) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement find = connection.prepareStatement(FIND)) {
      find.setString(1, organisation);
      try (ResultSet row = find.executeQuery()) {
        return row.next() ? parse(row.getString(1)) : SettingsDocument.DEFAULT;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("settings cannot be read", e);
    }
  }

  /** Of every organisation; what cannot be read of one keeps its records longest. */
  Map<String, SettingsDocument> all() throws SQLException {
    Map<String, SettingsDocument> all = new HashMap<>();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ALL)) {
      while (row.next()) {
        all.put(row.getString(1), parseOrKeep(row.getString(1), row.getString(2)));
      }
    }
    return all;
  }

  void put(String organisation, SettingsDocument settings) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement put = connection.prepareStatement(PUT)) {
      put.setString(1, organisation);
      put.setString(2, CanonicalJson.of(Json.mapper().valueToTree(settings)));
      put.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("settings cannot be written", e);
    }
  }

  private static SettingsDocument parseOrKeep(String organisation, String document) {
    try {
      return parse(document);
    } catch (IllegalStateException | ProblemException e) {
      LOG.errorf(
          "Audit settings of organisation %s cannot be read, so its records are kept longest: %s",
          organisation, e.getMessage());
      return SettingsDocument.KEEP_LONGEST;
    }
  }

  private static SettingsDocument parse(String document) {
    try {
      return Json.mapper().readValue(document, SettingsDocument.class).complete();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored settings cannot be read", e);
    }
  }
}
