package org.chuangjian.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;

/** A script calling the API as one person. */
public final class Script {

    private final RestClient client;
    private final ObjectMapper json = new ObjectMapper();

    public Script(int port, String account) {
        this(port, account, County.PASSWORD);
    }

    public Script(int port, String account, String password) {
        client = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultHeaders(headers -> headers.setBasicAuth(account, password))
                .build();
    }

    public Answer get(String path) {
        return call(HttpMethod.GET, path, null, null);
    }

    public Answer post(String path, @Nullable Object body) {
        return call(HttpMethod.POST, path, MediaType.APPLICATION_JSON, body == null ? Map.of() : body);
    }

    public Answer put(String path, Object body) {
        return call(HttpMethod.PUT, path, MediaType.APPLICATION_JSON, body);
    }

    public Answer delete(String path) {
        return call(HttpMethod.DELETE, path, null, null);
    }

    /** @param files name → content, all under the part name {@code file} */
    public Answer upload(String path, Map<String, byte[]> files, Map<String, String> fields) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        files.forEach((name, content) -> parts.add("file", new ByteArrayResource(content) {
            @Override
            public String getFilename() {
                return name;
            }
        }));
        fields.forEach(parts::add);
        return call(HttpMethod.POST, path, MediaType.MULTIPART_FORM_DATA, parts);
    }

    private Answer call(HttpMethod method, String path, @Nullable MediaType type, @Nullable Object body) {
        RestClient.RequestBodySpec request = client.method(method).uri(path);
        if (body != null && type != null) {
            request.contentType(type).body(body);
        }
        return request.exchange((sent, received) -> {
            byte[] content = received.getBody().readAllBytes();
            MediaType got = received.getHeaders().getContentType();
            boolean isJson = got != null && got.getSubtype().contains("json");
            return new Answer(
                    received.getStatusCode().value(), isJson ? parse(content) : MissingNode.getInstance(), content);
        });
    }

    private JsonNode parse(byte[] content) {
        try {
            return json.readTree(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param json the body if it is JSON, else a missing node */
    public record Answer(int status, JsonNode json, byte[] content) {

        public String text(String name) {
            return json.path(name).asText();
        }
    }
}
