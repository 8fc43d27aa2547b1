package org.chuangjian.evidence;

import org.chuangjian.shared.Problem;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EvidenceProperties.class)
class EvidenceConfiguration {

    /** Without anybody to decide, nobody reads. */
    @Bean
    EvidenceDownloads evidenceDownloads(EvidenceBook book, ObjectProvider<EvidenceAccess> access) {
        return new EvidenceDownloads(book, access.getIfAvailable(() -> evidence -> {
            throw Problem.forbidden("您没有查看该材料的权限。");
        }));
    }
}
