package org.chuangjian.notification;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.Set;
import org.chuangjian.organisation.People;
import org.chuangjian.organisation.Person;
import org.chuangjian.shared.Notice;
import org.chuangjian.support.ApplicationServer;
import org.chuangjian.support.Caller;
import org.chuangjian.support.ChinaTime;
import org.chuangjian.support.SmallCounty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages in the inbox and by mail, with a mail server that comes and goes. */
class MailTests {

    private static final ServerSetup SMTP = new ServerSetup(0, "127.0.0.1", "smtp").dynamicPort();

    private static GreenMail mail;
    private static ApplicationServer server;
    private static SmallCounty county;

    @BeforeAll
    static void start() {
        mail = new GreenMail(SMTP);
        mail.start();
        server = ApplicationServer.start(
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mail.getSmtp().getPort(),
                "--chuangjian.mail.from=chuangjian@example.com",
                "--chuangjian.mail.address=https://cj.example.com/");
        county = SmallCounty.in(server);
        address("jyj", "jyj@example.com");
        address("jyjhead", "jyjhead@example.com");
    }

    @AfterAll
    static void stop() {
        server.close();
        mail.stop();
    }

    @BeforeEach
    void empty() throws Exception {
        server.bean(JdbcClient.class).sql("delete from mail").update();
        server.bean(JdbcClient.class).sql("delete from message").update();
        mail.purgeEmailFromAllMailboxes();
    }

    @Test
    void bringsWhatWaitsForOnePersonAsOneMail() throws Exception {
        raise("第一件事");
        raise("第二件事");
        assertThat(unread("jyj")).isEqualTo(2);
        assertThat(unread("sjj")).isZero();

        server.bean(MailSweep.class).sweep();
        server.bean(MailSweep.class).sweep();
        MimeMessage[] received = mail.getReceivedMessages();
        assertThat(received).as("one each for the clerk and the head").hasSize(2);
        assertThat(received[0].getSubject()).isEqualTo("【创建】2 条消息：蓝色督办：第一件事 等");
        assertThat(received[0].getFrom()[0]).hasToString("chuangjian@example.com");
        String text = GreenMailUtil.getBody(received[0]);
        assertThat(received[0].getContent().toString())
                .contains("1. 蓝色督办：第一件事", "2. 蓝色督办：第二件事", "https://cj.example.com/supervision-orders/")
                .contains("前签收并回复");
        assertThat(text).isNotBlank();
        assertThat(state()).containsOnlyKeys("SENT");
    }

    @Test
    void keepsWhatCannotBeSentAndNeverHarmsTheDeed() throws Exception {
        int port = mail.getSmtp().getPort();
        mail.stop();
        raise("邮件服务器停了");
        server.bean(MailSweep.class).sweep();
        assertThat(unread("jyj")).isEqualTo(1);
        assertThat(state()).containsOnlyKeys("WAITING");
        JsonNode unsent = county.script("admin").json("GET", "/api/mails/unsent", null);
        assertThat(unsent.get("total").asInt()).isEqualTo(2);
        assertThat(unsent.get("items").get(0).get("lastError").asText()).isNotBlank();
        assertThat(unsent.toString()).as("who, not what").doesNotContain("邮件服务器停了");
        assertThat(county.script("office").get("/api/mails/unsent").statusCode())
                .isEqualTo(403);
        Caller health = Caller.anonymous(server.url());
        assertThat(health.get("/actuator/health").body()).contains("UP");

        // The back-off has not passed: nothing is tried.
        server.bean(MailSweep.class).sweep();
        assertThat(server.bean(JdbcClient.class)
                        .sql("select max(attempts) from mail")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);

        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", "smtp"));
        mail.start();
        String id = unsent.get("items").get(0).get("messageId").asText();
        county.script("admin").json("POST", "/api/mails/" + id + "/again", "{}");
        server.bean(MailSweep.class).sweep();
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(state()).containsOnlyKeys("SENT", "WAITING");
    }

    @Test
    void sendsAClaimedMailOnlyOnce() {
        raise("两个节点");
        Outbox outbox = server.bean(Outbox.class);
        assertThat(outbox.claim("jyj")).hasSize(1);
        assertThat(outbox.claim("jyj")).as("the other node").isEmpty();
        server.bean(JdbcClient.class)
                .sql("update mail set claimed_at = ? where account = 'jyj'")
                .param(ChinaTime.now().minusHours(1))
                .update();
        server.bean(MailSweep.class).sweep();
        assertThat(mail.getReceivedMessages()).as("the head's only").hasSize(1);
        assertThat(state()).containsEntry("UNSURE", 1L);
    }

    @Test
    void givesUpAfterManyTries() {
        raise("一直失败");
        Outbox outbox = server.bean(Outbox.class);
        JdbcClient jdbc = server.bean(JdbcClient.class);
        for (int i = 0; i < 8; i++) {
            outbox.failed(outbox.claim("jyj"), "无法连接");
        }
        assertThat(jdbc.sql("select state from mail where account = 'jyj'")
                        .query(String.class)
                        .single())
                .isEqualTo("FAILED");
    }

    @Test
    void showsEachPersonTheOwnInboxOnly() {
        raise("只给教育局");
        Caller clerk = county.browser("jyj");
        assertThat(clerk.get("/inbox").body()).contains("只给教育局", "has-unread");
        JsonNode message = county.script("jyj")
                .json("GET", "/api/inbox", null)
                .get("items")
                .get(0);
        String id = message.get("id").asText();
        assertThat(county.script("sjj").post("/api/inbox/" + id + "/read", "{}").statusCode())
                .isEqualTo(404);
        county.script("jyj").json("POST", "/api/inbox/" + id + "/read", "{}");
        assertThat(unread("jyj")).isZero();
        assertThat(clerk.get("/inbox?unread=true").body()).contains("没有未读消息");
        server.bean(Post.class)
                .deliver(new Notice(
                        "test", null, Set.of("jyj", "gone"), "一行\r\nBcc: x@example.com", "正文", "/inbox", true));
        server.bean(MailSweep.class).sweep();
        assertThat(unread("jyj")).isEqualTo(1);
    }

    private static void raise(String title) {
        county.script("office")
                .json(
                        "POST",
                        "/api/supervision-orders",
                        "{\"unit\":\"JYJ\",\"title\":\"" + title + "\",\"reason\":\"请说明情况\",\"dueDate\":\""
                                + ChinaTime.today().plusDays(5) + "\"}");
    }

    private static int unread(String account) {
        return county.script(account)
                .json("GET", "/api/inbox/unread", null)
                .get("unread")
                .asInt();
    }

    private static Map<String, Long> state() {
        Map<String, Long> states = new java.util.TreeMap<>();
        server.bean(JdbcClient.class)
                .sql("select state, count(*) as n from mail group by state")
                .query(row -> {
                    states.put(row.getString("state"), row.getLong("n"));
                });
        return states;
    }

    private static void address(String account, String address) {
        People people = server.bean(People.class);
        Person it = people.get(account);
        people.change(
                new Person(it.account(), it.name(), it.unitCode(), it.roles(), it.phone(), address, true),
                null,
                "test",
                "test");
    }
}
