package org.chuangjian.shared.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Adds to the description of the API what is the same for every call: how a refusal looks, and which ones to expect. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {

    private static final String PROBLEM = "Problem";

    @Bean
    OpenApiCustomizer refusals() {
        return api -> {
            api.info(new Info()
                    .title("创建接口")
                    .version("1")
                    .description("示范创建工作平台。出错时回答 application/problem+json：detail 是中文说明，code 是固定代码。"));
            api.getComponents()
                    .addSchemas(
                            PROBLEM,
                            new ObjectSchema()
                                    .addProperty("status", new Schema<Integer>().type("integer"))
                                    .addProperty("title", new StringSchema())
                                    .addProperty("detail", new StringSchema().description("中文说明：什么问题、在哪里、怎么办"))
                                    .addProperty("code", new StringSchema().description("固定代码，供程序判断")));
            describe(api);
        };
    }

    private static void describe(OpenAPI api) {
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> expected(path, method)
                                .forEach((status, description) -> refusal(operation, status, description))));
    }

    private static Map<String, String> expected(String path, PathItem.HttpMethod method) {
        Map<String, String> expected = new TreeMap<>(Map.of("400", "请求读不懂", "401", "未登录", "403", "没有此项权限，或属于其他单位"));
        if (path.contains("{")) {
            expected.put("404", "没有找到");
        }
        if (method != PathItem.HttpMethod.GET) {
            expected.put("409", "内容已有变化：谁在什么时候办理过");
            expected.put("422", "内容不符合要求，没有写入");
        }
        return expected;
    }

    private static void refusal(Operation operation, String status, String description) {
        operation
                .getResponses()
                .addApiResponse(
                        status,
                        new ApiResponse()
                                .description(description)
                                .content(new Content()
                                        .addMediaType(
                                                "application/problem+json",
                                                new MediaType()
                                                        .schema(new Schema<>()
                                                                .$ref("#/components/schemas/" + PROBLEM)))));
    }
}
