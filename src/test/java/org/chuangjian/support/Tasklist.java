package org.chuangjian.support;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** A {@link SmallCounty} whose people work in Tasklist, in a real browser. */
public final class Tasklist implements AutoCloseable {

    private final ApplicationServer server;
    private final SmallCounty county;
    private final Chromium chromium;

    private Tasklist(ApplicationServer server, SmallCounty county, Chromium chromium) {
        this.server = server;
        this.county = county;
        this.chromium = chromium;
    }

    public static Tasklist start() {
        ApplicationServer server = ApplicationServer.start();
        try {
            return new Tasklist(server, SmallCounty.in(server), Chromium.start());
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    public SmallCounty county() {
        return county;
    }

    public String url() {
        return server.url();
    }

    public <T> T bean(Class<T> type) {
        return server.bean(type);
    }

    public int port() {
        return server.port();
    }

    public BrowserContext person(int width, int height) {
        return chromium.person(width, height);
    }

    /** Signs in and waits for the list. */
    public Page open(BrowserContext browser, String account) {
        Page page = browser.newPage();
        page.navigate(url() + "/camunda/app/tasklist/default/");
        page.locator("input[name=account]").fill(account);
        page.locator("input[name=password]").fill(SmallCounty.PASSWORD);
        page.locator("button[type=submit]").first().click();
        page.locator("ol.tasks-list li").first().waitFor();
        return page;
    }

    /** A part of the open form. */
    public static Locator part(Page page, String name) {
        return page.locator("[data-part=" + name + "]");
    }

    @Override
    public void close() {
        chromium.close();
        server.close();
    }
}
