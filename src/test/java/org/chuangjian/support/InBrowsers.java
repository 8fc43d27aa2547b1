package org.chuangjian.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests in which the people of a {@link SmallCounty} work in real browsers, in Tasklist or on our own pages. */
public abstract class InBrowsers {

    protected static ApplicationServer server;
    protected static SmallCounty county;
    protected static Chromium chromium;

    @BeforeAll
    static void start() {
        server = ApplicationServer.start();
        county = SmallCounty.in(server);
        chromium = Chromium.start();
    }

    @AfterAll
    static void stop() {
        chromium.close();
        server.close();
    }

    /** Leaves the page where people begin. */
    protected static void signIn(Page page, String account) {
        page.navigate(server.url() + "/login");
        page.locator("input[name=account]").fill(account);
        page.locator("input[name=password]").fill(SmallCounty.PASSWORD);
        page.locator("button[type=submit]").first().click();
        page.waitForURL(url -> !url.contains("/login"));
    }

    /** The page at the path, for somebody who has signed in. */
    protected static Page open(BrowserContext browser, String account, String path) {
        Page page = browser.newPage();
        signIn(page, account);
        page.navigate(server.url() + path);
        return page;
    }

    /** Signs in to Tasklist and waits for the list. */
    protected static Page tasklist(BrowserContext browser, String account) {
        Page page = open(browser, account, "/camunda/app/tasklist/default/");
        page.locator("ol.tasks-list li").first().waitFor();
        return page;
    }

    protected static Script as(String account) {
        return new Script(server.port(), account, SmallCounty.PASSWORD);
    }
}
