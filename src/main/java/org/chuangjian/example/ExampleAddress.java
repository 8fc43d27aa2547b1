package org.chuangjian.example;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.chuangjian.identity.Accounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/**
 * Accounts whose password everybody can read must not be reachable from elsewhere: while there is one, or the example
 * county is about to be filled, the server listens on this machine only, whatever {@code server.address} says.
 */
@Component
class ExampleAddress implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(ExampleAddress.class);
    private static final byte[] THIS_MACHINE = {127, 0, 0, 1};

    private final Accounts accounts;
    private final ExampleRows rows;
    private final boolean wanted;

    ExampleAddress(Accounts accounts, ExampleRows rows, @Value("${chuangjian.example:true}") boolean wanted) {
        this.accounts = accounts;
        this.rows = rows;
        this.wanted = wanted;
    }

    /** After the one that applies {@code server.address}. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void customize(ConfigurableWebServerFactory factory) {
        if (accounts.withDemoPassword().isEmpty() && !aboutToFill()) {
            return;
        }
        try {
            factory.setAddress(InetAddress.getByAddress(THIS_MACHINE));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
        LOG.info("Demo accounts exist: listening on 127.0.0.1 only");
    }

    private boolean aboutToFill() {
        return wanted && rows.state() == ExampleRows.State.NONE && rows.installationEmpty();
    }
}
