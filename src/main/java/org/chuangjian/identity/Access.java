package org.chuangjian.identity;

import java.util.Optional;
import org.chuangjian.shared.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The one place where it is decided whether the person behind the request may do something. Default deny. */
@Component
public class Access {

    /** The signed-in person; empty in work nobody asked for (timers, start-up). */
    public Optional<CurrentUser> user() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null && authentication.getPrincipal() instanceof SignedIn signedIn) {
            return Optional.of(signedIn.user());
        }
        return Optional.empty();
    }

    /** @throws Problem 403 if nobody is signed in */
    public CurrentUser current() {
        return user().orElseThrow(() -> Problem.forbidden("请先登录。"));
    }

    public boolean may(Permission permission) {
        return user().map(user -> user.may(permission)).orElse(false);
    }

    /**
     * @return the signed-in person, who has the permission
     * @throws Problem 403 otherwise
     */
    public CurrentUser require(Permission permission) {
        CurrentUser user = current();
        if (!user.may(permission)) {
            throw Problem.forbidden("您的账号没有此项权限，如确需办理请联系创建办或系统管理员。");
        }
        return user;
    }

    /**
     * For lists that show the office everything and a unit its own rows.
     *
     * @return whether the signed-in person reads whole campaigns; if not, only the own unit's part may be shown
     * @throws Problem 403 for who has no part in campaigns at all
     */
    public boolean requireReadingOf(@Nullable String unit) {
        if (may(Permission.READ_CAMPAIGNS)) {
            return true;
        }
        CurrentUser user = require(Permission.WORK_FOR_UNIT);
        if (user.unitCode() == null) {
            throw Problem.forbidden("您的账号还没有所属单位，请联系创建办。");
        }
        if (unit != null && !unit.isBlank() && !user.belongsTo(unit)) {
            throw Problem.forbidden("这是其他单位的内容，您只能查看本单位的。");
        }
        return false;
    }

    /**
     * @param unit the unit whose affair it is
     * @return the signed-in person, who has the permission and belongs to the unit
     * @throws Problem 403 otherwise; it does not tell what the other unit has
     */
    public CurrentUser requireFor(String unit, Permission permission) {
        CurrentUser user = require(permission);
        if (!user.belongsTo(unit)) {
            throw Problem.forbidden("这是其他单位的任务，您只能办理本单位的任务。");
        }
        return user;
    }
}
