package org.chuangjian.shared.web;

import com.fasterxml.jackson.databind.JsonMappingException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.chuangjian.shared.Ids;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Whatever a request dies of becomes one Chinese sentence; the inside of the system goes to the log only. */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ProblemAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    private final Answers answers;

    ProblemAdvice(Answers answers) {
        this.answers = answers;
    }

    @ExceptionHandler(Exception.class)
    @Nullable
    Object answer(Exception exception, HttpServletRequest request, HttpServletResponse response) throws Exception {
        if (exception instanceof AccessDeniedException || exception instanceof AuthenticationException) {
            throw exception; // The security filters answer these.
        }
        if (exception instanceof AsyncRequestNotUsableException || response.isCommitted()) {
            LOG.debug("The caller of {} went away", request.getRequestURI(), exception);
            return null;
        }
        Problem problem = known(exception);
        String reference = null;
        if (problem == null) {
            reference = Ids.next();
            LOG.error("{} {} failed, reference {}", request.getMethod(), request.getRequestURI(), reference, exception);
            problem = unexpected(reference);
        }
        return answers.answer(request, Answers.path(request), problem, reference);
    }

    static Problem unexpected(String reference) {
        return Problem.failed("internal", "系统内部出错，本次操作没有完成。请稍后再试；如仍不行，请把日志编号 " + reference + " 告诉系统管理员。")
                .with("reference", reference);
    }

    private static @Nullable Problem known(Exception exception) {
        if (exception instanceof Problem problem) {
            return problem;
        }
        if (exception instanceof NoResourceFoundException) {
            return ofStatus(404);
        }
        if (exception instanceof MaxUploadSizeExceededException) {
            return ofStatus(413);
        }
        if (exception instanceof DuplicateKeyException) {
            return Problem.conflict("duplicate", "同样的内容已经有了，可能是别人刚刚登记的。请刷新后核对。");
        }
        if (exception instanceof ConcurrencyFailureException) {
            return Problem.conflict("changed-meanwhile", "别人刚刚改过这项内容，您的改动没有保存。请刷新后再改。");
        }
        if (exception instanceof BindException bind) {
            return fields(bind.getBindingResult());
        }
        if (exception instanceof HandlerMethodValidationException
                || exception instanceof ConstraintViolationException) {
            return Problem.invalid("invalid", "填写的内容不符合要求，请检查后再提交。");
        }
        if (exception instanceof MissingServletRequestParameterException missing) {
            return Problem.badRequest("missing-parameter", "缺少参数 " + missing.getParameterName() + "，请补上后再试。");
        }
        if (exception instanceof MissingServletRequestPartException missing) {
            return Problem.badRequest("missing-part", "没有收到文件（" + missing.getRequestPartName() + "），请选择文件后再提交。");
        }
        if (exception instanceof MethodArgumentTypeMismatchException mismatch) {
            return Problem.badRequest(
                    "bad-parameter", "参数 " + mismatch.getName() + " 的值不对" + allowed(mismatch) + "，请检查后再试。");
        }
        if (exception instanceof HttpMessageNotReadableException unreadable) {
            return Problem.badRequest("unreadable", "请求内容读不懂" + place(unreadable) + "，请按接口说明检查格式。");
        }
        if (exception instanceof MultipartException) {
            return Problem.badRequest("bad-upload", "文件没有传完整，请重新上传。");
        }
        if (exception instanceof ErrorResponse response) {
            int status = response.getStatusCode().value();
            return status < 500 ? ofStatus(status) : null;
        }
        return null;
    }

    private static String allowed(MethodArgumentTypeMismatchException mismatch) {
        Class<?> type = mismatch.getRequiredType();
        return type == null || !type.isEnum()
                ? ""
                : "，只能是 "
                        + Arrays.stream(type.getEnumConstants())
                                .map(String::valueOf)
                                .collect(Collectors.joining("、"));
    }

    /** The field of a JSON body that could not be read, if it is known. */
    private static String place(HttpMessageNotReadableException unreadable) {
        if (!(unreadable.getCause() instanceof JsonMappingException mapping)) {
            return "";
        }
        String field = mapping.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return field.isEmpty() ? "" : "：字段 " + field + " 的值不对";
    }

    private static Problem fields(BindingResult result) {
        List<Map<String, String>> errors = result.getFieldErrors().stream()
                .map(error -> Map.of("field", error.getField(), "reason", reason(error.getDefaultMessage())))
                .toList();
        String detail = errors.stream()
                .map(error -> error.get("field") + "：" + error.get("reason"))
                .reduce((a, b) -> a + "；" + b)
                .orElse("填写的内容不符合要求");
        return Problem.invalid("invalid", detail + "。请修改后再提交。").with("errors", errors);
    }

    private static String reason(@Nullable String message) {
        // Messages of type conversion name Java classes.
        return message == null || message.contains("java.") ? "格式不对" : message;
    }

    /** The sentence for a bare status. */
    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> Problem.of(401, "unauthorized", "请先登录。");
            case 403 -> Problem.forbidden("您的账号没有此项权限，如确需办理请联系创建办或系统管理员。");
            case 404 -> Problem.notFound("没有找到您要的内容，可能地址有误，或者已经被删除。");
            case 405 -> Problem.of(405, "method-not-allowed", "这个地址不支持这种操作，请从页面上的按钮进入。");
            case 406 -> Problem.of(406, "not-acceptable", "不能按要求的格式给出结果。");
            case 413 -> Problem.tooLarge("上传的文件超过了大小限制，请压缩或拆分后再上传。");
            case 415 -> Problem.of(415, "unsupported-media-type", "不支持这种内容格式，请按接口说明提交。");
            case 429 -> Problem.of(429, "too-many", "操作过于频繁，请稍后再试。");
            default -> Problem.of(status, "bad-request", "请求有误，没有办理。请检查后再试。");
        };
    }
}
