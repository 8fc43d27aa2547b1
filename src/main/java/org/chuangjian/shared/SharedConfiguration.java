package org.chuangjian.shared;

import java.time.ZoneId;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SharedConfiguration {

    /** Deadlines and dates are those of the office's place, whatever the machine's own zone is. */
    @Bean
    TurnableClock clock(@Value("${chuangjian.zone:Asia/Shanghai}") ZoneId zone) {
        return new TurnableClock(zone);
    }
}
