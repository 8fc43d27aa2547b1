package org.chuangjian.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.chuangjian.ChuangjianApplication;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real product on a data folder of its own, started as from the command line. */
final class Installation implements AutoCloseable {

    private final ServletWebServerApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    Installation(Path data, String... more) {
        String[] arguments = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("--server.port=0", "--chuangjian.data=" + data),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new);
        context = (ServletWebServerApplicationContext) SpringApplication.run(ChuangjianApplication.class, arguments);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** The address the server really listens on; null for every address of the machine. */
    Object address() {
        return ((TomcatWebServer) context.getWebServer())
                .getTomcat()
                .getConnector()
                .getProperty("address");
    }

    long count(String from) {
        return bean(JdbcClient.class)
                .sql("select count(*) from " + from)
                .query(Long.class)
                .single();
    }

    List<String> texts(String sql) {
        return bean(JdbcClient.class).sql(sql).query(String.class).list();
    }

    HttpResponse<String> call(String account, String password, String method, String path)
            throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((account + ":" + password).getBytes(StandardCharsets.UTF_8));
        return http.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + context.getWebServer().getPort() + path))
                        .header("Authorization", "Basic " + basic)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        context.close();
    }
}
