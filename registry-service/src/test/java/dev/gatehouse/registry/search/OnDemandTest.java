package dev.gatehouse.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.platform.problem.CommonProblem;
import dev.gatehouse.platform.problem.ProblemException;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OnDemandTest {

  @Test
  void aDatabaseThatIsAwayIsAPassingProblem() throws SQLException {
    var nowhere =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1)
                    .acquisitionTimeout(Duration.ofMillis(200))
                    .connectionFactoryConfiguration(
                        factory -> factory.jdbcUrl("jdbc:postgresql://127.0.0.1:1/none")));
    try (AgroalDataSource dataSource = AgroalDataSource.from(nowhere);
        OnDemand database = new OnDemand(dataSource)) {
      assertThatThrownBy(database::connection)
          .isInstanceOfSatisfying(
              ProblemException.class,
              problem -> assertThat(problem.type()).isEqualTo(CommonProblem.UNAVAILABLE));
    }
  }
}
