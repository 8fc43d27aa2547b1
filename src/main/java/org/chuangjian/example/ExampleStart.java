package org.chuangjian.example;

import java.io.PrintStream;
import java.util.List;
import org.chuangjian.identity.DemoAccounts.DemoAccount;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Fills an empty installation before the server opens its port: everything is deployed by then, and nobody can come in
 * between. Passwords go to the console only, never to the log file.
 */
@Component
class ExampleStart implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ExampleStart.class);

    private final Example example;
    private final boolean wanted;
    private volatile boolean running;

    ExampleStart(Example example, @Value("${chuangjian.example:true}") boolean wanted) {
        this.example = example;
        this.wanted = wanted;
    }

    /** Before the web server, whose phase is nearly the last. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        long before = System.nanoTime();
        if (wanted && example.fillIfEmpty()) {
            LOG.info("Example county filled in {} ms", (System.nanoTime() - before) / 1_000_000);
            announce(ExampleCounty.accounts());
        }
        example.firstAdministrator(ExampleStart::announce);
        example.publishAccounts();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private static void announce(List<DemoAccount> accounts) {
        PrintStream console = System.out;
        console.println();
        console.println("已填充示例县，演示账号（密码均为 " + ExampleCounty.PASSWORD + "）：");
        accounts.forEach(account -> console.println("  " + account.account() + "  " + account.purpose()));
        console.println("演示账号存在期间，服务只在本机 127.0.0.1 开放；在“基础设置 → 参数”中可一次移除示例县。");
        console.println();
        console.flush();
    }

    private static void announce(String account, String password) {
        PrintStream console = System.out;
        console.println();
        console.println("首个管理员账号：" + account + "，一次性密码：" + password + "（只显示这一次，首次登录须修改）");
        console.println();
        console.flush();
    }
}
