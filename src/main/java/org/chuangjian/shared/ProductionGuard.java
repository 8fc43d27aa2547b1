package org.chuangjian.shared;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * In the profile {@code prod} nothing starts that a known hole is open in. All modules are asked before the first port
 * opens and before the example county would be filled, so that an operator sees all reasons at once.
 */
@Component
@Profile("prod")
class ProductionGuard implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(ProductionGuard.class);

    private final ObjectProvider<StartCheck> checks;
    private final String database;

    ProductionGuard(ObjectProvider<StartCheck> checks, @Value("${spring.datasource.url:}") String database) {
        this.checks = checks;
        this.database = database;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (database.startsWith("jdbc:h2:")) {
            LOG.warn("正在使用内置数据库：适合小规模试用，不支持多节点；正式运行建议改用 PostgreSQL（spring.datasource.url）。");
        }
        List<StartCheck.Objection> objections = checks.orderedStream()
                .flatMap(check -> check.objections().stream())
                .toList();
        if (!objections.isEmpty()) {
            throw new StartRefused(objections);
        }
    }
}
