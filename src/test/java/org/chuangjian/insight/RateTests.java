package org.chuangjian.insight;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTests {

    @ParameterizedTest
    @CsvSource({
        "48, 60, 80%",
        "483, 500, 96.6%",
        "227, 260, 87.3%",
        "1, 8, 12.5%",
        "2, 3, 66.7%",
        "0, 5, 0%",
        "5, 5, 100%",
        "1999, 2500, 80.0%",
        "1, 16, 6.3%"
    })
    void roundsHalfUpToOneDecimalAndKeepsWholePercentsWhole(int done, int total, String shown) {
        assertThat(new Rate(done, total).text()).isEqualTo(shown);
    }

    @Test
    void ofNothingThereIsNoShare() {
        assertThat(new Rate(0, 0).text()).isEqualTo("—");
        assertThat(new Rate(0, 0).percent()).isNull();
    }
}
