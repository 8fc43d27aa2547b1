package org.chuangjian.supervision;

import java.time.LocalDate;
import org.chuangjian.support.FoodCounty;
import org.chuangjian.support.Postgres;

/** On a real PostgreSQL. */
class FindingSupervisionOnPostgresTests extends FindingSupervisionTests {

    @Override
    FoodCounty started(LocalDate today) {
        return FoodCounty.on(
                today,
                "--spring.datasource.url=" + Postgres.freshDatabase(),
                "--spring.datasource.username=postgres",
                "--spring.datasource.password=postgres");
    }
}
